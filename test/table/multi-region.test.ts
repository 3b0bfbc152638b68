import { App, Aws, CfnDeletionPolicy, Lazy, Stack, Validations } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnKeyspace, type IKeyspaceRef } from 'aws-cdk-lib/aws-cassandra';
import { Capacity, Keyspace, KeyspacesKey, Replication, Table, TableEncryption, type TableProps } from '../../src';
import { literalApp, literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';
import { ORDERS } from '../support/schemas';

const BOUNDS = { minUnits: 1, maxUnits: 2 };
const A_REGION = Lazy.string({ produce: () => 'eu-west-1' });

type Make = (stack: Stack) => IKeyspaceRef;
const TWO_REGIONS: Make = (stack) => new Keyspace(stack, 'Shop', { replication: Replication.multiRegion('us-east-1', 'eu-west-1') });
const ONE_REGION: Make = (stack) => new Keyspace(stack, 'Shop');
const TOKEN_REGION: Make = (stack) => new Keyspace(stack, 'Shop', { replication: Replication.multiRegion('us-east-1', A_REGION) });
const BARE: Make = (stack) => {
  const keyspace = new CfnKeyspace(stack, 'Shop', { keyspaceName: 'shop' });
  keyspace.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
  return keyspace;
};
const IMPORTED: Make = (stack) => Keyspace.fromKeyspaceName(stack, 'Shop', 'shop');
const IMPORTED_IN_TWO_REGIONS: Make = (stack) => Keyspace.fromKeyspaceAttributes(stack, 'Shop', {
  keyspaceName: 'shop', replicationRegions: ['us-east-1', 'eu-west-1'],
});

type Settings = Partial<TableProps>;
const tableIn = (stack: Stack, make: Make, props: Settings = {}) =>
  new Table(stack, 'Orders', { keyspace: make(stack), schema: ORDERS, ...props });
const inRegion = (region: string, ...with_: string[]): Make => (stack) => new Keyspace(stack, 'Shop', {
  replication: with_.length > 0 ? Replication.multiRegion(region, ...with_) : undefined,
});

const READ_IN = (region: string): Settings => ({
  capacity: Capacity.provisioned({ readUnits: 1, writeUnits: 1, readUnitsByRegion: { [region]: 2 } }),
});
const SCALED_IN = (region: string): Settings => ({
  capacity: Capacity.autoscaled({ read: BOUNDS, write: BOUNDS, readByRegion: { [region]: BOUNDS } }),
});

const plain = (replicationStrategy: string) => (stack: Stack) => new CfnKeyspace(stack, 'Shop', {
  keyspaceName: 'shop', replicationSpecification: { replicationStrategy, regionList: ['us-east-1', 'eu-west-1'] },
});

test('a customer managed key is for a plain keyspace of one Region, too', () => {
  const stack = literalStack();
  const encryption = TableEncryption.customerManagedKey(new KeyspacesKey(stack, 'Key'));
  expect(() => new Table(stack, 'Orders', { keyspace: plain('SINGLE_REGION')(stack), schema: ORDERS, encryption })).not.toThrow();
});

test('fails for a customer managed key in a plain multi-Region keyspace', () => {
  const stack = literalStack();
  const encryption = TableEncryption.customerManagedKey(new KeyspacesKey(stack, 'Key'));
  expect(refusalOf(() => new Table(stack, 'Orders', { keyspace: plain('MULTI_REGION')(stack), schema: ORDERS, encryption })).name)
    .toBe('CustomerManagedKeyInMultiRegion');
});

test.each([['made here', TWO_REGIONS], ['imported', IMPORTED_IN_TWO_REGIONS]])('a table has the Regions of its keyspace, %s', (_, keyspace) => {
  expect(tableIn(literalStack(), keyspace).replicationRegions).toEqual(['us-east-1', 'eu-west-1']);
});

test.each([['made here', ONE_REGION], ['imported', IMPORTED], ['bare', BARE]])('in a keyspace without further Regions, %s, it has none', (_, keyspace) => {
  expect(tableIn(literalStack(), keyspace).replicationRegions).toBeUndefined();
});

test('its client-side timestamps are left to the keyspace', () => {
  const stack = literalStack();
  tableIn(stack, TWO_REGIONS);
  Template.fromStack(stack).hasResourceProperties('AWS::Cassandra::Table', { ClientSideTimestampsEnabled: Match.absent() });
});

test.each([[true, true], [false, Match.absent()]])('in a single Region client-side timestamps (%s) can be decided', (clientSideTimestamps, expected) => {
  const stack = literalStack();
  tableIn(stack, ONE_REGION, { clientSideTimestamps });
  Template.fromStack(stack).hasResourceProperties('AWS::Cassandra::Table', { ClientSideTimestampsEnabled: expected });
});

test('a read capacity for a Region in a token is rendered', () => {
  const stack = new Stack(new App(), 'Stack');
  tableIn(stack, (scope) => new Keyspace(scope, 'Shop', { replication: Replication.multiRegion(Aws.REGION, 'eu-west-1') }), READ_IN(Aws.REGION));
  Template.fromStack(stack).hasResourceProperties('AWS::Cassandra::Table', {
    ReplicaSpecifications: [{ Region: { Ref: 'AWS::Region' }, ReadCapacityUnits: 2 }],
  });
});

test.each<[string, string, Make, Settings]>([
  ['read units in a Region that the keyspace is not in', 'CapacityRegionInvalid', TWO_REGIONS, READ_IN('ap-south-1')],
  ['auto scaling in a Region that the keyspace is not in', 'CapacityRegionInvalid', TWO_REGIONS, SCALED_IN('ap-south-1')],
  ['read units by Region in a keyspace of one', 'CapacityRegionInvalid', ONE_REGION, READ_IN('us-east-1')],
  ['read units by Region in a keyspace whose Regions were not said', 'CapacityRegionInvalid', IMPORTED, READ_IN('us-east-1')],
  ['read units by a Region in a token, in a keyspace of one', 'CapacityRegionInvalid', ONE_REGION, READ_IN(A_REGION)],
  ['no client-side timestamps', 'ClientSideTimestampsNeeded', TWO_REGIONS, { clientSideTimestamps: false }],
  ['no client-side timestamps, though the keyspace has them for all', 'ClientSideTimestampsNeeded',
    (stack) => new Keyspace(stack, 'Shop', { clientSideTimestamps: true }), { clientSideTimestamps: false }],
])('fails for %s', (_, code, keyspace, settings) => {
  expect(refusalOf(() => tableIn(literalStack(), keyspace, settings)).name).toBe(code);
});

test.each([['made here', TWO_REGIONS], ['imported', IMPORTED_IN_TWO_REGIONS], ['with a token', TOKEN_REGION]])(
  'fails for a customer managed key in a multi-Region keyspace, %s', (_, keyspace) => {
    const stack = literalStack();
    const encryption = TableEncryption.customerManagedKey(new KeyspacesKey(stack, 'Key'));
    expect(refusalOf(() => tableIn(stack, keyspace, { encryption })).name).toBe('CustomerManagedKeyInMultiRegion');
  });

test.each<[string, Make, Settings]>([
  ['read units in a Region of the keyspace', TWO_REGIONS, READ_IN('eu-west-1')],
  ['auto scaling in a Region of the keyspace', TWO_REGIONS, SCALED_IN('eu-west-1')],
  ['auto scaling in a Region of an imported keyspace', IMPORTED_IN_TWO_REGIONS, SCALED_IN('eu-west-1')],
  ['read units in a token', TWO_REGIONS, READ_IN(A_REGION)],
  ['read units beside a Region in a token', TOKEN_REGION, READ_IN('ap-south-1')],
  ['an AWS owned key', TWO_REGIONS, { encryption: TableEncryption.awsOwnedKey() }],
  ['client-side timestamps', TWO_REGIONS, { clientSideTimestamps: true }],
  ['all of it in a bare keyspace', BARE, { ...READ_IN('ap-south-1'), clientSideTimestamps: false }],
])('accepts %s', (_, keyspace, settings) => {
  expect(() => tableIn(literalStack(), keyspace, settings)).not.toThrow();
});

describe('auto scaling, which me-central-1 has not', () => {
  const capacity = Capacity.autoscaled({ read: BOUNDS, writeUnits: 1 });
  const inUae = () => literalStack(literalApp(), 'Stack', { env: { account: '111122223333', region: 'me-central-1' } });

  test.each<[string, () => Stack, Make]>([
    ['there', inUae, inRegion('me-central-1')],
    ['there, in a bare keyspace', inUae, BARE],
    ['there, in a keyspace of several Regions', inUae, inRegion('me-central-1', 'eu-west-1')],
    ['in a keyspace that is replicated there', literalStack, inRegion('us-east-1', 'me-central-1')],
  ])('fails %s', (_, stack, keyspace) => {
    const refusal = refusalOf(() => tableIn(stack(), keyspace, { capacity }));
    expect(refusal.name).toBe('AutoscalingUnavailable');
    expect(refusal.message).toContain('["me-central-1"]');
  });

  test.each([
    ['provisioned capacity', inUae(), Capacity.provisioned({ readUnits: 1, writeUnits: 1, autoScalingDisabled: true })],
    ['on-demand capacity', inUae(), Capacity.onDemand()],
    ['a Region that is not known yet', new Stack(new App(), 'Stack'), capacity],
  ])('accepts %s', (_, stack, accepted) => {
    expect(() => tableIn(stack, ONE_REGION, { capacity: accepted })).not.toThrow();
  });
});

describe('provisioned capacity without auto scaling', () => {
  const capacity = Capacity.provisioned({ readUnits: 1, writeUnits: 1 });
  const WARNING = Match.stringLikeRegexp('cdk-keyspaces:multiRegionWithoutAutoscaling');

  test.each([
    ['at all', capacity],
    ['of writes', Capacity.autoscaled({ read: BOUNDS, writeUnits: 1 })],
    ['once it is turned off', Capacity.provisioned({ readUnits: 1, writeUnits: 1, autoScalingDisabled: true })],
  ])('%s is a warning in several Regions', (_, fixed) => {
    const stack = literalStack();
    tableIn(stack, TWO_REGIONS, { capacity: fixed });
    Annotations.fromStack(stack).hasWarning('/Stack/Orders', WARNING);
  });

  test.each<[string, Make, Settings]>([
    ['in one Region', ONE_REGION, { capacity }],
    ['on demand', TWO_REGIONS, {}],
    ['with auto scaling of writes', TWO_REGIONS, { capacity: Capacity.autoscaled({ readUnits: 1, write: BOUNDS }) }],
  ])('is none %s', (_, keyspace, settings) => {
    const stack = literalStack();
    tableIn(stack, keyspace, settings);
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });
});

describe('a bare keyspace of plain CDK', () => {
  const twoTables = (stack: Stack) => {
    const keyspace = BARE(stack);
    for (const id of ['Orders', 'Customers']) new Table(stack, id, { keyspace, schema: ORDERS });
    return keyspace;
  };

  test('gets one warning, however many tables are in it', () => {
    const stack = literalStack();
    twoTables(stack);
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toHaveLength(1);
    Annotations.fromStack(stack).hasWarning('/Stack/Shop', Match.stringLikeRegexp('cdk-keyspaces:keyspaceNotKnown'));
  });

  test('gets none once it is acknowledged', () => {
    const stack = literalStack();
    Validations.of(twoTables(stack)).acknowledge({ id: 'cdk-keyspaces:keyspaceNotKnown', reason: 'a single Region' });
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test.each([['made here', ONE_REGION], ['imported', IMPORTED]])('is not one that is %s', (_, keyspace) => {
    const stack = literalStack();
    tableIn(stack, keyspace);
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });
});
