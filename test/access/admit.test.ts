import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { KeyspacesService, PrivateKeyspacesAccess } from '../../src';
import { literalApp, literalStack } from '../support/app';
import { isolatedVpc } from '../support/network';
import { refusalOf } from '../support/refusal';

function setUp() {
  const stack = literalStack();
  const vpc = isolatedVpc(stack);
  return { stack, vpc, access: new PrivateKeyspacesAccess(stack, 'Access', { vpc }) };
}

function functionIn(stack: Stack, vpc: ec2.IVpc, allowAllOutbound = true): lambda.Function {
  return new lambda.Function(stack, 'Function', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
    vpc,
    allowAllOutbound,
  });
}

const RULE = { IpProtocol: 'tcp', FromPort: 9142, ToPort: 9142, Description: 'CQL to Amazon Keyspaces' };

// https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
const PEERS = { Action: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeVpcEndpoints'], Effect: 'Allow', Resource: '*' };
const SYSTEM = {
  Action: 'cassandra:Select',
  Effect: 'Allow',
  Resource: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/system*',
};

test('admits a function by its security group on 9142, and lets it connect', () => {
  const { stack, vpc, access } = setUp();
  access.admit(functionIn(stack, vpc));
  const template = Template.fromStack(stack);
  template.resourcePropertiesCountIs('AWS::EC2::SecurityGroupIngress', {
    ...RULE,
    GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('AccessSecurityGroup'), 'GroupId'] },
    SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('FunctionSecurityGroup'), 'GroupId'] },
    CidrIp: Match.absent(),
  }, 1);
  template.hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: Match.exact([SYSTEM, PEERS]) } });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('opens the way out of a client that lets nothing out by itself', () => {
  const { stack, vpc, access } = setUp();
  access.admit(functionIn(stack, vpc, false));
  Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
    ...RULE,
    DestinationSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('AccessSecurityGroup'), 'GroupId'] },
  });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('warns of a client that lets nothing out and cannot be changed, with the rule that it needs', () => {
  const { stack, access } = setUp();
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  const group = (id: string, mutable: boolean) => ec2.SecurityGroup.fromSecurityGroupId(stack, id, `sg-${id}`, { allowAllOutbound: false, mutable });
  access.admit(new ec2.Connections({ securityGroups: [group('open', true)] }), role);
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  access.admit(new ec2.Connections({ securityGroups: [group('closed', false)] }), role);
  const rule = 'Stack/closed of the client.*let out to Stack/Access/SecurityGroup on port 9142.*cdk-keyspaces:securityGroupNotChanged';
  Annotations.fromStack(stack).hasWarning('/Stack/Access', Match.stringLikeRegexp(rule));
  Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupEgress', 1);
});

// https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.SecurityGroup.html#allowallipv6outbound
describe('an endpoint that answers over IPv6 too', () => {
  function dualStack(ipAddressType: ec2.VpcEndpointIpAddressType) {
    const app = literalApp();
    const network = literalStack(app, 'Network');
    const vpc = isolatedVpc(network);
    for (const subnet of vpc.isolatedSubnets) (subnet.node.findChild('Subnet') as ec2.CfnSubnet).ipv6CidrBlock = '2001:db8::/64';
    return { vpc, access: new PrivateKeyspacesAccess(network, 'Access', { vpc, ipAddressType }), service: literalStack(app, 'Service') };
  }
  const { DUALSTACK, IPV4 } = ec2.VpcEndpointIpAddressType;

  test('is reached by a client that lets out all of IPv4, by one rule in its stack for each port', () => {
    const { vpc, access, service } = dualStack(DUALSTACK);
    const client = functionIn(service, vpc);
    for (let time = 0; time < 2; time++) access.admit(client);
    access.admitToApi(client);
    const template = Template.fromStack(service);
    template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 2);
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      ...RULE,
      GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('FunctionSecurityGroup'), 'GroupId'] },
      DestinationSecurityGroupId: { 'Fn::ImportValue': Match.stringLikeRegexp('AccessSecurityGroup') },
    });
  });

  test.each<[string, ec2.VpcEndpointIpAddressType, Partial<ec2.SecurityGroupProps>, number]>([
    ['no rule for a client that lets out all of IPv6', DUALSTACK, { allowAllIpv6Outbound: true }, 0],
    ['no rule where it answers over IPv4 alone', IPV4, {}, 0],
    ['one rule for a client that lets nothing out', DUALSTACK, { allowAllOutbound: false }, 1],
  ])('takes %s', (_, ipAddressType, props, rules) => {
    const { vpc, access, service } = dualStack(ipAddressType);
    const role = new iam.Role(service, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    access.admit(new ec2.SecurityGroup(service, 'Client', { vpc, ...props }), role);
    Template.fromStack(service).resourceCountIs('AWS::EC2::SecurityGroupEgress', rules);
  });

  test('leaves a group alone that is made elsewhere', () => {
    const { access, service } = dualStack(DUALSTACK);
    const role = new iam.Role(service, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    access.admit(ec2.SecurityGroup.fromSecurityGroupId(service, 'Client', 'sg-1'), role);
    Template.fromStack(service).resourceCountIs('AWS::EC2::SecurityGroupEgress', 0);
  });
});

// https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.endpoints.html
test('admits a caller of the API on 443, and nobody on 9142', () => {
  const { stack, vpc, access } = setUp();
  access.admitToApi(functionIn(stack, vpc, false));
  const template = Template.fromStack(stack);
  const rule = { ...RULE, FromPort: 443, ToPort: 443, Description: 'API of Amazon Keyspaces' };
  template.allResourcesProperties('AWS::EC2::SecurityGroupIngress', rule);
  template.allResourcesProperties('AWS::EC2::SecurityGroupEgress', rule);
  template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
  template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 1);
  template.hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: Match.exact([SYSTEM]) } });
});

test('admits to CQL and to the API by one rule each', () => {
  const { stack, vpc, access } = setUp();
  const client = functionIn(stack, vpc);
  access.admit(client);
  access.admitToApi(client);
  access.admit(client);
  Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 2);
});

test('admits to streams on 443, however it is said', () => {
  const { stack, vpc } = setUp();
  const streams = new PrivateKeyspacesAccess(stack, 'Streams', { vpc, service: KeyspacesService.STREAMS });
  const client = functionIn(stack, vpc);
  streams.admit(client);
  streams.admitToApi(client);
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
  template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 443, ToPort: 443, Description: 'Streams of Amazon Keyspaces' });
});

test('is a peer of whatever connects to its default port', () => {
  const { stack, vpc, access } = setUp();
  const other = new ec2.SecurityGroup(stack, 'Other', { vpc, allowAllOutbound: false });
  other.connections.allowToDefaultPort(access);
  const template = Template.fromStack(stack);
  for (const type of ['Ingress', 'Egress']) template.hasResourceProperties(`AWS::EC2::SecurityGroup${type}`, { FromPort: 9142, ToPort: 9142 });
});

test('makes the rules in the stack of the client', () => {
  const app = literalApp();
  const network = literalStack(app, 'Network');
  const service = literalStack(app, 'Service');
  const vpc = isolatedVpc(network);
  new PrivateKeyspacesAccess(network, 'Access', { vpc }).admit(functionIn(service, vpc, false));
  Template.fromStack(network).resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  const template = Template.fromStack(service);
  template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
  template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 1);
  expect(network.dependencies).toEqual([]);
});

test('admits an ECS service with its task role', () => {
  const { stack, vpc, access } = setUp();
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task');
  taskDefinition.addContainer('App', { image: ecs.ContainerImage.fromRegistry('app') });
  const service = new ecs.FargateService(stack, 'Service', { cluster: new ecs.Cluster(stack, 'Cluster', { vpc }), taskDefinition });
  access.admit(service, service.taskDefinition.taskRole);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: Match.exact([SYSTEM, PEERS]) },
    Roles: [{ Ref: Match.stringLikeRegexp('TaskTaskRole') }],
  });
});

test('fails for an ECS service without a grantee, and says which to pass', () => {
  const { stack, vpc, access } = setUp();
  const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task');
  taskDefinition.addContainer('App', { image: ecs.ContainerImage.fromRegistry('app') });
  const service = new ecs.FargateService(stack, 'Service', { cluster: new ecs.Cluster(stack, 'Cluster', { vpc }), taskDefinition });
  const refusal = refusalOf(() => access.admit(service));
  expect(refusal.name).toBe('ClientNotGrantable');
  expect(refusal.message).toContain('"Stack/Service"');
  expect(refusal.message).toContain('service.taskDefinition.taskRole');
});

test('fails for a client that has addresses but no security group', () => {
  const { stack, access } = setUp();
  const client = { connections: new ec2.Connections({ peer: ec2.Peer.ipv4('10.0.0.0/8') }) };
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  expect(refusalOf(() => access.admit(client, role)).name).toBe('ClientWithoutSecurityGroup');
});

test('nothing is opened for a client that is refused', () => {
  const { stack, vpc, access } = setUp();
  const group = new ec2.SecurityGroup(stack, 'Group', { vpc });
  expect(() => access.admit(group)).toThrow();
  Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
});

test('grants.connect gives the permissions without a network path', () => {
  const { stack, access } = setUp();
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  expect(access.grants.connect(role).success).toBe(true);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: Match.exact([SYSTEM, PEERS]) } });
  template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
});

test('grants.connect fails for a principal without a policy of its own', () => {
  const { access } = setUp();
  const principal = new iam.ServicePrincipal('lambda.amazonaws.com');
  expect(refusalOf(() => access.grants.connect(principal)).name).toBe('GranteeHoldsNoPolicy');
});
