import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { KeyspacesService, PrivateKeyspacesAccess, type PrivateKeyspacesAccessAttributes } from '../../src';
import { literalStack } from '../support/app';
import { isolatedVpc } from '../support/network';
import { refusalOf } from '../support/refusal';

function setUp(attributes: Partial<PrivateKeyspacesAccessAttributes> = {}, groupIds = ['sg-1']) {
  const stack = literalStack();
  const access = PrivateKeyspacesAccess.fromAttributes(stack, 'Access', {
    vpcEndpointId: 'vpce-0123456789abcdef0',
    securityGroups: groupIds.map((id) => ec2.SecurityGroup.fromSecurityGroupId(stack, id, id)),
    ...attributes,
  });
  const client = new lambda.Function(stack, 'Function', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
    vpc: isolatedVpc(stack),
    allowAllOutbound: false,
  });
  return { stack, access, client };
}

test('an access that exists already makes no endpoint and says what is known of it', () => {
  const { stack, access } = setUp();
  expect(access.vpcEndpointId).toBe('vpce-0123456789abcdef0');
  expect(access.service).toBe(KeyspacesService.CQL);
  expect(access.hostName).toBe('cassandra.us-east-1.amazonaws.com');
  expect(access.connections.defaultPort?.toString()).toBe('9142');
  Template.fromStack(stack).resourceCountIs('AWS::EC2::VPCEndpoint', 0);
});

test('an access that exists already admits clients, in each of its security groups', () => {
  const { stack, access, client } = setUp({}, ['sg-1', 'sg-2']);
  access.admit(client);
  const template = Template.fromStack(stack);
  for (const group of ['sg-1', 'sg-2']) {
    const rule = { IpProtocol: 'tcp', FromPort: 9142, ToPort: 9142, Description: 'CQL to Amazon Keyspaces' };
    const clients = { 'Fn::GetAtt': [Match.stringLikeRegexp('FunctionSecurityGroup'), 'GroupId'] };
    template.resourcePropertiesCountIs('AWS::EC2::SecurityGroupIngress', { ...rule, GroupId: group, SourceSecurityGroupId: clients }, 1);
    template.resourcePropertiesCountIs('AWS::EC2::SecurityGroupEgress', { ...rule, GroupId: clients, DestinationSecurityGroupId: group }, 1);
  }
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeVpcEndpoints'] })]) },
  });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('the host name can be the endpoint\'s own, where it has no private DNS', () => {
  const { access } = setUp({ hostName: 'vpce-0123456789abcdef0-1a2b3c4d.cassandra.us-east-1.vpce.amazonaws.com' });
  expect(access.hostName).toBe('vpce-0123456789abcdef0-1a2b3c4d.cassandra.us-east-1.vpce.amazonaws.com');
});

test('an access to streams that exists already admits clients on 443', () => {
  const { stack, access, client } = setUp({ service: KeyspacesService.STREAMS });
  expect(access.hostName).toBe('cassandra-streams.us-east-1.api.aws');
  access.admit(client);
  Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
    GroupId: 'sg-1', FromPort: 443, ToPort: 443, Description: 'Streams of Amazon Keyspaces',
  });
});

test('a FIPS access fails where there is none, also one that is said to exist', () => {
  const stack = literalStack(undefined, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const refusal = refusalOf(() => PrivateKeyspacesAccess.fromAttributes(stack, 'Access', {
    vpcEndpointId: 'vpce-1', securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')], service: KeyspacesService.CQL_FIPS,
  }));
  expect(refusal.name).toBe('FipsEndpointMissing');
});
