import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct, IConstruct } from 'constructs';
import { refusal } from '../private/errors';

/** Those that are given, as they are; else one that admits nobody and lets nothing out. */
export function endpointSecurityGroups(access: Construct, vpc: ec2.IVpc, given?: ec2.ISecurityGroup[]): ec2.ISecurityGroup[] {
  if (given) {
    requireSecurityGroups(access, given);
    return given;
  }
  return [new ec2.SecurityGroup(access, 'SecurityGroup', {
    vpc,
    description: 'Private access to Amazon Keyspaces: admits none but its clients',
    allowAllOutbound: false,
  })];
}

/**
 * Of an endpoint that is made, and before somebody is admitted to one that exists already.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
 */
export function requireSecurityGroups(access: IConstruct, groups: ec2.ISecurityGroup[]): void {
  if (groups.length > 0) return;
  throw refusal('EndpointWithoutSecurityGroup', access, {
    what: 'the security groups of the endpoint',
    got: groups,
    expected: 'at least one; without any an endpoint gets the default one of the VPC, and nobody can be admitted',
    remedy: 'give one, or leave out the property where the endpoint is made, so that one is made too',
  });
}
