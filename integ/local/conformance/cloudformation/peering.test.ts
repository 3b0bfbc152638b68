import {
  AcceptVpcPeeringConnectionCommand, CreateRouteCommand, CreateVpcPeeringConnectionCommand, DescribeVpcPeeringConnectionsCommand, EC2Client,
} from '@aws-sdk/client-ec2';
import { type Properties, type Resources, Stack } from './stack';

const BASICS = 'https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html';
const CREATE = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcPeeringConnection.html';
const GROUPS = 'https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html';
const ROUTE = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html';
const ec2 = new EC2Client({});
const ref = (Ref: string) => ({ Ref });

afterAll(() => Stack.deleteAll());

const vpc = (id: string, CidrBlock: string): Resources => ({
  [id]: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock } },
  [`${id}Table`]: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref(id) } },
});
const network = { ...vpc('Hub', '10.0.0.0/16'), ...vpc('Spoke', '10.1.0.0/16'), ...vpc('Far', '10.1.128.0/17') };
const peering = (more: Properties = {}): Resources => ({
  Peering: { Type: 'AWS::EC2::VPCPeeringConnection', Properties: { VpcId: ref('Hub'), PeerVpcId: ref('Spoke'), ...more } },
});
const route = (table: string, DestinationCidrBlock: string): Resources => ({
  Route: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: ref(table), DestinationCidrBlock, VpcPeeringConnectionId: ref('Peering') } },
});
const group = (id: string, VpcId: string, more: Properties = {}, DependsOn: string[] = []): Resources => ({
  [id]: { Type: 'AWS::EC2::SecurityGroup', DependsOn, Properties: { VpcId: ref(VpcId), GroupDescription: 'group', ...more } },
});
const rule = { IpProtocol: 'tcp', FromPort: 9142, ToPort: 9142 };
const standalone = (direction: 'Ingress' | 'Egress', peer: Properties): Resources => ({
  Rule: { Type: `AWS::EC2::SecurityGroup${direction}`, DependsOn: 'Far', Properties: { ...rule, GroupId: ref('Door'), ...peer } },
});
const named = { SourceSecurityGroupId: ref('Client') };
const inline = { SecurityGroupIngress: [{ ...rule, ...named }] };
const groups = { ...group('Door', 'Hub'), ...group('Client', 'Spoke') };
const connected = (resources: Resources): Resources => ({ ...resources, ...peering(), Rule: { ...resources.Rule, DependsOn: 'Peering' } });

const refused: [rule: string, source: string, wrong: Resources, right: Resources, reason: RegExp][] = [
  ['a connection of VPCs whose addresses overlap', CREATE, { Peering: { ...peering().Peering, Properties: { VpcId: ref('Spoke'), PeerVpcId: ref('Far') } } }, peering({ PeerVpcId: ref('Far') }), /overlapping CIDR range/],
  ['a connection of a VPC with itself', CREATE, peering({ PeerVpcId: ref('Hub') }), peering(), /overlapping CIDR range/],
  ['a connection with a VPC that does not exist', CREATE, peering({ PeerVpcId: 'vpc-0' }), peering(), /incorrect VPC-ID/],
  ['a connection of a VPC that does not exist', CREATE, peering({ VpcId: 'vpc-0' }), peering(), /The vpc ID 'vpc-0' does not exist/],
  ['two connections of the same VPCs', `${BASICS}#vpc-peering-limitations`, { ...peering(), Twice: { ...peering().Peering, DependsOn: 'Peering' } }, { ...peering(), Twice: peering({ PeerVpcId: ref('Far') }).Peering }, /already exists/],
  ['a route to a connection of other VPCs', ROUTE, { ...peering(), ...route('FarTable', '10.0.0.0/16') }, { ...peering(), ...route('SpokeTable', '10.0.0.0/16') }, /belong to different networks/],
  ['a route to a connection that does not exist', ROUTE, { Route: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: ref('HubTable'), DestinationCidrBlock: '10.1.0.0/16', VpcPeeringConnectionId: 'pcx-0' } } }, { ...peering(), ...route('HubTable', '10.1.0.0/16') }, /'pcx-0' does not exist/],
  ['a route over a connection to the VPC\'s own addresses', 'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html', { ...peering(), ...route('HubTable', '10.0.1.0/24') }, { ...peering(), ...route('HubTable', '10.0.0.0/8') }, /more specific than one of this VPC's CIDR blocks/],
  ['a standalone rule for a group of a VPC that is not peered', GROUPS, { ...groups, ...standalone('Ingress', named) }, { ...groups, ...connected(standalone('Ingress', named)) }, /belong to different networks/],
  ['a standalone rule to a group of a VPC that is not peered', GROUPS, { ...groups, ...standalone('Egress', { DestinationSecurityGroupId: ref('Client') }) }, { ...groups, ...connected(standalone('Egress', { DestinationSecurityGroupId: ref('Client') })) }, /belong to different networks/],
  ['a group\'s own rule for a group of a VPC that is not peered', GROUPS, { ...group('Client', 'Spoke'), ...group('Door', 'Hub', inline) }, { ...peering(), ...group('Client', 'Spoke'), ...group('Door', 'Hub', inline, ['Peering']) }, /belong to different networks/],
  ['a group\'s own rule for a group that does not exist', GROUPS, group('Door', 'Hub', { SecurityGroupIngress: [{ ...rule, SourceSecurityGroupId: 'sg-0' }] }), { ...group('Client', 'Hub'), ...group('Door', 'Hub', inline) }, /'sg-0' does not exist/],
];

test.each(refused)('refuses %s (%s)', async (_rule, _source, wrong, right, reason) => {
  expect(await new Stack().create({ ...network, ...wrong })).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [expect.stringMatching(reason)] });
  expect(await new Stack().create({ ...network, ...right })).toMatchObject({ status: 'CREATE_COMPLETE', reasons: [] });
});

test('CloudFormation accepts a connection of its own account at once, and deletes it with the stack (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcpeeringconnection.html)', async () => {
  const stack = new Stack();
  const { outputs } = await stack.create({ ...network, ...peering({ Tags: [{ Key: 'a', Value: 'b' }] }) }, { outputs: { Id: ref('Peering'), Hub: ref('Hub'), Spoke: ref('Spoke') } });
  const input = { VpcPeeringConnectionIds: [outputs.Id] };
  const found = async () => (await ec2.send(new DescribeVpcPeeringConnectionsCommand(input))).VpcPeeringConnections!;
  expect(await found()).toEqual([expect.objectContaining({
    Status: expect.objectContaining({ Code: 'active' }),
    RequesterVpcInfo: expect.objectContaining({ VpcId: outputs.Hub }),
    AccepterVpcInfo: expect.objectContaining({ VpcId: outputs.Spoke }),
    Tags: [{ Key: 'a', Value: 'b' }],
  })]);
  await stack.delete();
  expect((await found()).map((one) => one.Status!.Code)).toEqual(['deleted']);
});

test(`the API refuses the same, where a connection of overlapping VPCs is made and has failed (${CREATE})`, async () => {
  const outputs = { Hub: ref('Hub'), Spoke: ref('Spoke'), Far: ref('Far'), FarTable: ref('FarTable') };
  const { Hub, Spoke, Far, FarTable } = (await new Stack().create(network, { outputs })).outputs;
  const make = async (VpcId: string, PeerVpcId: string) => {
    const { VpcPeeringConnection } = await ec2.send(new CreateVpcPeeringConnectionCommand({ VpcId, PeerVpcId }));
    return VpcPeeringConnection!.VpcPeeringConnectionId!;
  };
  const accept = (VpcPeeringConnectionId: string) => ec2.send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
  await expect(accept(await make(Spoke, Far))).rejects.toMatchObject({ name: 'InvalidStateTransition' });
  const connection = await make(Hub, Spoke);
  await expect(make(Spoke, Hub)).rejects.toMatchObject({ name: 'VpcPeeringConnectionAlreadyExists' });
  await accept(connection);
  await expect(ec2.send(new CreateRouteCommand({ RouteTableId: FarTable, DestinationCidrBlock: '10.0.0.0/16', VpcPeeringConnectionId: connection })))
    .rejects.toMatchObject({ name: 'InvalidParameterValue', message: expect.stringContaining('different networks') });
});
