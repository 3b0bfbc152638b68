import { IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicies, Stack } from 'aws-cdk-lib';
import { expectTable } from './assertions';
import { CqlQuery } from './cql-query/cql-query';
import { ManyTables } from './stacks/many-tables';

const app = new App();
const stack = new ManyTables(app, 'IntegManyTables');
RemovalPolicies.of(app).destroy();
const assertionStack = new Stack(app, 'ManyTablesDeployAssert');
const integ = new IntegTest(app, 'ManyTables', { testCases: [stack], assertionStack });
const { keyspaceName } = stack.keyspace;
const names = stack.tables.map(({ tableName }) => tableName);

expectTable(integ, stack.tables[119], { pointInTimeRecovery: Match.objectLike({ status: 'ENABLED' }) });

const query = new CqlQuery(assertionStack, 'Query', [stack.keyspace]);
query.expectRows(integ, [`SELECT table_name FROM system_schema.tables WHERE keyspace_name = '${keyspaceName}'`],
  names.map((name) => ({ table_name: name })));
const sensor = '7a1f3a0e-6f4b-4d0c-9d2a-0c5d7b0a1e11';
query.expectRows(integ, [
  ...names.map((name) => `INSERT INTO ${keyspaceName}.${name} (sensor, measured_at, reading) VALUES (${sensor}, '2026-01-31', 20.5)`),
  `SELECT reading FROM ${keyspaceName}.${names[119]} WHERE sensor = ${sensor}`,
], [{ reading: 20.5 }]);
