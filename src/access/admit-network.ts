import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { requireSecurityGroups } from './endpoint-security-groups';
import { refusal } from '../private/errors';
import { warn } from '../private/warnings';

/** A port and what goes through it. */
export interface Way {
  readonly port: ec2.Port;
  readonly description: string;
}

/**
 * Where the endpoint of CQL answers the SDK and the CLI.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.endpoints.html
 */
export const API: Way = { port: ec2.Port.tcp(443), description: 'API of Amazon Keyspaces' };

/**
 * Opens the way from a client's security groups to the endpoint's, with rules in the client's stack: in the
 * endpoint's stack they would close a cycle as soon as the client's stack uses that VPC.
 *
 * `Connections.allowTo` would warn about every client whose security group lets everything out already.
 */
export function admitNetwork(endpoint: IConstruct & ec2.IConnectable, client: ec2.IConnectable, { port, description }: Way): void {
  const groups = client.connections.securityGroups;
  requireSecurityGroups(endpoint, endpoint.connections.securityGroups);
  if (groups.length === 0) {
    throw refusal('ClientWithoutSecurityGroup', endpoint, {
      what: 'the security groups of a client',
      got: groups,
      expected: 'at least one, because the endpoint admits security groups and never address ranges',
      remedy: 'give the client a security group before it is admitted; for ECS tasks that share the network of their instances, admit their'
        + ' Auto Scaling group with the task role',
    });
  }
  for (const group of groups) {
    for (const endpointGroup of endpoint.connections.securityGroups) {
      if (!group.allowAllOutbound) group.addEgressRule(endpointGroup, port, description);
      endpointGroup.addIngressRule(group, port, description, true);
      if (!isAdmitted(endpointGroup, group)) warnOfUnchanged(endpoint, endpointGroup, group, port);
    }
  }
}

/** The AWS CDK says nothing when it adds no rule to a group that was imported with `mutable: false`. */
function isAdmitted(endpointGroup: ec2.ISecurityGroup, clientGroup: ec2.ISecurityGroup): boolean {
  return [...endpointGroup.node.children, ...clientGroup.node.children].some((rule) => ec2.CfnSecurityGroupIngress.isCfnSecurityGroupIngress(rule)
    && rule.groupId === endpointGroup.securityGroupId && rule.sourceSecurityGroupId === clientGroup.securityGroupId);
}

function warnOfUnchanged(endpoint: IConstruct, endpointGroup: ec2.ISecurityGroup, clientGroup: ec2.ISecurityGroup, port: ec2.Port): void {
  warn(endpoint, 'securityGroupNotChanged', `the security group ${endpointGroup.node.path} of the endpoint cannot be changed from here; it has to let in`
    + ` ${clientGroup.node.path} on port ${port}`);
}
