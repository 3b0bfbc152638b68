import { Aws, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import * as iam from 'aws-cdk-lib/aws-iam';
import { type ITable, Keyspace, Replication, Table, TableGrants } from '../../src';
import { literalApp, literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';
import { ORDERS } from '../support/schemas';
import { statements } from '../support/statements';

const REGIONS = ['us-east-1', 'eu-west-1'];
const EVERY_REGION = ['us-east-1', ...Array.from({ length: 19 }, (_, index) => `ap-southeast-${index + 1}`)];
const inShop = (path: string) => REGIONS.map((region) => `arn:aws:cassandra:${region}:111122223333:/keyspace/shop${path}`);
// https://docs.aws.amazon.com/keyspaces/latest/devguide/configure-udt-permissions.html
const SYSTEM = {
  Action: ['cassandra:Select', 'cassandra:SelectMultiRegionResource'],
  Effect: 'Allow',
  Resource: REGIONS.map((region) => `arn:aws:cassandra:${region}:111122223333:/keyspace/system*`),
};

function roleIn(stack: Stack): iam.Role {
  return new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
}

function imported(stack: Stack, tableName = 'orders', keyspaceName = 'shop'): ITable {
  return Table.fromTableAttributes(stack, tableName, { keyspaceName, tableName });
}

const ORDERS_EVERYWHERE = inShop('/table/orders');

test.each<[keyof TableGrants, string, string[]]>([
  ['readData', '/table/orders', ['Select', 'SelectMultiRegionResource']],
  ['writeData', '/table/orders', ['Modify', 'ModifyMultiRegionResource']],
  ['readWriteData', '/table/orders', ['Select', 'Modify', 'SelectMultiRegionResource', 'ModifyMultiRegionResource']],
  ['manageSchema', '/table/orders', [
    'Alter', 'Create', 'Drop', 'TagResource', 'UntagResource', 'AlterMultiRegionResource', 'CreateMultiRegionResource',
    'DropMultiRegionResource', 'TagMultiRegionResource', 'UnTagMultiRegionResource',
  ]],
  ['restore', '/table/*', ['Restore', 'RestoreMultiRegionTable']],
])('%s covers every Region, with the actions for multi-Region resources', (verb, path, actions) => {
  const stack = literalStack();
  (TableGrants.fromTable(imported(stack), { replicationRegions: REGIONS })[verb] as TableGrants['readData'])(roleIn(stack));
  const [data, system] = statements(stack);
  expect(data).toEqual({ Action: actions.map((action) => `cassandra:${action}`), Effect: 'Allow', Resource: inShop(path) });
  expect(system).toEqual(SYSTEM);
});

test('restore reads the source in every Region too', () => {
  const stack = literalStack();
  TableGrants.fromTable(imported(stack), { replicationRegions: REGIONS }).restore(roleIn(stack));
  expect(statements(stack)[2]).toEqual({
    Action: ['cassandra:Select', 'cassandra:SelectMultiRegionResource'], Effect: 'Allow', Resource: ORDERS_EVERYWHERE,
  });
});

test('readStream covers the streams of every replica, for which there are no actions of their own', () => {
  const stack = literalStack();
  TableGrants.fromTable(imported(stack), { replicationRegions: REGIONS }).readStream(roleIn(stack));
  expect(statements(stack)).toEqual([{
    Action: ['cassandra:GetRecords', 'cassandra:GetShardIterator', 'cassandra:GetStream'],
    Effect: 'Allow',
    Resource: inShop('/table/orders/stream/*'),
  }, { Action: 'cassandra:ListStreams', Effect: 'Allow', Resource: '*' }]);
});

test('an action named in another case has its counterpart too', () => {
  const stack = literalStack();
  TableGrants.fromTable(imported(stack), { replicationRegions: REGIONS }).actions(roleIn(stack), 'cassandra:alter');
  expect(statements(stack)[0].Action).toEqual(['cassandra:alter', 'cassandra:AlterMultiRegionResource']);
});

test.each<[string, (stack: Stack) => ITable]>([
  ['made here', (stack) => {
    const keyspace = new Keyspace(stack, 'Shop', { keyspaceName: 'shop', replication: Replication.multiRegion(...REGIONS) });
    return new Table(stack, 'Orders', { keyspace, tableName: 'orders', schema: ORDERS });
  }],
  ['imported', (stack) => Table.fromTableAttributes(stack, 'Orders', {
    keyspaceName: 'shop', tableName: 'orders', replicationRegions: REGIONS,
  })],
])('a table that is %s knows its Regions', (_, make) => {
  const stack = literalStack();
  make(stack).grants.readData(roleIn(stack));
  expect(statements(stack)[0].Resource.map((arn: unknown) => stack.resolve(arn))).toEqual(ORDERS_EVERYWHERE);
});

test('covers the Regions of a plain CfnTable', () => {
  const stack = literalStack();
  const table = new CfnTable(stack, 'Plain', {
    keyspaceName: 'shop', tableName: 'orders', partitionKeyColumns: [{ columnName: 'id', columnType: 'uuid' }],
  });
  TableGrants.fromTable(table, { replicationRegions: REGIONS }).readData(roleIn(stack));
  expect(statements(stack)[0].Resource).toHaveLength(2);
  expect(JSON.stringify(statements(stack)[0].Resource[1])).toContain('arn:aws:cassandra:eu-west-1:111122223333:/keyspace/');
});

test.each<[string, string[], unknown[]]>([
  ['known', REGIONS, REGIONS],
  ['a token', [Aws.REGION, 'eu-west-1'], [{ Ref: 'AWS::Region' }, 'eu-west-1']],
  ['some other token', ['us-east-1', Fn.importValue('Second')], ['us-east-1', { 'Fn::ImportValue': 'Second' }]],
])('a Region may be %s where that of the stack is not known', (_, replicationRegions, expected) => {
  const stack = new Stack(literalApp(), 'Stack');
  TableGrants.fromTable(imported(stack), { replicationRegions }).readData(roleIn(stack));
  const arns = statements(stack)[0].Resource.map((arn: any) => arn['Fn::Join'][1]);
  const text = (region: unknown) => (typeof region === 'string' ? expect.stringContaining(`:cassandra:${region}:`) : region);
  expect(arns).toEqual(expected.map((region) => expect.arrayContaining([text(region)])));
});

test.each([['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov']])('in %s the partition is %s', (region, partition) => {
  const stack = literalStack(literalApp(), 'Stack', { env: { account: '111122223333', region } });
  const role = roleIn(stack);
  imported(stack).grants.readStream(role);
  imported(stack, 'lines').grants.restore(role);
  const arns = statements(stack).flatMap(({ Resource: resource }) => resource).filter((resource) => resource !== '*');
  expect(arns).toHaveLength(4);
  for (const arn of arns) expect(arn).toMatch(new RegExp(`^arn:${partition}:cassandra:${region}:`));
});

test.each<[string, string[], string]>([
  ['any', ['us-east-1', '*'], 'RegionInvalid'],
  ['a zone', ['us-east-1', 'eu-west-1a'], 'RegionInvalid'],
  ['others only', ['eu-west-1', 'eu-central-1'], 'RegionOfStackMissing'],
  ['one', ['us-east-1'], 'RegionListInvalid'],
  ['not known before deployment', Fn.split(',', Fn.importValue('Regions')), 'RegionListInvalid'],
])('fails when the Regions are %s', (_, replicationRegions, code) => {
  const table = imported(literalStack());
  expect(refusalOf(() => TableGrants.fromTable(table, { replicationRegions })).name).toBe(code);
});

test('25 tables in 20 Regions are each granted everywhere, in policies that are not too large', () => {
  const stack = literalStack();
  const role = roleIn(stack);
  for (let index = 0; index < 25; index++) {
    const table = imported(stack, `t${String(index).padStart(47, '0')}`, 'k'.repeat(48));
    TableGrants.fromTable(table, { replicationRegions: EVERY_REGION }).readWriteData(role);
  }
  const granted = statements(stack).flatMap(({ Resource: resource }) => resource).filter((arn) => arn.includes('/table/t'));
  expect(new Set(granted).size).toBe(500);
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  for (const policy of Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'))) {
    expect(JSON.stringify(policy.Properties.PolicyDocument).length).toBeLessThanOrEqual(6_144);
  }
});

describe.each(['manageSchema', 'readStream', 'restore', 'readWriteData'] as const)('no statement of %s outgrows a managed policy', (verb) => {
  test.each([1, 2, 3, 20])('in %d Regions', (count) => {
    // The longest ARNs are those of GovCloud, where nothing is replicated.
    const stack = literalStack(literalApp(), 'Stack', { env: { account: '111122223333', region: count > 1 ? 'us-east-1' : 'us-gov-west-1' } });
    const replicationRegions = count > 1 ? EVERY_REGION.slice(0, count) : undefined;
    const role = roleIn(stack);
    for (let index = 0; index < (count === 20 ? 15 : 40); index++) {
      const table = imported(stack, `t${String(index).padStart(47, '0')}`, 'k'.repeat(48));
      TableGrants.fromTable(table, { replicationRegions })[verb](role);
    }
    for (const statement of statements(stack)) {
      expect(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }).length).toBeLessThanOrEqual(6_144);
    }
  });
});

test('tables of one and of several Regions keep apart what only the latter need', () => {
  const stack = literalStack();
  const role = roleIn(stack);
  imported(stack, 'local').grants.readData(role);
  TableGrants.fromTable(imported(stack), { replicationRegions: REGIONS }).readData(role);
  TableGrants.fromTable(imported(stack, 'lines'), { replicationRegions: REGIONS }).readData(role);
  expect(statements(stack)).toHaveLength(4);
  expect(statements(stack)[0]).toEqual({ Action: 'cassandra:Select', Effect: 'Allow', Resource: inShop('/table/local')[0] });
});
