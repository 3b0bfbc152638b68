import { App, Aws, CfnParameter, Lazy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Keyspace, type KeyspaceProps, Replication } from '../../src';
import { literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';

const A_REGION = Lazy.string({ produce: () => 'us-east-1' });
const TWENTY = ['us-east-1', ...Array.from({ length: 19 }, (_, index) => `eu-west-${index}`)];

function keyspaceIn(stack: Stack, ...regions: string[]): Keyspace {
  return new Keyspace(stack, 'Shop', { replication: Replication.multiRegion(...regions) });
}

test.each([['said outright', Replication.singleRegion()], ['the default', undefined]])('a single Region, %s, is not mentioned', (_, replication) => {
  const stack = literalStack();
  const keyspace = new Keyspace(stack, 'Shop', { replication });
  expect([keyspace.replicationRegions, keyspace.clientSideTimestamps]).toEqual([undefined, undefined]);
  Template.fromStack(stack).hasResourceProperties('AWS::Cassandra::Keyspace', {
    ReplicationSpecification: Match.absent(),
    ClientSideTimestampsEnabled: Match.absent(),
  });
});

test('several Regions are rendered, with client-side timestamps, which such a keyspace always has', () => {
  const stack = literalStack();
  const keyspace = keyspaceIn(stack, 'us-east-1', 'eu-west-1');
  expect(keyspace.replicationRegions).toEqual(['us-east-1', 'eu-west-1']);
  expect(keyspace.clientSideTimestamps).toBe(true);
  Template.fromStack(stack).hasResourceProperties('AWS::Cassandra::Keyspace', {
    ReplicationSpecification: { ReplicationStrategy: 'MULTI_REGION', RegionList: ['us-east-1', 'eu-west-1'] },
    ClientSideTimestampsEnabled: true,
  });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test.each([[true, true], [false, Match.absent()]])('in a single Region client-side timestamps (%s) can be decided', (clientSideTimestamps, expected) => {
  const stack = literalStack();
  new Keyspace(stack, 'Shop', { clientSideTimestamps });
  Template.fromStack(stack).hasResourceProperties('AWS::Cassandra::Keyspace', { ClientSideTimestampsEnabled: expected });
});

test.each<[string, string, string[]]>([
  ['no Region', 'RegionListInvalid', []],
  ['its own Region alone', 'RegionListInvalid', ['us-east-1']],
  ['21 Regions', 'RegionListInvalid', [...TWENTY, 'ap-south-1']],
  ['Regions in one token', 'RegionListInvalid', Lazy.list({ produce: () => ['us-east-1', 'eu-west-1'] })],
  ['a Region twice', 'RegionDuplicate', ['us-east-1', 'eu-west-1', 'us-east-1']],
  ['GovCloud', 'RegionInvalid', ['us-gov-east-1', 'us-gov-west-1']],
  ['China', 'RegionInvalid', ['cn-north-1', 'cn-northwest-1']],
  ['an Availability Zone', 'RegionInvalid', ['us-east-1', 'eu-west-1a']],
  ['capitals', 'RegionInvalid', ['us-east-1', 'EU-WEST-1']],
  ['other Regions than that of the stack', 'RegionOfStackMissing', ['eu-west-1', 'eu-central-1']],
])('fails for %s', (_, code, regions) => {
  expect(refusalOf(() => keyspaceIn(literalStack(), ...regions)).name).toBe(code);
});

test.each<[string, string[]]>([
  ['20 Regions', TWENTY],
  ['a Region in a token', [A_REGION, 'eu-west-1']],
  ['two Regions in the same token', [A_REGION, A_REGION]],
  ['its own Region as the pseudo parameter', [Aws.REGION, 'eu-west-1']],
])('accepts %s', (_, regions) => {
  expect(() => Template.fromStack(keyspaceIn(literalStack(), ...regions).stack)).not.toThrow();
});

test('a stack whose Region is not known takes any Regions, and tokens are rendered', () => {
  const stack = new Stack(new App(), 'Stack');
  const parameter = new CfnParameter(stack, 'Replica');
  keyspaceIn(stack, Aws.REGION, parameter.valueAsString, 'eu-west-1');
  Template.fromStack(stack).hasResourceProperties('AWS::Cassandra::Keyspace', {
    ReplicationSpecification: { RegionList: [{ Ref: 'AWS::Region' }, { Ref: 'Replica' }, 'eu-west-1'] },
  });
});

test('a stack whose Region is not known may be in one of those that are named', () => {
  expect(() => keyspaceIn(new Stack(new App(), 'Stack'), 'us-east-1', 'eu-west-1')).not.toThrow();
});

test('a Region in a token is no warning', () => {
  const stack = literalStack();
  keyspaceIn(stack, 'us-east-1', A_REGION);
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('a Region that the AWS CDK does not know is a warning', () => {
  const stack = literalStack();
  keyspaceIn(stack, 'us-east-1', 'eu-wset-1');
  Annotations.fromStack(stack).hasWarning('/Stack/Shop', Match.stringLikeRegexp('no Region eu-wset-1;.*cdk-keyspaces:regionUnknown'));
});

test('fails for a multi-Region keyspace without client-side timestamps', () => {
  const props: KeyspaceProps = { replication: Replication.multiRegion('us-east-1', 'eu-west-1'), clientSideTimestamps: false };
  expect(refusalOf(() => new Keyspace(literalStack(), 'Shop', props)).name).toBe('ClientSideTimestampsNeeded');
});

describe('an imported keyspace', () => {
  const imported = (replicationRegions?: string[], clientSideTimestamps?: boolean) =>
    Keyspace.fromKeyspaceAttributes(literalStack(), 'Imported', { keyspaceName: 'shop', replicationRegions, clientSideTimestamps });

  test('has the Regions that it is said to have, and client-side timestamps with them', () => {
    const keyspace = imported(['us-east-1', 'eu-west-1']);
    expect(keyspace.replicationRegions).toEqual(['us-east-1', 'eu-west-1']);
    expect(keyspace.clientSideTimestamps).toBe(true);
  });

  test.each([true, false, undefined])('has client-side timestamps as said (%s)', (clientSideTimestamps) => {
    expect(imported(undefined, clientSideTimestamps).clientSideTimestamps).toBe(clientSideTimestamps);
  });

  test('may have more Regions than CloudFormation could give it', () => {
    expect(() => imported([...TWENTY, 'ap-south-1'])).not.toThrow();
  });

  test.each<[string, string[], boolean | undefined, string]>([
    ['without Regions', [], undefined, 'RegionListInvalid'],
    ['in other Regions', ['eu-west-1', 'eu-central-1'], undefined, 'RegionOfStackMissing'],
    ['in several Regions without client-side timestamps', ['us-east-1', 'eu-west-1'], false, 'ClientSideTimestampsNeeded'],
  ])('fails %s', (_, regions, clientSideTimestamps, code) => {
    expect(refusalOf(() => imported(regions, clientSideTimestamps)).name).toBe(code);
  });
});
