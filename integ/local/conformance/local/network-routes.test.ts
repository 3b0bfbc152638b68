import {
  AcceptVpcPeeringConnectionCommand, CreateManagedPrefixListCommand, CreateNatGatewayCommand, CreateRouteCommand,
  CreateVpcPeeringConnectionCommand, DeleteVpcPeeringConnectionCommand, EC2Client, ReplaceRouteCommand,
} from '@aws-sdk/client-ec2';
import { ask, endpoint, groups, NO_VPC, probe, ref, Rules, SERVICE, tcp, vpc } from './network';
import { Resources, Stack } from '../cloudformation/stack';

const GROUPS = 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html';
const INTERNET = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html';
const LAMBDA = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html';
const ec2 = new EC2Client({});
const INTERFACE = { host: '10.1.1.4', port: 9142 };

afterAll(() => Stack.deleteAll());

const other: Resources = { Other: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: ref('Vpc'), GroupDescription: 'other' } } };
const network = (rules: Rules = {}): Resources => ({ ...vpc(), ...groups(rules), ...other, ...endpoint(), ...probe() });
const made = { outputs: { Probe: ref('Probe'), Table: ref('Table') } };
const door = (peer: object) => tcp(9142, { SourceSecurityGroupId: undefined, ...peer });

test.concurrent.each<[rule: string, wrong: Rules, right: Rules]>([
  ['out, of another port', { out: [tcp(9143, { CidrIp: '0.0.0.0/0' })] }, { out: [tcp(9142, { CidrIp: '0.0.0.0/0' })] }],
  ['out, of another protocol', { out: [{ ...tcp(9142, { CidrIp: '0.0.0.0/0' }), IpProtocol: 'udp' }] }, { out: [{ ...tcp(9142, { CidrIp: '0.0.0.0/0' }), IpProtocol: '6' }] }],
  ['out, to other addresses', { out: [tcp(9142, { CidrIp: '10.1.2.0/24' })] }, { out: [tcp(9142, { CidrIp: '10.1.1.0/24' })] }],
  ['out, to another group', { out: [tcp(9142, { DestinationSecurityGroupId: ref('Other') })] }, { out: [{ IpProtocol: 'tcp', FromPort: 9000, ToPort: 9200, CidrIp: '10.0.0.0/8' }] }],
  ['in, none', { in: [] }, {}],
  ['in, of another port', { in: [tcp(443, { CidrIp: '0.0.0.0/0' })] }, { in: [door({ CidrIp: '0.0.0.0/0' })] }],
  ['in, from another group', { in: [door({ SourceSecurityGroupId: ref('Other') })] }, { in: [door({ SourceSecurityGroupId: ref('Client') })] }],
  ['in, from other addresses', { in: [door({ CidrIp: '10.2.0.0/16' })] }, { in: [door({ CidrIp: '10.1.0.0/16' })] }],
  ['in, from one of its subnets alone', { in: [door({ CidrIp: '10.1.1.0/24' })] }, { in: [door({ CidrIp: '10.1.1.0/24' }), door({ CidrIp: '10.1.2.0/24' })] }],
])(`a rule %s: nothing answers (${GROUPS})`, async (_rule, wrong, right) => {
  const stack = new Stack();
  const { outputs: { Probe } } = await stack.create(network(right), made);
  expect(await ask(Probe, 'connect', INTERFACE)).toBe('connect');
  await stack.update(network(wrong), made);
  expect(await ask(Probe, 'connect', INTERFACE)).toBe('silent');
});

test(`a rule to a group of its own stack and a rule to a prefix list let out (${GROUPS})`, async () => {
  const { PrefixList } = await ec2.send(new CreateManagedPrefixListCommand({ PrefixListName: 'interfaces', AddressFamily: 'IPv4', MaxEntries: 1, Entries: [{ Cidr: '10.1.1.0/24' }] }));
  const resources = { ...network({ out: [tcp(9142, { DestinationPrefixListId: PrefixList!.PrefixListId })] }) };
  const standalone = { Type: 'AWS::EC2::SecurityGroupEgress', Properties: tcp(443, { GroupId: ref('Client'), DestinationSecurityGroupId: ref('Door') }) };
  const { outputs: { Probe } } = await new Stack().create({ ...resources, Standalone: standalone }, made);
  expect(await ask(Probe, 'connect', INTERFACE)).toBe('connect');
  expect(await ask(Probe, 'connect', { host: '10.1.2.4', port: 9142 })).toBe('silent');
  expect(await ask(Probe, 'connect', { host: '10.1.2.4', port: 443 })).toBe('connect');
});

const everybody: Rules = { in: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] };

test('nobody else answers: no other address, no other port, and no endpoint of another VPC', async () => {
  const { cassandra: streams } = endpoint({ ServiceName: 'api.aws.us-east-1.cassandra-streams' });
  const { outputs: { Probe } } = await new Stack().create({ ...network(everybody), ...endpoint({}, 'kms'), streams }, made);
  await new Stack().create({ ...vpc({}, '10.3'), ...groups(everybody), ...endpoint() });
  const answers: [host: string, port: number, answer: string][] = [
    ['10.1.1.4', 9142, 'connect'], ['10.1.1.4', 443, 'connect'], ['10.1.1.4', 22, 'silent'],
    // Of KMS and of streams, which have no such port.
    ['10.1.1.5', 443, 'connect'], ['10.1.1.5', 9142, 'silent'], ['10.1.1.6', 443, 'connect'], ['10.1.1.6', 9142, 'silent'],
    ['10.1.1.77', 9142, 'silent'], ['10.3.1.4', 9142, 'silent'],
  ];
  expect(await Promise.all(answers.map(async ([host, port]) => [host, port, await ask(Probe, 'connect', { host, port })]))).toEqual(answers);
});

test(`a function outside a VPC reaches what is public and no private address, until it is moved into the VPC (${LAMBDA})`, async () => {
  const open = network(everybody);
  const stack = new Stack();
  const { outputs: { Probe } } = await stack.create({ ...open, ...probe(NO_VPC) }, made);
  const answers = () => Promise.all([
    ask(Probe, 'connect', { host: 'kms.us-east-1.amazonaws.com', port: 443 }), ask(Probe, 'kms'), ask(Probe, 'connect', INTERFACE),
  ]);
  expect(await answers()).toEqual(['connect', 'answered', 'silent']);
  await stack.update(open, made);
  expect(await answers()).toEqual(['silent', 'TimeoutError', 'connect']);
});

test('a function reaches a server of its own', async () => {
  const { outputs: { Probe } } = await new Stack().create(network(), made);
  expect(await ask(Probe, 'ownServer')).toBe('connect');
});

const gateway: Resources = {
  Gateway: { Type: 'AWS::EC2::InternetGateway', Properties: {} },
  Attachment: { Type: 'AWS::EC2::VPCGatewayAttachment', Properties: { VpcId: ref('Vpc'), InternetGatewayId: ref('Gateway') } },
  Public: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: '10.1.9.0/24', AvailabilityZone: 'us-east-1a' } },
  PublicTable: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
  PublicAssociation: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { RouteTableId: ref('PublicTable'), SubnetId: ref('Public') } },
};
const ANYWHERE = '0.0.0.0/0';

test(`isolated subnets reach their endpoints and nothing else; a NAT gateway leads out, an internet gateway does not (${INTERNET})`, async () => {
  const { outputs } = await new Stack().create({ ...network(), ...gateway }, {
    outputs: { ...made.outputs, Gateway: ref('Gateway'), Public: ref('Public'), PublicTable: ref('PublicTable') },
  });
  const answers = () => Promise.all([
    ask(outputs.Probe, 'connect', { host: 'kms.us-east-1.amazonaws.com', port: 443 }),
    ask(outputs.Probe, 'kms'),
    ask(outputs.Probe, 'connect', { host: SERVICE, port: 9142 }),
  ]);
  const isolated = ['silent', 'TimeoutError', 'connect'];
  expect(await answers()).toEqual(isolated);
  await ec2.send(new CreateRouteCommand({ RouteTableId: outputs.Table, DestinationCidrBlock: ANYWHERE, GatewayId: outputs.Gateway }));
  expect(await answers()).toEqual(isolated);
  const { NatGateway } = await ec2.send(new CreateNatGatewayCommand({ SubnetId: outputs.Public }));
  await ec2.send(new ReplaceRouteCommand({ RouteTableId: outputs.Table, DestinationCidrBlock: ANYWHERE, NatGatewayId: NatGateway!.NatGatewayId }));
  // Its own subnet is no public one yet.
  expect(await answers()).toEqual(isolated);
  await ec2.send(new CreateRouteCommand({ RouteTableId: outputs.PublicTable, DestinationCidrBlock: ANYWHERE, GatewayId: outputs.Gateway }));
  expect(await answers()).toEqual(['connect', 'answered', 'connect']);
});

const PEERING = 'https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html';
const ids = { Vpc: ref('Vpc'), Table: ref('Table'), Probe: ref('Probe'), Client: ref('Client'), Door: ref('Door') };
const HUB = { host: '10.6.1.4', port: 9142 };

/** Two VPCs, one with an endpoint that lets in the other one's addresses, and a stack that connects them. */
async function peered(rules: Rules = { in: [door({ CidrIp: '10.0.0.0/8' })] }) {
  const hub = (await new Stack().create({ ...vpc({}, '10.6'), ...groups(rules), ...endpoint() }, { outputs: { ...ids, Probe: undefined } })).outputs;
  const spoke = (await new Stack().create({ ...vpc({}, '10.7'), ...groups(), ...probe() }, { outputs: ids })).outputs;
  const connection: Resources = { Peering: { Type: 'AWS::EC2::VPCPeeringConnection', Properties: { VpcId: hub.Vpc, PeerVpcId: spoke.Vpc } } };
  const route = (RouteTableId: string, DestinationCidrBlock: string) => ({
    Type: 'AWS::EC2::Route', Properties: { RouteTableId, DestinationCidrBlock, VpcPeeringConnectionId: ref('Peering') },
  });
  const out: Resources = { Out: route(spoke.Table, '10.6.0.0/16') };
  const back: Resources = { Back: route(hub.Table, '10.7.0.0/16') };
  return { hub, spoke, connection, route, out, back, reached: () => ask(spoke.Probe, 'connect', HUB) };
}

test(`another VPC is reached over peering with a route out and a route back, and not without either (${PEERING})`, async () => {
  const { reached, connection, out, back, route, spoke, hub } = await peered();
  const stack = new Stack();
  expect(await reached()).toBe('silent');
  await stack.create(connection);
  expect(await reached()).toBe('silent');
  await stack.update({ ...connection, ...out });
  expect(await reached()).toBe('silent');
  await stack.update({ ...connection, ...back });
  expect(await reached()).toBe('silent');
  expect((await stack.update({ ...connection, ...out, ...back })).reasons).toEqual([]);
  expect(await reached()).toBe('connect');
  // Routes to another part of either VPC, and back to a part of its subnets alone.
  await stack.update({ ...connection, Out: route(spoke.Table, '10.6.2.0/24'), ...back });
  expect(await reached()).toBe('silent');
  await stack.update({ ...connection, ...out, Back: route(hub.Table, '10.7.1.0/24') });
  expect(await reached()).toBe('silent');
  await stack.update({ ...connection, ...out, Back: route(hub.Table, '10.7.1.0/24'), Other: route(hub.Table, '10.7.2.0/24') });
  expect(await reached()).toBe('connect');
});

test('another VPC is reached while the connection is active (https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html)', async () => {
  const { reached, spoke, hub } = await peered();
  const { VpcPeeringConnection } = await ec2.send(new CreateVpcPeeringConnectionCommand({ VpcId: spoke.Vpc, PeerVpcId: hub.Vpc }));
  const VpcPeeringConnectionId = VpcPeeringConnection!.VpcPeeringConnectionId!;
  await ec2.send(new CreateRouteCommand({ RouteTableId: spoke.Table, DestinationCidrBlock: '10.6.0.0/16', VpcPeeringConnectionId }));
  await ec2.send(new CreateRouteCommand({ RouteTableId: hub.Table, DestinationCidrBlock: '10.7.0.0/16', VpcPeeringConnectionId }));
  expect(await reached()).toBe('silent');
  await ec2.send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
  expect(await reached()).toBe('connect');
  await ec2.send(new ReplaceRouteCommand({ RouteTableId: spoke.Table, DestinationCidrBlock: '10.6.0.0/16', GatewayId: 'igw-0' }));
  expect(await reached()).toBe('silent');
  await ec2.send(new ReplaceRouteCommand({ RouteTableId: spoke.Table, DestinationCidrBlock: '10.6.0.0/16', VpcPeeringConnectionId }));
  expect(await reached()).toBe('connect');
  await ec2.send(new DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
  expect(await reached()).toBe('silent');
});

test('peering does not lead on to a third VPC (https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-limitations)', async () => {
  const { connection, out, back, reached, spoke } = await peered();
  const far = (await new Stack().create({ ...vpc({}, '10.8'), ...groups(), ...probe() }, { outputs: ids })).outputs;
  const next = (RouteTableId: string, DestinationCidrBlock: string) => ({
    Type: 'AWS::EC2::Route', Properties: { RouteTableId, DestinationCidrBlock, VpcPeeringConnectionId: ref('Next') },
  });
  const { reasons } = await new Stack().create({
    ...connection,
    ...out,
    ...back,
    Next: { Type: 'AWS::EC2::VPCPeeringConnection', Properties: { VpcId: far.Vpc, PeerVpcId: spoke.Vpc } },
    FarOut: next(far.Table, '10.6.0.0/16'),
    FarBack: next(spoke.Table, '10.8.0.0/16'),
  });
  expect(reasons).toEqual([]);
  expect(await reached()).toBe('connect');
  expect(await ask(far.Probe, 'connect', HUB)).toBe('silent');
});

test('rules over peering are by address or by the group of the other VPC (https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html)', async () => {
  const { connection, out, back, reached, spoke, hub } = await peered({ in: [] });
  const admit = (peer: object): Resources => ({ Rule: { Type: 'AWS::EC2::SecurityGroupIngress', DependsOn: 'Peering', Properties: tcp(9142, { GroupId: hub.Door, ...peer }) } });
  const stack = new Stack();
  await stack.create({ ...connection, ...out, ...back });
  expect(await reached()).toBe('silent');
  const rules: [rule: object, answer: string][] = [
    [{ SourceSecurityGroupId: spoke.Client }, 'connect'], [{ SourceSecurityGroupId: spoke.Door }, 'silent'],
    [{ CidrIp: '10.7.0.0/16' }, 'connect'], [{ CidrIp: '10.6.0.0/16' }, 'silent'],
  ];
  for (const [rule, answer] of rules) {
    expect((await stack.update({ ...connection, ...out, ...back, ...admit(rule) })).reasons).toEqual([]);
    expect(await reached()).toBe(answer);
  }
});
