/**
 * `npm run bench`: what the library costs at synthesis, as a ratio to plain L1 in the same run.
 */
import { App, Stack } from 'aws-cdk-lib';
import { CfnKeyspace, CfnTable } from 'aws-cdk-lib/aws-cassandra';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Keyspace, Table } from '../../src';
import { ORDERS } from '../support/schemas';

const TABLES_PER_STACK = 400;

type Fill = (stack: Stack, tables: number) => void;

const plain: Fill = (stack, tables) => {
  const keyspace = new CfnKeyspace(stack, 'Keyspace', { keyspaceName: 'shop' });
  for (let index = 0; index < tables; index++) {
    new CfnTable(stack, `Table${index}`, {
      keyspaceName: keyspace.ref,
      tableName: `table_${index}`,
      partitionKeyColumns: [{ columnName: 'customer_id', columnType: 'uuid' }],
      regularColumns: [{ columnName: 'total', columnType: 'decimal' }],
      billingMode: { mode: 'ON_DEMAND' },
      encryptionSpecification: { encryptionType: 'AWS_OWNED_KMS_KEY' },
      pointInTimeRecoveryEnabled: true,
    });
  }
};

const tablesOnly: Fill = (stack, tables) => {
  const keyspace = new Keyspace(stack, 'Keyspace');
  for (let index = 0; index < tables; index++) new Table(stack, `Table${index}`, { keyspace, schema: ORDERS });
};

const granted: Fill = (stack, tables) => {
  const keyspace = new Keyspace(stack, 'Keyspace');
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  for (let index = 0; index < tables; index++) {
    new Table(stack, `Table${index}`, { keyspace, schema: ORDERS }).grants.readWriteData(role);
  }
};

function milliseconds(fill: Fill, tables: number): number {
  const times = Array.from({ length: 5 }, () => {
    const start = process.hrtime.bigint();
    const app = new App({ analyticsReporting: false });
    for (let left = tables, index = 0; left > 0; left -= TABLES_PER_STACK, index++) {
      fill(new Stack(app, `Stack${index}`), Math.min(left, TABLES_PER_STACK));
    }
    app.synth();
    return Number(process.hrtime.bigint() - start) / 1e6;
  });
  return Math.min(...times);
}

milliseconds(granted, 10); // warm up
console.log('tables   L1 ms   tables only   with a grant each   (ratios to L1; the best of five)');
for (const tables of [1, 100, 400, 2000]) {
  const base = milliseconds(plain, tables);
  const ratio = (fill: Fill) => (milliseconds(fill, tables) / base).toFixed(2);
  console.log(`${String(tables).padStart(6)}  ${base.toFixed(0).padStart(6)}  ${ratio(tablesOnly).padStart(12)}  ${ratio(granted).padStart(18)}`);
}
