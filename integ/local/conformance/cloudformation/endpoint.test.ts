import {
  CreateVpcEndpointCommand, CreateVpcEndpointCommandInput, DeleteVpcEndpointsCommand, DescribeFlowLogsCommand,
  DescribeNetworkInterfacesCommand, DescribeSecurityGroupRulesCommand, DescribeSecurityGroupsCommand, DescribeVpcEndpointsCommand,
  EC2Client, ModifyVpcEndpointCommand, ModifyVpcEndpointCommandInput,
} from '@aws-sdk/client-ec2';
import { Options, Properties, Resources, Stack } from './stack';

const PRIVATELINK = 'https://docs.aws.amazon.com/vpc/latest/privatelink';
const SERVICE = 'com.amazonaws.us-east-1.cassandra';
const ec2 = new EC2Client({});

afterAll(() => Stack.deleteAll());

const ref = (Ref: string) => ({ Ref });
const vpc = (more: Properties = {}): Resources => ({
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.1.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true, ...more } },
  A: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: '10.1.1.0/28', AvailabilityZone: 'us-east-1a' } },
  B: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: '10.1.2.0/28', AvailabilityZone: 'us-east-1b' } },
  A2: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: '10.1.3.0/28', AvailabilityZone: 'us-east-1a' } },
  Door: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: ref('Vpc'), GroupDescription: 'door', GroupName: 'door' } },
  Client: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: ref('Vpc'), GroupDescription: 'client', GroupName: 'client' } },
});
const POLICY = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'cassandra:Select', Resource: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/a"<&' }] };
const endpoint = (more: Properties = {}): Resources => ({
  E: {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: {
      VpcId: ref('Vpc'),
      VpcEndpointType: 'Interface',
      ServiceName: SERVICE,
      SubnetIds: [ref('A'), ref('B')],
      SecurityGroupIds: [ref('Door')],
      PrivateDnsEnabled: true,
      PolicyDocument: POLICY,
      ...more,
    },
  },
});
const ids: Options = { outputs: { Vpc: ref('Vpc'), A: ref('A'), B: ref('B'), A2: ref('A2'), Door: ref('Door'), Client: ref('Client') } };
const withEndpoint: Options = { outputs: { ...ids.outputs, E: ref('E') } };

const described = async (id: string) => (await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }))).VpcEndpoints![0];
const interfacesOf = async (id: string) => {
  const { NetworkInterfaceIds } = await described(id);
  return (await ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds }))).NetworkInterfaces!;
};

test('an endpoint tells its policy, groups, private DNS, subnets, interfaces and names', async () => {
  const { outputs } = await new Stack().create({ ...vpc(), ...endpoint() }, {
    outputs: { ...withEndpoint.outputs, First: { 'Fn::Select': [0, { 'Fn::GetAtt': ['E', 'DnsEntries'] }] }, Interfaces: { 'Fn::Join': [',', { 'Fn::GetAtt': ['E', 'NetworkInterfaceIds'] }] } },
  });
  const found = await described(outputs.E);
  expect(found).toMatchObject({ VpcEndpointType: 'Interface', ServiceName: SERVICE, VpcId: outputs.Vpc, State: 'available', PrivateDnsEnabled: true, SubnetIds: [outputs.A, outputs.B] });
  expect(JSON.parse(found.PolicyDocument!)).toEqual(POLICY);
  expect(found.Groups).toEqual([{ GroupId: outputs.Door, GroupName: 'door' }]);
  expect(found.DnsEntries!.map((entry) => entry.DnsName)).toEqual([
    expect.stringMatching(`^${outputs.E}-\\w+\\.cassandra\\.us-east-1\\.vpce\\.amazonaws\\.com$`),
    expect.stringMatching(`^${outputs.E}-\\w+-us-east-1a\\.cassandra\\.us-east-1\\.vpce\\.amazonaws\\.com$`),
    expect.stringMatching(`^${outputs.E}-\\w+-us-east-1b\\.cassandra\\.us-east-1\\.vpce\\.amazonaws\\.com$`),
    'cassandra.us-east-1.amazonaws.com', 'cassandra.us-east-1.api.aws',
  ]);
  expect(outputs.First.split(':')[1]).toBe(found.DnsEntries![0].DnsName);
  expect(outputs.Interfaces.split(',')).toEqual(found.NetworkInterfaceIds);
  const interfaces = await interfacesOf(outputs.E);
  expect(interfaces.map((one) => [one.SubnetId, one.AvailabilityZone, one.PrivateIpAddress, one.InterfaceType, one.Groups])).toEqual([
    [outputs.A, 'us-east-1a', '10.1.1.4', 'vpc_endpoint', [{ GroupId: outputs.Door, GroupName: 'door' }]],
    [outputs.B, 'us-east-1b', '10.1.2.4', 'vpc_endpoint', [{ GroupId: outputs.Door, GroupName: 'door' }]],
  ]);
});

test('an endpoint without private DNS and without a policy: no name of the service, and full access', async () => {
  const { outputs } = await new Stack().create({ ...vpc(), ...endpoint({ PrivateDnsEnabled: undefined, PolicyDocument: undefined }) }, withEndpoint);
  const { PrivateDnsEnabled, DnsEntries, PolicyDocument } = await described(outputs.E);
  expect(PrivateDnsEnabled).toBe(false);
  expect(DnsEntries!.filter((entry) => !entry.DnsName!.endsWith('.vpce.amazonaws.com'))).toEqual([]);
  expect(JSON.parse(PolicyDocument!)).toEqual({ Statement: [{ Action: '*', Effect: 'Allow', Principal: '*', Resource: '*' }] });
});

test('an endpoint changes in place: subnets, groups, policy, private DNS', async () => {
  const stack = new Stack();
  const { outputs: before } = await stack.create({ ...vpc(), ...endpoint() }, withEndpoint);
  const [kept] = await interfacesOf(before.E);
  const { outputs } = await stack.update({ ...vpc(), ...endpoint({ SubnetIds: [ref('A')], SecurityGroupIds: [ref('Client')], PrivateDnsEnabled: false, PolicyDocument: undefined }) }, withEndpoint);
  expect(outputs.E).toBe(before.E);
  expect(await described(outputs.E)).toMatchObject({ SubnetIds: [before.A], PrivateDnsEnabled: false, Groups: [{ GroupName: 'client' }], PolicyDocument: expect.stringContaining('"Action":"*"') });
  expect((await interfacesOf(outputs.E)).map((one) => [one.NetworkInterfaceId, one.Groups![0].GroupName])).toEqual([[kept.NetworkInterfaceId, 'client']]);
});

test('deletes the interfaces with the endpoint', async () => {
  const stack = new Stack();
  const { outputs } = await stack.create({ ...vpc(), ...endpoint() }, withEndpoint);
  const mine = async () => (await ec2.send(new DescribeNetworkInterfacesCommand({}))).NetworkInterfaces!.filter((one) => one.VpcId === outputs.Vpc);
  expect(await mine()).toHaveLength(2);
  expect(await described(outputs.E)).toMatchObject({ State: 'available' });
  await stack.delete();
  expect(await mine()).toEqual([]);
  await expect(described(outputs.E)).rejects.toMatchObject({ name: 'InvalidVpcEndpointId.NotFound' });
});

const policyOf = (characters: number) => {
  const make = (filler: string) => ({ Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Sid: filler }] });
  return { PolicyDocument: make('x'.repeat(characters - JSON.stringify(make('')).length)) };
};
const second = { ...endpoint(), F: endpoint().E };
const another: Resources = {
  Other: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.2.0.0/16' } },
  OtherA: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Other'), CidrBlock: '10.2.1.0/28', AvailabilityZone: 'us-east-1a' } },
  OtherDoor: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: ref('Other'), GroupDescription: 'door' } },
};
const refused: [rule: string, source: string, wrong: Resources, right: Resources, reason: RegExp][] = [
  ['a policy of 20,481 characters', `${PRIVATELINK}/vpc-limits-endpoints.html`, endpoint(policyOf(20481)), endpoint(policyOf(20480)), /has 20481 characters: the limit is 20480/],
  ['private DNS without DNS support', `${PRIVATELINK}/manage-dns-names.html`, { ...vpc({ EnableDnsSupport: false }), ...endpoint() }, { ...vpc({ EnableDnsSupport: false }), ...endpoint({ PrivateDnsEnabled: false }) }, /requires both enableDnsSupport and enableDnsHostnames/],
  ['private DNS without DNS host names', `${PRIVATELINK}/manage-dns-names.html`, { ...vpc({ EnableDnsHostnames: undefined }), ...endpoint() }, endpoint(), /requires both enableDnsSupport and enableDnsHostnames/],
  ['two endpoints for a service with private DNS', `${PRIVATELINK}/manage-dns-names.html`, second, { ...second, F: endpoint({ PrivateDnsEnabled: false }).E }, /conflicting DNS domain for cassandra.us-east-1.amazonaws.com/],
  ['two endpoints for a service with private DNS, where services differ', `${PRIVATELINK}/manage-dns-names.html`, second, { ...second, F: endpoint({ ServiceName: 'api.aws.us-east-1.cassandra-streams' }).E }, /conflicting DNS domain/],
  ['two subnets of one zone', `${PRIVATELINK}/create-interface-endpoint.html`, endpoint({ SubnetIds: [ref('A'), ref('A2')] }), endpoint({ SubnetIds: [ref('A2'), ref('B')] }), /another VPC endpoint subnet in the availability zone/],
  ['a VPC that does not exist', `${PRIVATELINK}/create-interface-endpoint.html`, endpoint({ VpcId: 'vpc-0' }), endpoint(), /The vpc ID 'vpc-0' does not exist/],
  ['a subnet that does not exist', `${PRIVATELINK}/create-interface-endpoint.html`, endpoint({ SubnetIds: ['subnet-0'] }), endpoint({ SubnetIds: [ref('A')] }), /The subnet ID 'subnet-0' does not exist/],
  ['a security group that does not exist', `${PRIVATELINK}/create-interface-endpoint.html`, endpoint({ SecurityGroupIds: ['sg-0'] }), endpoint({ SecurityGroupIds: [ref('Client')] }), /The security group 'sg-0' does not exist/],
  ['a subnet of another VPC', `${PRIVATELINK}/create-interface-endpoint.html`, { ...another, ...endpoint({ SubnetIds: [ref('OtherA')] }) }, { ...another, ...endpoint() }, /The subnet ID 'subnet-\w+' does not exist in vpc-/],
  ['a security group of another VPC', `${PRIVATELINK}/create-interface-endpoint.html`, { ...another, ...endpoint({ SecurityGroupIds: [ref('OtherDoor')] }) }, { ...another, ...endpoint() }, /The security group 'sg-\w+' does not exist in vpc-/],
];

test.each(refused)('refuses %s (%s)', async (_rule, _source, wrong, right, reason) => {
  expect(await new Stack().create({ ...vpc(), ...wrong })).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [expect.stringMatching(reason)] });
  expect(await new Stack().create({ ...vpc(), ...right })).toMatchObject({ status: 'CREATE_COMPLETE', reasons: [] });
});

test('the API makes and deletes endpoints under the same rules', async () => {
  const { outputs } = await new Stack().create(vpc(), ids);
  const input: CreateVpcEndpointCommandInput = {
    VpcId: outputs.Vpc,
    VpcEndpointType: 'Interface',
    ServiceName: SERVICE,
    SubnetIds: [outputs.A],
    SecurityGroupIds: [outputs.Door],
    PolicyDocument: JSON.stringify(POLICY, null, 2),
  };
  const { VpcEndpoint } = await ec2.send(new CreateVpcEndpointCommand(input));
  const id = VpcEndpoint!.VpcEndpointId!;
  expect(VpcEndpoint).toMatchObject({ PrivateDnsEnabled: true, Groups: [{ GroupId: outputs.Door }], PolicyDocument: input.PolicyDocument });
  expect((await interfacesOf(id)).map((one) => one.PrivateIpAddress)).toEqual(['10.1.1.4']);
  await expect(ec2.send(new CreateVpcEndpointCommand(input))).rejects.toMatchObject({ name: 'InvalidParameter', message: expect.stringContaining('conflicting DNS domain') });
  const { VpcEndpoint: other } = await ec2.send(new CreateVpcEndpointCommand({ ...input, PrivateDnsEnabled: false }));
  await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [other!.VpcEndpointId!] }));
  const modify = (change: Partial<ModifyVpcEndpointCommandInput>) => ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId: id, ...change }));
  const groups = { AddSecurityGroupIds: [outputs.Client], RemoveSecurityGroupIds: [outputs.Door] };
  await modify({ AddSubnetIds: [outputs.B], ...groups, ResetPolicy: true, PrivateDnsEnabled: false });
  expect(await described(id)).toMatchObject({ SubnetIds: [outputs.A, outputs.B], Groups: [{ GroupId: outputs.Client }], PrivateDnsEnabled: false, PolicyDocument: expect.stringContaining('"Action":"*"') });
  expect((await interfacesOf(id)).map((one) => one.PrivateIpAddress)).toEqual(['10.1.1.4', '10.1.2.4']);
  await modify({ RemoveSubnetIds: [outputs.B], PolicyDocument: input.PolicyDocument });
  expect(await described(id)).toMatchObject({ SubnetIds: [outputs.A], PolicyDocument: input.PolicyDocument, PrivateDnsEnabled: false });
  await expect(modify({ AddSubnetIds: [outputs.A2] })).rejects.toMatchObject({ name: 'InvalidParameter', message: expect.stringContaining('another VPC endpoint subnet') });
  await expect(modify({ IpAddressType: 'dualstack' })).rejects.toMatchObject({ name: 'UnsupportedOperation' });
  const filtered = async (Name: string, value: string) =>
    (await ec2.send(new DescribeVpcEndpointsCommand({ Filters: [{ Name, Values: [value] }] }))).VpcEndpoints!;
  expect((await filtered('vpc-id', outputs.Vpc)).map((one) => one.VpcEndpointId)).toEqual([id]);
  await expect(filtered('tag:Name', 'x')).rejects.toThrow('does not filter endpoints by tag:Name');
  await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
  expect(await filtered('vpc-id', outputs.Vpc)).toEqual([]);
});

test('network interfaces are found by id, VPC, subnet, group and description, and by nothing else (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html)', async () => {
  const { outputs } = await new Stack().create({ ...vpc(), ...endpoint() }, withEndpoint);
  const both = (await interfacesOf(outputs.E)).map((one) => one.NetworkInterfaceId);
  const found = async (Name: string, ...Values: string[]) =>
    (await ec2.send(new DescribeNetworkInterfacesCommand({ Filters: [{ Name, Values }] }))).NetworkInterfaces!.map((one) => one.NetworkInterfaceId);
  expect(await found('vpc-id', outputs.Vpc)).toEqual(both);
  expect(await found('group-id', outputs.Door)).toEqual(both);
  expect(await found('group-id', outputs.Client)).toEqual([]);
  expect(await found('subnet-id', outputs.B)).toEqual([both[1]]);
  expect(await found('description', `*${outputs.E}`)).toEqual(both);
  await expect(found('tag:Name', 'x')).rejects.toThrow('does not filter network interfaces by tag:Name');
  await expect(ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ['eni-0'] }))).rejects.toMatchObject({ name: 'InvalidNetworkInterfaceID.NotFound' });
});

const RULE = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html';
const rule = (direction: 'Ingress' | 'Egress', more: Properties): Resources => ({
  Rule: { Type: `AWS::EC2::SecurityGroup${direction}`, Properties: { IpProtocol: 'tcp', FromPort: 9142, ToPort: '9142', ...more } },
});
const rulesOf = async (group: string) => (await ec2.send(new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [group] }] }))).SecurityGroupRules!;

test.each([
  ['Ingress', 'SourceSecurityGroupId', 'IpPermissions', false], ['Egress', 'DestinationSecurityGroupId', 'IpPermissionsEgress', true],
] as const)('a standalone %s rule stands in its group, in a stack of its own', async (direction, peer, permissions, IsEgress) => {
  const [stack, { outputs }] = [new Stack(), await new Stack().create(vpc(), ids)];
  const make = (more: Properties = {}) => rule(direction, { GroupId: outputs.Door, [peer]: outputs.Client, ...more });
  const made = await stack.create(make(), { outputs: { Id: { 'Fn::GetAtt': ['Rule', 'Id'] } } });
  expect(made.outputs.Id).toMatch(/^sgr-[0-9a-f]{17}$/);
  expect(await rulesOf(outputs.Door)).toContainEqual(expect.objectContaining({
    SecurityGroupRuleId: made.outputs.Id, GroupId: outputs.Door, IsEgress, IpProtocol: 'tcp', FromPort: 9142, ToPort: 9142, ReferencedGroupInfo: expect.objectContaining({ GroupId: outputs.Client }),
  }));
  const { SecurityGroups: [group] = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [outputs.Door] }));
  const pair = expect.objectContaining({ GroupId: outputs.Client });
  expect(group[permissions]).toContainEqual(expect.objectContaining({ FromPort: 9142, UserIdGroupPairs: [pair] }));
  const twice = await new Stack().create(make());
  expect(twice).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [expect.stringContaining('already exists')] });
  expect((await new Stack().create(make({ FromPort: 9143, ToPort: 9143 }))).status).toBe('CREATE_COMPLETE');
  await stack.update(make({ FromPort: 443, ToPort: 443 }));
  expect((await rulesOf(outputs.Door)).map((one) => one.FromPort)).toEqual(expect.arrayContaining([443]));
  expect((await rulesOf(outputs.Door)).map((one) => one.FromPort)).not.toContain(9142);
  await stack.delete();
  expect((await rulesOf(outputs.Door)).map((one) => one.FromPort)).not.toContain(443);
});

// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
test('a group has one permission for a range of ports, with all its sources', async () => {
  const { outputs } = await new Stack().create(vpc(), ids);
  for (const source of [{ SourceSecurityGroupId: outputs.Client }, { CidrIp: '10.0.0.0/16' }]) {
    await new Stack().create(rule('Ingress', { GroupId: outputs.Client, ...source }));
  }
  await new Stack().create(rule('Ingress', { GroupId: outputs.Client, FromPort: 9143, ToPort: 9143, CidrIp: '10.0.0.0/16' }));
  const { SecurityGroups: [group] = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [outputs.Client] }));
  expect(group.IpPermissions).toEqual([
    expect.objectContaining({ FromPort: 9142, UserIdGroupPairs: [expect.objectContaining({ GroupId: outputs.Client })], IpRanges: [{ CidrIp: '10.0.0.0/16' }] }),
    expect.objectContaining({ FromPort: 9143, UserIdGroupPairs: [], IpRanges: [{ CidrIp: '10.0.0.0/16' }] }),
  ]);
  expect(await rulesOf(outputs.Client)).toHaveLength(4); // the one that lets everything out among them
});

test.each([
  ['Ingress', 'GroupId', 'SourceSecurityGroupId'], ['Ingress', 'SourceSecurityGroupId', 'SourceSecurityGroupId'],
  ['Egress', 'GroupId', 'DestinationSecurityGroupId'], ['Egress', 'DestinationSecurityGroupId', 'DestinationSecurityGroupId'],
] as const)(`refuses an %s rule whose %s does not exist (${RULE})`, async (direction, wrong, peer) => {
  const { outputs } = await new Stack().create(vpc(), ids);
  const right = { GroupId: outputs.Door, [peer]: outputs.Client };
  expect(await new Stack().create(rule(direction, { ...right, [wrong]: 'sg-0' }))).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: ["The security group 'sg-0' does not exist"] });
  expect((await new Stack().create(rule(direction, right))).status).toBe('CREATE_COMPLETE');
});

test(`refuses a rule with an unknown property (${RULE})`, async () => {
  const { outputs } = await new Stack().create(vpc(), ids);
  const right = { GroupId: outputs.Door, CidrIp: '10.0.0.0/8' };
  expect(await new Stack().create(rule('Ingress', { ...right, Port: 1 }))).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [expect.stringContaining("'Port' was unexpected")] });
  expect((await new Stack().create(rule('Ingress', right))).status).toBe('CREATE_COMPLETE');
});

test('a flow log is told while its stack is there, and refused for what does not exist (https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html)', async () => {
  const [stack, { outputs }] = [new Stack(), await new Stack().create(vpc(), ids)];
  const flowLog = (ResourceId: string): Resources => ({
    Log: { Type: 'AWS::EC2::FlowLog', Properties: { ResourceType: 'VPC', ResourceId, TrafficType: 'REJECT', LogGroupName: 'flow', Tags: [{ Key: 'a', Value: 'b' }] } },
  });
  const found = async () => (await ec2.send(new DescribeFlowLogsCommand({ Filter: [{ Name: 'resource-id', Values: [outputs.Vpc] }] }))).FlowLogs!;
  expect(await new Stack().create(flowLog('vpc-0'))).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: ["The VPC 'vpc-0' does not exist"] });
  const made = await stack.create(flowLog(outputs.Vpc), { outputs: { Id: { 'Fn::GetAtt': ['Log', 'Id'] } } });
  expect(await found()).toEqual([expect.objectContaining({ FlowLogId: made.outputs.Id, TrafficType: 'REJECT', Tags: [{ Key: 'a', Value: 'b' }] })]);
  await stack.delete();
  expect(await found()).toEqual([]);
});
