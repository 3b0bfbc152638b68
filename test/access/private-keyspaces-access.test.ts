import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { PrivateKeyspacesAccess } from '../../src';
import { literalStack } from '../support/app';
import { isolatedVpc, ZONES } from '../support/network';
import { refusalOf } from '../support/refusal';

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

describe('subnets', () => {
  test('are the private ones where the VPC has others too', () => {
    const stack = literalStack();
    access(stack, new ec2.Vpc(stack, 'Vpc', { availabilityZones: ZONES, natGateways: 1, restrictDefaultSecurityGroup: false }));
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPCEndpoint', {
      SubnetIds: [{ Ref: Match.stringLikeRegexp('VpcPrivateSubnet1') }, { Ref: Match.stringLikeRegexp('VpcPrivateSubnet2') }],
    });
  });

  test('can be chosen', () => {
    const stack = literalStack();
    const vpc = isolatedVpc(stack);
    new PrivateKeyspacesAccess(stack, 'Access', { vpc, subnets: { subnets: vpc.isolatedSubnets.slice(0, 1) } });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPCEndpoint', {
      SubnetIds: [{ Ref: 'VpcIsolatedSubnet1SubnetE48C5737' }],
    });
  });

  test('are one in each zone, however many are chosen', () => {
    const stack = literalStack();
    const vpc = new ec2.Vpc(stack, 'Vpc', {
      availabilityZones: ZONES,
      natGateways: 0,
      subnetConfiguration: ['One', 'Two'].map((name) => ({ name, subnetType: ec2.SubnetType.PRIVATE_ISOLATED })),
      restrictDefaultSecurityGroup: false,
    });
    new PrivateKeyspacesAccess(stack, 'Access', { vpc, subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
    const [endpoint] = Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint'));
    expect(endpoint.Properties.SubnetIds).toHaveLength(2);
  });

  test('of a VPC that is still looked up are not judged', () => {
    const stack = literalStack();
    const vpc = ec2.Vpc.fromLookup(stack, 'Looked up', { vpcId: 'vpc-1234' });
    new PrivateKeyspacesAccess(stack, 'Access', { vpc, subnets: { subnetGroupName: 'Unknown so far' } });
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('in one zone only are warned about', () => {
    const stack = literalStack();
    const vpc = isolatedVpc(stack);
    new PrivateKeyspacesAccess(stack, 'Access', { vpc, subnets: { subnets: vpc.isolatedSubnets.slice(0, 1) } });
    Annotations.fromStack(stack).hasWarning('/Stack/Access', Match.stringLikeRegexp('cdk-keyspaces:singleAvailabilityZone'));
  });

  test('in two zones are not warned about', () => {
    const stack = literalStack();
    access(stack);
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('may be imported ones that do not tell their zone', () => {
    const stack = literalStack();
    const subnets = ['subnet-1', 'subnet-2'].map((subnetId) => ec2.Subnet.fromSubnetId(stack, subnetId, subnetId));
    expect(() => new PrivateKeyspacesAccess(stack, 'Access', { vpc: isolatedVpc(stack), subnets: { subnets } })).not.toThrow();
    Annotations.fromStack(stack).hasNoWarning('/Stack/Access', Match.anyValue());
  });

  test('are refused where two stand in one zone', () => {
    const stack = literalStack();
    const subnets = ['subnet-1', 'subnet-2'].map((subnetId) => ec2.Subnet.fromSubnetAttributes(stack, subnetId, {
      subnetId, availabilityZone: 'us-east-1a',
    }));
    const refusal = refusalOf(() => new PrivateKeyspacesAccess(stack, 'Access', { vpc: isolatedVpc(stack), subnets: { subnets } }));
    expect(refusal.name).toBe('EndpointSubnetsInOneZone');
    expect(refusal.message).toContain('"us-east-1a"');
  });

  test('are refused where the VPC has public ones only', () => {
    const stack = literalStack();
    const vpc = new ec2.Vpc(stack, 'Vpc', {
      availabilityZones: ZONES,
      subnetConfiguration: [{ name: 'Public', subnetType: ec2.SubnetType.PUBLIC }],
      restrictDefaultSecurityGroup: false,
    });
    const refusal = refusalOf(() => access(stack, vpc));
    expect(refusal.name).toBe('EndpointSubnetPublic');
    expect(refusal.message).toContain('Stack/Vpc/PublicSubnet1');
  });
});
