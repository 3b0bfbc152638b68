import { type Properties, type Resources, Stack } from './stack';

const ASSOCIATE = 'https://docs.aws.amazon.com/Route53/latest/APIReference/API_AssociateVPCWithHostedZone.html';
const ALIAS = 'https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html';
const PRIVATE_DNS = 'https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html';
const SERVICE = 'cassandra.us-east-1.amazonaws.com';
const ref = (Ref: string) => ({ Ref });

afterAll(() => Stack.deleteAll());

const network: Resources = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.1.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true } },
  Other: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.2.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true } },
  A: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: '10.1.1.0/28', AvailabilityZone: 'us-east-1a' } },
};
const endpoint = (PrivateDnsEnabled: boolean, DependsOn: string[] = []): Resources => ({
  E: {
    Type: 'AWS::EC2::VPCEndpoint',
    DependsOn,
    Properties: { VpcId: ref('Vpc'), VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.us-east-1.cassandra', SubnetIds: [ref('A')], PrivateDnsEnabled },
  },
});
const zone = (vpc: unknown = ref('Vpc'), Name = SERVICE, id = 'Zone', DependsOn: string[] = []): Resources => ({
  [id]: { Type: 'AWS::Route53::HostedZone', DependsOn, Properties: { Name, VPCs: [{ VPCId: vpc, VPCRegion: 'us-east-1' }] } },
});
const entry = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': ['E', 'DnsEntries'] }] }] }] });
const record = (Name = SERVICE, alias: Properties = {}): Resources => ({
  Record: {
    Type: 'AWS::Route53::RecordSet',
    Properties: { HostedZoneId: ref('Zone'), Name, Type: 'A', AliasTarget: { HostedZoneId: entry(0), DNSName: entry(1), ...alias } },
  },
});
const aliased = { ...endpoint(false), ...zone() };

const refused: [rule: string, source: string, wrong: Resources, right: Resources, reason: RegExp][] = [
  ['a VPC that does not exist', ASSOCIATE, zone('vpc-0'), zone(), /VPC ID 'vpc-0' is not valid/],
  ['two zones of a name for one VPC', ASSOCIATE, { ...zone(), ...zone(ref('Vpc'), SERVICE, 'Twice', ['Zone']) }, { ...zone(), ...zone(ref('Other'), SERVICE, 'Twice', ['Zone']) }, /already been associated/],
  ['a zone where private DNS has its name', PRIVATE_DNS, { ...endpoint(true), ...zone(ref('Vpc'), SERVICE, 'Zone', ['E']) }, { ...endpoint(false), ...zone(ref('Vpc'), SERVICE, 'Zone', ['E']) }, /already been associated/],
  ['private DNS where a zone has its name', PRIVATE_DNS, { ...zone(), ...endpoint(true, ['Zone']) }, { ...zone(ref('Other')), ...endpoint(true, ['Zone']) }, /conflicting DNS domain for cassandra.us-east-1.amazonaws.com/],
  ['a record of a name outside its zone', 'https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html', { ...aliased, ...record('kms.us-east-1.amazonaws.com') }, { ...aliased, ...record(`a.${SERVICE}`) }, /is not permitted in zone/],
  ['an alias whose hosted zone is not the endpoint\'s', ALIAS, { ...aliased, ...record(SERVICE, { HostedZoneId: 'Z0000000000000' }) }, { ...aliased, ...record() }, /does not lie within the target zone/],
];

test.each(refused)('refuses %s (%s)', async (_rule, _source, wrong, right, reason) => {
  expect(await new Stack().create({ ...network, ...wrong })).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [expect.stringMatching(reason)] });
  const stack = new Stack();
  expect(await stack.create({ ...network, ...right })).toMatchObject({ status: 'CREATE_COMPLETE', reasons: [] });
  await stack.delete();
});
