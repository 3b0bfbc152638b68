import {
  CreateVpcEndpointCommand, DescribeNetworkInterfacesCommand, DescribeSubnetsCommand, DescribeVpcEndpointsCommand,
  DescribeVpcsCommand, EC2Client,
} from '@aws-sdk/client-ec2';
import { type Properties, type Resources, Stack } from './stack';

const ENDPOINT = 'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html';
const RECORDS = 'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html#aws-services-dns-record-ip-type';
const SUBNET = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html';
const SIZING = 'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html#subnet-sizing-ipv6';
const ServiceName = 'com.amazonaws.us-east-1.cassandra';
const ec2 = new EC2Client({});
const ref = (Ref: string) => ({ Ref });

afterAll(() => Stack.deleteAll());

const block: Resources = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.1.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true } },
  Block: { Type: 'AWS::EC2::VPCCidrBlock', Properties: { VpcId: ref('Vpc'), AmazonProvidedIpv6CidrBlock: true } },
};
const part = (index: number, bits = 64) => ({ 'Fn::Select': [index, { 'Fn::Cidr': [{ 'Fn::Select': [0, { 'Fn::GetAtt': ['Vpc', 'Ipv6CidrBlocks'] }] }, 4, bits] }] });
const subnet = (id: string, number: number, more: Properties = { Ipv6CidrBlock: part(number), AssignIpv6AddressOnCreation: true }): Resources => ({
  [id]: {
    Type: 'AWS::EC2::Subnet',
    DependsOn: 'Block',
    Properties: { VpcId: ref('Vpc'), CidrBlock: `10.1.${number}.0/24`, AvailabilityZone: `us-east-1${' ab'[number]}`, ...more },
  },
});
const both = { ...block, ...subnet('A', 1), ...subnet('B', 2) };
const mixed = { ...block, ...subnet('A', 1), ...subnet('B', 2, {}) };
const endpoint = (more: Properties): Resources => ({
  E: {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: { VpcId: ref('Vpc'), VpcEndpointType: 'Interface', ServiceName, SubnetIds: [ref('A'), ref('B')], PrivateDnsEnabled: true, ...more },
  },
});
const records = (IpAddressType: string, DnsRecordIpType: string) => endpoint({ IpAddressType, DnsOptions: { DnsRecordIpType } });

const refused: [rule: string, source: string, wrong: Resources, right: Resources, reason: RegExp][] = [
  ['an endpoint of both kinds of addresses in a subnet of IPv4 alone', ENDPOINT, { ...mixed, ...endpoint({ IpAddressType: 'dualstack' }) }, { ...mixed, ...endpoint({ IpAddressType: 'ipv4' }) }, /does not support the IP address type dualstack/],
  ['an endpoint of IPv6 in subnets of both kinds', ENDPOINT, { ...both, ...endpoint({ IpAddressType: 'ipv6' }) }, { ...both, ...endpoint({ IpAddressType: 'dualstack' }) }, /does not support the IP address type ipv6/],
  ['records of both kinds for an endpoint of IPv4', RECORDS, { ...both, ...records('ipv4', 'dualstack') }, { ...both, ...records('dualstack', 'dualstack') }, /dualstack is not compatible with the IP address type ipv4/],
  ['records of IPv6 for an endpoint of IPv4', RECORDS, { ...both, ...records('ipv4', 'ipv6') }, { ...both, ...records('dualstack', 'ipv6') }, /ipv6 is not compatible with the IP address type ipv4/],
  ['a subnet with a block outside that of its VPC', SIZING, { ...block, ...subnet('A', 1, { Ipv6CidrBlock: '2001:db8::/64' }) }, { ...block, ...subnet('A', 1) }, /2001:db8::\/64' is invalid/],
  ['a subnet with a block of another size', SIZING, { ...block, ...subnet('A', 1, { Ipv6CidrBlock: part(1, 63) }) }, { ...block, ...subnet('A', 1, { Ipv6CidrBlock: part(1, 68) }) }, /\/65' is invalid/],
  ['a subnet with the block of another one', SIZING, { ...both, ...subnet('B', 2, { Ipv6CidrBlock: part(1) }) }, both, /conflicts with another subnet/],
  ['a subnet that gives out IPv6 addresses and has none', SUBNET, { ...block, ...subnet('A', 1, { AssignIpv6AddressOnCreation: true }) }, { ...block, ...subnet('A', 1, { AssignIpv6AddressOnCreation: false }) }, /requires Ipv6CidrBlock/],
];

test.each(refused)('refuses %s (%s)', async (_rule, _source, wrong, right, reason) => {
  expect(await new Stack().create(wrong)).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [expect.stringMatching(reason)] });
  expect(await new Stack().create(right)).toMatchObject({ status: 'CREATE_COMPLETE', reasons: [] });
});

test('a VPC, its subnets, an endpoint and its interfaces tell their IPv6 addresses, and lose them (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html)', async () => {
  const stack = new Stack();
  const outputs = { Vpc: ref('Vpc'), A: ref('A'), B: ref('B') };
  const made = (await stack.create({ ...both, ...records('dualstack', 'dualstack') }, { outputs: { ...outputs, E: ref('E') } })).outputs;
  const vpc = async () => (await ec2.send(new DescribeVpcsCommand({ VpcIds: [made.Vpc] }))).Vpcs![0];
  const [{ Ipv6CidrBlock }] = (await vpc()).Ipv6CidrBlockAssociationSet!;
  expect(Ipv6CidrBlock).toMatch(/^[0-9a-f:]+::\/56$/);
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [made.A, made.B] }));
  expect(Subnets.map((one) => one.AssignIpv6AddressOnCreation)).toEqual([true, true]);
  const prefix = Ipv6CidrBlock!.split('00::')[0];
  const blocks = Subnets.map((one) => one.Ipv6CidrBlockAssociationSet!.map((association) => association.Ipv6CidrBlock));
  expect(blocks).toEqual([[`${prefix}01::/64`], [`${prefix}02::/64`]]);
  const told = async () => {
    const { VpcEndpoints: [one] = [] } = await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [made.E] }));
    const { NetworkInterfaces = [] } = await ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: one.NetworkInterfaceIds }));
    const addresses = NetworkInterfaces.map(({ Ipv6Addresses = [] }) => Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address));
    return [one.IpAddressType, one.DnsOptions?.DnsRecordIpType, ...addresses];
  };
  const address = (number: number) => [expect.stringContaining(`${prefix}0${number}:`)];
  expect(await told()).toEqual(['dualstack', 'dualstack', address(1), address(2)]);
  expect((await stack.update({ ...both, ...endpoint({}) }, { outputs })).reasons).toEqual([]);
  expect(await told()).toEqual(['ipv4', undefined, [], []]);
  await stack.update({ Vpc: block.Vpc }, { outputs: { Vpc: ref('Vpc') } });
  expect((await vpc()).Ipv6CidrBlockAssociationSet ?? []).toEqual([]);
});

test(`the API refuses the same (${ENDPOINT})`, async () => {
  const { outputs } = await new Stack().create(mixed, { outputs: { Vpc: ref('Vpc'), A: ref('A'), B: ref('B') } });
  const make = (...SubnetIds: string[]) => ec2.send(new CreateVpcEndpointCommand({
    VpcId: outputs.Vpc, ServiceName, SubnetIds, VpcEndpointType: 'Interface', IpAddressType: 'dualstack',
  }));
  await expect(make(outputs.B)).rejects.toMatchObject({ name: 'InvalidParameter', message: expect.stringContaining(outputs.B) });
  expect((await make(outputs.A)).VpcEndpoint).toMatchObject({ IpAddressType: 'dualstack' });
});
