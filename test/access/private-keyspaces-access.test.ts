import type { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { PrivateKeyspacesAccess } from '../../src';
import { literalStack } from '../support/app';
import { isolatedVpc } from '../support/network';

function access(stack: Stack, vpc: ec2.IVpc = isolatedVpc(stack)): PrivateKeyspacesAccess {
  return new PrivateKeyspacesAccess(stack, 'Access', { vpc });
}

// https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
test('is an interface endpoint with private DNS, one subnet in each zone and its own security group', () => {
  const stack = literalStack();
  access(stack);
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::EC2::VPCEndpoint', 1);
  template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
    ServiceName: 'com.amazonaws.us-east-1.cassandra',
    VpcEndpointType: 'Interface',
    PrivateDnsEnabled: true,
    SubnetIds: [{ Ref: 'VpcIsolatedSubnet1SubnetE48C5737' }, { Ref: 'VpcIsolatedSubnet2Subnet16364B91' }],
    SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('AccessSecurityGroup'), 'GroupId'] }],
  });
});

test('by default lets through the keyspaces of this account, by the plain principal "*"', () => {
  const stack = literalStack();
  access(stack);
  Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPCEndpoint', {
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [{
        Sid: 'KeyspacesOfThisAccount',
        Effect: 'Allow',
        Principal: '*',
        Action: 'cassandra:*',
        Resource: 'arn:aws:cassandra:*:111122223333:/keyspace/*',
      }],
    },
  });
});

test('admits nobody and lets nothing out until somebody is admitted', () => {
  const stack = literalStack();
  access(stack);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::EC2::SecurityGroup', {
    SecurityGroupIngress: Match.absent(),
    // What the AWS CDK writes for "no egress": a rule that matches no traffic.
    SecurityGroupEgress: [{ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp', FromPort: 252, ToPort: 86, Description: 'Disallow all traffic' }],
  });
  template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
});

test('what is made can be reached', () => {
  const stack = literalStack();
  const made = access(stack);
  expect(made.endpoint.vpcEndpointId).toBeDefined();
  expect(made.connections.securityGroups).toEqual([made.securityGroup]);
  expect(made.connections.defaultPort?.toString()).toBe('9142');
});
