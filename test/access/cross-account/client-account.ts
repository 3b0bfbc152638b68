import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import {
  CrossAccountAccess, type CrossAccountAccessProps, EndpointPolicy, PrivateKeyspacesAccess,
} from '../../../src';
import { literalStack } from '../../support/app';
import { isolatedVpc, ZONES } from '../../support/network';

export const OWNER = '777788889999';
export const OWNER_ROLE = `arn:aws:iam::${OWNER}:role/keyspaces_access`;
export const STS = 'com.amazonaws.us-east-1.sts';
export const OWNERS_KEYSPACES = `arn:aws:cassandra:us-east-1:${OWNER}:/keyspace`;

export const withNat: typeof isolatedVpc = (scope) =>
  new ec2.Vpc(scope, 'Vpc', { availabilityZones: ZONES, natGateways: 1, restrictDefaultSecurityGroup: false });

/** A VPC that is not made in the app, of isolated subnets alone. */
export const foreignVpc = (scope: Construct, id = 'Vpc') => ec2.Vpc.fromVpcAttributes(scope, id, {
  vpcId: 'vpc-0123456789abcdef0',
  availabilityZones: ZONES,
  isolatedSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
  isolatedSubnetRouteTableIds: ['rtb-0123456789abcdef0', 'rtb-0123456789abcdef1'],
});

/** An endpoint for AWS STS that is not made in the app. */
export const existingSts = (stack: Stack) => ({
  stsEndpoint: ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Sts', {
    vpcEndpointId: 'vpce-0123456789abcdef0',
    port: 443,
    securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'StsGroup', 'sg-0123456789abcdef0')],
  }),
});

export function setUp(
  vpcIn: (scope: Construct) => ec2.IVpc = isolatedVpc,
  props: (stack: Stack) => Partial<CrossAccountAccessProps> = () => ({}),
  endpointPolicy?: EndpointPolicy,
) {
  const stack = literalStack();
  const vpc = vpcIn(stack);
  const access = new PrivateKeyspacesAccess(stack, 'Access', { vpc, endpointPolicy });
  const ownerRole = iam.Role.fromRoleArn(stack, 'OwnerRole', OWNER_ROLE);
  const owner = new CrossAccountAccess(stack, 'Owner', { ownerRole, access, vpc, ...props(stack) });
  return { stack, vpc, access, owner, template: () => Template.fromStack(stack) };
}

export function functionIn(stack: Stack, vpc: ec2.IVpc, roleName?: string): lambda.Function {
  return new lambda.Function(stack, 'Function', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
    vpc,
    role: new iam.Role(stack, 'Role', { roleName, assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
  });
}

export const group = (logicalId: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`^${logicalId}`), 'GroupId'] });
