import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { KeyspacesService, PrivateKeyspacesAccess, type PrivateKeyspacesAccessProps } from '../../src';
import { ACCOUNT, literalApp, literalStack } from '../support/app';
import { isolatedVpc, ZONES } from '../support/network';
import { refusalOf } from '../support/refusal';

function spokeIn(stack: Stack, id = 'Spoke'): ec2.Vpc {
  return new ec2.Vpc(stack, id, {
    availabilityZones: ZONES,
    natGateways: 0,
    subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    restrictDefaultSecurityGroup: false,
  });
}

function share(stack: Stack, props: Partial<PrivateKeyspacesAccessProps> = {}) {
  const vpc = isolatedVpc(stack);
  const spoke = spokeIn(stack);
  return { vpc, spoke, access: new PrivateKeyspacesAccess(stack, 'Access', { vpc, sharedWith: [spoke], ...props }) };
}

const VPCS = ['Vpc8378EB38', 'Spoke'].map((id) => ({ VPCId: { Ref: Match.stringLikeRegexp(`^${id}`) }, VPCRegion: 'us-east-1' }));

function zoneNames(stack: Stack): unknown[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::Route53::HostedZone')).map((zone) => zone.Properties.Name);
}

// https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html
test('a shared endpoint is found in all its VPCs, by hosted zones instead of private DNS', () => {
  const stack = literalStack();
  const { access } = share(stack);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::EC2::VPCEndpoint', { PrivateDnsEnabled: false });
  for (const name of ['cassandra.us-east-1.amazonaws.com.', 'cassandra.us-east-1.api.aws.']) {
    template.hasResourceProperties('AWS::Route53::HostedZone', { Name: name, VPCs: VPCS });
    const entry = { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': [Match.stringLikeRegexp('AccessEndpoint'), 'DnsEntries'] }] }] };
    template.hasResourceProperties('AWS::Route53::RecordSet', {
      Name: name,
      Type: 'A',
      AliasTarget: { HostedZoneId: { 'Fn::Select': [0, entry] }, DNSName: { 'Fn::Select': [1, entry] } },
    });
  }
  template.resourceCountIs('AWS::Route53::RecordSet', 2);
  expect(access.hostName).toBe('cassandra.us-east-1.amazonaws.com');
  expect(access.hostedZones.map(({ zoneName }) => zoneName)).toEqual(['cassandra.us-east-1.amazonaws.com', 'cassandra.us-east-1.api.aws']);
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('the zones are made once the endpoint has no private DNS any more, which would take their names', () => {
  const stack = literalStack();
  share(stack);
  Template.fromStack(stack).allResources('AWS::Route53::HostedZone', { DependsOn: [Match.stringLikeRegexp('AccessEndpoint')] });
});

test('the zone of a host name stays the same one whatever the kinds of addresses', () => {
  const zonesOf = (props: Partial<PrivateKeyspacesAccessProps>) => {
    const stack = literalStack();
    const subnets = ['subnet-1', 'subnet-2'].map((id) => ec2.Subnet.fromSubnetId(stack, id, id));
    share(stack, { subnets: { subnets }, ...props });
    const zones = Object.entries(Template.fromStack(stack).findResources('AWS::Route53::HostedZone'));
    return Object.fromEntries(zones.map(([id, zone]) => [id, zone.Properties.Name]));
  };
  expect(zonesOf({ ipAddressType: ec2.VpcEndpointIpAddressType.DUALSTACK })).toEqual(zonesOf({}));
});

test('an endpoint with addresses of both kinds has records of both kinds', () => {
  const stack = literalStack();
  const subnets = ['subnet-1', 'subnet-2'].map((id) => ec2.Subnet.fromSubnetId(stack, id, id));
  share(stack, { ipAddressType: ec2.VpcEndpointIpAddressType.DUALSTACK, subnets: { subnets } });
  const template = Template.fromStack(stack);
  for (const type of ['A', 'AAAA']) template.resourcePropertiesCountIs('AWS::Route53::RecordSet', { Type: type }, 2);
});

// https://docs.aws.amazon.com/general/latest/gr/keyspaces.html
test.each<['CQL' | 'CQL_FIPS' | 'STREAMS', string, string[]]>([
  ['CQL', 'eu-south-2', ['cassandra.eu-south-2.api.aws.']],
  ['CQL', 'cn-north-1', ['cassandra.cn-north-1.amazonaws.com.cn.']],
  ['CQL_FIPS', 'us-west-2', ['cassandra-fips.us-west-2.amazonaws.com.', 'cassandra-fips.us-west-2.api.aws.']],
  ['STREAMS', 'eu-west-1', ['cassandra-streams.eu-west-1.api.aws.']],
])('zones are made for the host names of %s that %s has', (service, region, expected) => {
  const stack = literalStack(undefined, 'Stack', { env: { account: ACCOUNT, region } });
  share(stack, { service: KeyspacesService[service] });
  expect(zoneNames(stack)).toEqual(expected);
});

test('zones are made also where the Region is known only at deployment', () => {
  const stack = new Stack(new App(), 'Stack');
  share(stack);
  expect(zoneNames(stack)).toEqual([
    { 'Fn::Join': ['', ['cassandra.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '.']] },
    { 'Fn::Join': ['', ['cassandra.', { Ref: 'AWS::Region' }, '.api.aws.']] },
  ]);
});

test('no zone is made where nobody shares the endpoint', () => {
  const stack = literalStack();
  new PrivateKeyspacesAccess(stack, 'Access', { vpc: isolatedVpc(stack), sharedWith: [] });
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::Route53::HostedZone', 0);
  template.hasResourceProperties('AWS::EC2::VPCEndpoint', { PrivateDnsEnabled: true });
});

test('a VPC that shares an endpoint can have no other of the service with private DNS', () => {
  const stack = literalStack();
  const { spoke } = share(stack);
  const refusal = refusalOf(() => new PrivateKeyspacesAccess(stack, 'Second', { vpc: spoke }));
  expect(refusal.name).toBe('PrivateDnsTaken');
});

test('a VPC that shares an endpoint and is not of the app is warned about', () => {
  const stack = literalStack();
  share(stack, { sharedWith: [ec2.Vpc.fromVpcAttributes(stack, 'Foreign', { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ZONES })] });
  Annotations.fromStack(stack).hasWarning('/Stack/Access', Match.stringLikeRegexp('vpc-0123456789abcdef0.*cdk-keyspaces:privateDnsForWholeVpc'));
});

test('fails for a VPC of another account, which has to authorize the association first', () => {
  const app = literalApp();
  const other = literalStack(app, 'Other', { env: { account: '444455556666', region: 'us-east-1' } });
  const refusal = refusalOf(() => share(literalStack(app), { sharedWith: [spokeIn(other)] }));
  expect(refusal.name).toBe('SharingVpcInOtherAccount');
  expect(refusal.message).toContain('"444455556666"');
});

test('takes a VPC of a stack whose account is not known', () => {
  const app = literalApp();
  const anywhere = new Stack(app, 'Anywhere', { env: { region: 'us-east-1' } });
  const spoke = new ec2.Vpc(anywhere, 'Spoke', { restrictDefaultSecurityGroup: false });
  expect(() => share(literalStack(app), { sharedWith: [spoke] })).not.toThrow();
});

// https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.endpoints.html: each Region has its own host names.
test('fails for a VPC of another Region, and does not where a Region is not known', () => {
  const app = literalApp();
  const other = literalStack(app, 'Other', { env: { account: ACCOUNT, region: 'eu-central-1' } });
  const distant = new ec2.Vpc(other, 'Spoke', { restrictDefaultSecurityGroup: false });
  const refusal = refusalOf(() => share(literalStack(app), { sharedWith: [distant] }));
  expect(refusal.name).toBe('SharingVpcInOtherRegion');
  expect(refusal.message).toContain('"eu-central-1"');
  expect(() => share(new Stack(app, 'Anywhere', { env: { account: ACCOUNT } }), { sharedWith: [distant] })).not.toThrow();
});

test('fails where private DNS is turned off, but shared', () => {
  const refusal = refusalOf(() => share(literalStack(), { privateDns: false }));
  expect(refusal.name).toBe('SharingWithoutPrivateDns');
});
