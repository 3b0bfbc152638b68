import { IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicies, Stack } from 'aws-cdk-lib';
import { expectAutoScaling, expectKeyspace, expectTable } from './assertions';
import { CqlQuery } from './cql-query/cql-query';
import { GlobalShop } from './stacks/global-shop';

const app = new App();
const stack = new GlobalShop(app, 'IntegGlobalShop');
RemovalPolicies.of(app).destroy();
const assertionStack = new Stack(app, 'GlobalShopDeployAssert');
const integ = new IntegTest(app, 'GlobalShop', { testCases: [stack], assertionStack });
const { shop, office, carts, prices, invoices } = stack;
const regions = [stack.region, 'eu-west-1'];

expectKeyspace(integ, shop, { replicationStrategy: 'MULTI_REGION', replicationRegions: regions });
expectKeyspace(integ, office, { replicationStrategy: 'SINGLE_REGION' });

const provisioned = (readCapacityUnits: number, writeCapacityUnits: number) =>
  Match.objectLike({ throughputMode: 'PROVISIONED', readCapacityUnits, writeCapacityUnits });
const replicas = (...capacities: object[]) => capacities.map((capacitySpecification, index) =>
  Match.objectLike({ region: regions[index], status: 'ACTIVE', capacitySpecification }));
expectTable(integ, carts, {
  capacitySpecification: provisioned(5, 5),
  clientSideTimestamps: { status: 'ENABLED' },
  defaultTimeToLive: 2_592_000,
  replicaSpecifications: replicas(provisioned(5, 5), provisioned(5, 5)),
});
expectTable(integ, prices, {
  capacitySpecification: provisioned(10, 2),
  replicaSpecifications: replicas(provisioned(10, 2), provisioned(20, 2)),
});
expectTable(integ, invoices, {
  capacitySpecification: Match.objectLike({ throughputMode: 'PAY_PER_REQUEST' }),
  warmThroughputSpecification: { readUnitsPerSecond: 20_000, writeUnitsPerSecond: 8_000, status: 'AVAILABLE' },
  clientSideTimestamps: { status: 'ENABLED' },
});

const scaled = (minimumUnits: number, maximumUnits: number, targetValue: number, more = {}) => Match.objectLike({
  minimumUnits,
  maximumUnits,
  scalingPolicy: { targetTrackingScalingPolicyConfiguration: Match.objectLike({ targetValue, ...more }) },
});
const writes = scaled(5, 20, 70, { scaleInCooldown: 60 });
const scaling = (reads: object) => Match.objectLike({ readCapacityAutoScaling: reads, writeCapacityAutoScaling: writes });
expectAutoScaling(integ, carts, {
  autoScalingSpecification: scaling(scaled(5, 50, 75)),
  replicaSpecifications: [scaled(5, 50, 75), scaled(10, 100, 70)].map((reads, index) =>
    Match.objectLike({ region: regions[index], autoScalingSpecification: scaling(reads) })),
});

const query = new CqlQuery(assertionStack, 'Query', [shop, office]);
query.expectRows(integ, [
  `SELECT table_name, region FROM system_multiregion_info.tables WHERE keyspace_name = '${shop.keyspaceName}'`,
], ['carts', 'prices'].flatMap((table) => ['eu-west-1', stack.region].map((region) => ({ table_name: table, region }))));
// The time of a write is told where client-side timestamps are enabled, and refused elsewhere.
query.expectRows(integ, [
  `INSERT INTO ${office.keyspaceName}.invoices (customer, issued, total) VALUES (5b6962dd-3f90-4c93-8f61-eabfa4a803e2, '2026-01-31', 12.50)`,
  `SELECT total, WRITETIME(total) AS written FROM ${office.keyspaceName}.invoices`,
], [{ total: '12.50', written: Match.stringLikeRegexp('^\\d{16}$') }]);
