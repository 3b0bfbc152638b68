import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { requireSecurityGroups } from './endpoint-security-groups';
import type { KeyspacesService } from './keyspaces-service';
import { type Networks, requireNoCycle } from './stack-cycle';
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
const API: Way = { port: ec2.Port.tcp(443), description: 'API of Amazon Keyspaces' };

/** The service's own port. */
export function wayOf({ _port: port, _ruleDescription: description }: KeyspacesService): Way {
  return { port, description };
}

/** The way of who calls the API; a service that is called on its own port has no other. */
export function wayToApi(service: KeyspacesService): Way {
  return service._isStreams ? wayOf(service) : API;
}

/** What answers. */
export interface Endpoint extends IConstruct, ec2.IConnectable, Networks {
  /** Whether it answers over IPv6 too. */
  readonly _isDualStack?: boolean;
}

/**
 * Opens the way from a client's security groups to the endpoint's, with rules in the client's stack: in the
 * endpoint's stack they would close a cycle as soon as the client's stack uses that VPC.
 *
 * `Connections.allowTo` would warn about every client whose security group lets everything out already.
 */
export function admitNetwork(endpoint: Endpoint, client: ec2.IConnectable, { port, description }: Way): void {
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
      requireNoCycle(endpoint, endpointGroup.securityGroupId, group);
      letOut(endpoint, group, endpointGroup, { port, description });
      endpointGroup.addIngressRule(group, port, description, true);
      if (!isAdmitted(endpointGroup, group)) warnOfUnchanged(endpoint, endpointGroup, group, port);
    }
  }
}

function letOut(endpoint: Endpoint, group: ec2.ISecurityGroup, endpointGroup: ec2.ISecurityGroup, { port, description }: Way): void {
  if (!group.allowAllOutbound) {
    group.addEgressRule(endpointGroup, port, description);
    if (!isLetOut(group, endpointGroup)) warnOfKeptIn(endpoint, endpointGroup, group, port);
  } else if (endpoint._isDualStack && group instanceof ec2.SecurityGroup && !group.allowAllIpv6Outbound) {
    // "All" is all of IPv4, and the AWS CDK adds no rule to it.
    const id = `to ${endpointGroup.uniqueId}:${port}`;
    if (group.node.tryFindChild(id)) return;
    new ec2.CfnSecurityGroupEgress(group, id, {
      groupId: group.securityGroupId, ...endpointGroup.toEgressRuleConfig(), ...port.toRuleJson(), description,
    });
  }
}

/** The AWS CDK says nothing when it adds no rule to a group that was imported with `mutable: false`. */
function isAdmitted(endpointGroup: ec2.ISecurityGroup, clientGroup: ec2.ISecurityGroup): boolean {
  return [...endpointGroup.node.children, ...clientGroup.node.children].some((rule) => ec2.CfnSecurityGroupIngress.isCfnSecurityGroupIngress(rule)
    && rule.groupId === endpointGroup.securityGroupId && rule.sourceSecurityGroupId === clientGroup.securityGroupId);
}

/** The same for the client's side. */
function isLetOut(group: ec2.ISecurityGroup, endpointGroup: ec2.ISecurityGroup): boolean {
  return group.node.children.some((rule) => ec2.CfnSecurityGroupEgress.isCfnSecurityGroupEgress(rule)
    && rule.destinationSecurityGroupId === endpointGroup.securityGroupId);
}

function warnOfUnchanged(endpoint: IConstruct, endpointGroup: ec2.ISecurityGroup, clientGroup: ec2.ISecurityGroup, port: ec2.Port): void {
  warn(endpoint, 'securityGroupNotChanged', `the security group ${endpointGroup.node.path} of the endpoint cannot be changed from here; it has to let in`
    + ` ${clientGroup.node.path} on port ${port}`);
}

function warnOfKeptIn(endpoint: IConstruct, endpointGroup: ec2.ISecurityGroup, clientGroup: ec2.ISecurityGroup, port: ec2.Port): void {
  warn(endpoint, 'securityGroupNotChanged', `the security group ${clientGroup.node.path} of the client cannot be changed from here; it has to let out`
    + ` to ${endpointGroup.node.path} on port ${port}`);
}
