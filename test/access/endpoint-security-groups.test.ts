import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { PrivateKeyspacesAccess } from '../../src';
import { literalStack } from '../support/app';
import { isolatedVpc } from '../support/network';
import { refusalOf } from '../support/refusal';

function setUp(options?: ec2.SecurityGroupImportOptions) {
  const stack = literalStack();
  const vpc = isolatedVpc(stack);
  const given = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Given', 'sg-1', options);
  const access = new PrivateKeyspacesAccess(stack, 'Access', { vpc, securityGroups: [given] });
  const client = new ec2.SecurityGroup(stack, 'Client', { vpc });
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
  return { stack, vpc, given, access, client, role };
}

test('given security groups are the endpoint\'s, and no other is made', () => {
  const { stack, given, access } = setUp();
  expect(access.securityGroup).toBe(given);
  expect(access.connections.securityGroups).toEqual([given]);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::EC2::VPCEndpoint', { SecurityGroupIds: ['sg-1'] });
  template.resourcePropertiesCountIs('AWS::EC2::SecurityGroup', { GroupDescription: Match.stringLikeRegexp('Amazon Keyspaces') }, 0);
  template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
});

test('a given security group gets a rule for whoever is admitted', () => {
  const { stack, access, client, role } = setUp();
  access.admit(client, role);
  Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-1', FromPort: 9142 });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('a given security group that must not be changed is warned about, with the rule that it needs', () => {
  const { stack, access, client, role } = setUp({ mutable: false });
  access.admit(client, role);
  Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  const rule = 'Stack/Given of the endpoint.*let in Stack/Client on port 9142.*cdk-keyspaces:securityGroupNotChanged';
  Annotations.fromStack(stack).hasWarning('/Stack/Access', Match.stringLikeRegexp(rule));
});

test('a rule by addresses is made where the caller makes it', () => {
  const { stack, access } = setUp();
  access.connections.allowDefaultPortFrom(ec2.Peer.ipv4('10.0.0.0/8'), 'the data centre');
  Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-1', CidrIp: '10.0.0.0/8', FromPort: 9142 });
});

// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
test('fails for an empty list, which would be the default security group of the VPC', () => {
  const stack = literalStack();
  const refusal = refusalOf(() => new PrivateKeyspacesAccess(stack, 'Access', { vpc: isolatedVpc(stack), securityGroups: [] }));
  expect(refusal.name).toBe('EndpointWithoutSecurityGroup');
});

test('fails to admit to an access that exists already and is given without a security group; it serves for all else', () => {
  const { stack, client, role } = setUp();
  const access = PrivateKeyspacesAccess.fromAttributes(stack, 'Known', { vpcEndpointId: 'vpce-1', securityGroups: [] });
  expect(access.grants.connect(role).success).toBe(true);
  expect(refusalOf(() => access.admit(client, role)).name).toBe('EndpointWithoutSecurityGroup');
});
