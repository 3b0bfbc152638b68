import type { Stack } from 'aws-cdk-lib';
import { CfnKeyspace } from 'aws-cdk-lib/aws-cassandra';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Keyspace, KeyspaceGrants, Replication } from '../../src';
import { literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';
import { statements } from '../support/statements';

const REGIONS = ['us-east-1', 'eu-west-1'];
const shop = (path: string, regions = ['us-east-1']) => regions
  .map((region) => `arn:aws:cassandra:${region}:111122223333:/keyspace/shop${path}`);
const SYSTEM = { Action: 'cassandra:Select', Effect: 'Allow', Resource: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/system*' };

const roleIn = (stack: Stack) => new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
const shopIn = (stack: Stack) => Keyspace.fromKeyspaceName(stack, 'Shop', 'shop');

test('grants cover the keyspace and all its tables', () => {
  const stack = literalStack();
  shopIn(stack).grants.readWriteData(roleIn(stack));
  expect(statements(stack)).toEqual([{ Action: ['cassandra:Select', 'cassandra:Modify'], Effect: 'Allow', Resource: shop('/*')[0] }, SYSTEM]);
});

test('actions may name those on streams, which lie within the keyspace', () => {
  const stack = literalStack();
  expect(() => shopIn(stack).grants.actions(roleIn(stack), 'cassandra:GetRecords')).not.toThrow();
});

test('actions fails for one that knows no resource', () => {
  const stack = literalStack();
  expect(refusalOf(() => shopIn(stack).grants.actions(roleIn(stack), 'cassandra:ListStreams')).name).toBe('ActionUnknown');
});

// https://docs.aws.amazon.com/keyspaces/latest/devguide/configure-udt-permissions.html
test('manageSchema allows what creates, alters, drops and tags the keyspace, its types and its tables', () => {
  const stack = literalStack();
  shopIn(stack).grants.manageSchema(roleIn(stack));
  expect(statements(stack)).toEqual([{
    Action: ['cassandra:Alter', 'cassandra:Create', 'cassandra:Drop', 'cassandra:TagResource', 'cassandra:UntagResource'],
    Effect: 'Allow',
    Resource: shop('/*')[0],
  }, SYSTEM]);
});

// As in https://docs.aws.amazon.com/keyspaces/latest/devguide/howitworks_restore_permissions.html, with Select alone on the system keyspaces.
test('restore allows what the documentation lists for the tables of a keyspace', () => {
  const stack = literalStack();
  shopIn(stack).grants.restore(roleIn(stack));
  expect(statements(stack)).toEqual([{ Action: ['cassandra:Restore', 'cassandra:Select'], Effect: 'Allow', Resource: shop('/*')[0] }, SYSTEM]);
});

test('readStream allows reading the streams of all tables and listing streams, and nothing else', () => {
  const stack = literalStack();
  shopIn(stack).grants.readStream(roleIn(stack));
  expect(statements(stack)).toEqual([{
    Action: ['cassandra:GetRecords', 'cassandra:GetShardIterator', 'cassandra:GetStream'],
    Effect: 'Allow',
    Resource: shop('/table/*/stream/*')[0],
  }, { Action: 'cassandra:ListStreams', Effect: 'Allow', Resource: '*' }]);
});

describe('in a multi-Region keyspace', () => {
  const SYSTEM_EVERYWHERE = {
    Action: ['cassandra:Select', 'cassandra:SelectMultiRegionResource'],
    Effect: 'Allow',
    Resource: REGIONS.map((region) => `arn:aws:cassandra:${region}:111122223333:/keyspace/system*`),
  };

  test.each<[string, (stack: Stack) => KeyspaceGrants]>([
    ['that is made here', (stack) => new Keyspace(stack, 'Shop', {
      keyspaceName: 'shop', replication: Replication.multiRegion(...REGIONS),
    }).grants],
    ['that is imported', (stack) => Keyspace.fromKeyspaceAttributes(stack, 'Shop', {
      keyspaceName: 'shop', replicationRegions: REGIONS,
    }).grants],
    ['whose Regions are named', (stack) => KeyspaceGrants.fromKeyspace(shopIn(stack), { replicationRegions: REGIONS })],
    ['that is a plain CfnKeyspace', (stack) => KeyspaceGrants.fromKeyspace(
      CfnKeyspace.fromKeyspaceName(stack, 'Plain', 'shop'), { replicationRegions: REGIONS },
    )],
  ])('%s, grants cover every Region', (_, grantsIn) => {
    const stack = literalStack();
    grantsIn(stack).readData(roleIn(stack));
    expect(statements(stack)).toEqual([{ ...SYSTEM_EVERYWHERE, Resource: shop('/*', REGIONS) }, SYSTEM_EVERYWHERE]);
  });

  test('readStream covers the streams of every replica', () => {
    const stack = literalStack();
    KeyspaceGrants.fromKeyspace(shopIn(stack), { replicationRegions: REGIONS }).readStream(roleIn(stack));
    expect(statements(stack)[0].Resource).toEqual(shop('/table/*/stream/*', REGIONS));
  });

  test('fails for a Region that is none', () => {
    const keyspace = shopIn(literalStack());
    expect(refusalOf(() => KeyspaceGrants.fromKeyspace(keyspace, { replicationRegions: ['us-east-1', '*'] })).name).toBe('RegionInvalid');
  });
});
