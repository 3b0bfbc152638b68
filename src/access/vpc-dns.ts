import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import type { KeyspacesService } from './keyspaces-service';
import type { Located } from '../private/arns';
import { refusal } from '../private/errors';
import { referenced } from '../private/referenced';
import { warn } from '../private/warnings';

/** Stands for every VPC whose look-up is not done yet. */
const LOOK_UP_PENDING = 'vpc-12345';

/** Who answers to the host names of a service in a VPC, by app, so that two apps never meet. */
const ANSWERING = new WeakMap<IConstruct, Map<string, IConstruct>>();

/** That the service's host names lead to the endpoint, in these VPCs. */
export function answerInVpcs(access: Located, service: KeyspacesService, vpcs: ec2.IVpc[]): void {
  const known = vpcs.filter(({ vpcId }) => vpcId !== LOOK_UP_PENDING);
  for (const vpc of known) {
    requireAlone(access, service, vpc);
    // At synthesis, because they may be changed until then.
    access.node.addValidation({ validate: () => faultsOfNameResolution(access, vpc) });
  }
  const shared = known.filter((vpc) => !resourceOfVpc(vpc));
  if (shared.length > 0) warnOfOthers(access, service, shared);
}

/**
 * A private hosted zone, also the one that private DNS makes, is not asked in a VPC without both settings.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
 */
function faultsOfNameResolution(access: IConstruct, vpc: ec2.IVpc): string[] {
  const resource = resourceOfVpc(vpc);
  if (!resource) return [];
  // As CloudFormation takes them when they are not said.
  const { enableDnsSupport = true, enableDnsHostnames = false } = resource;
  if (enableDnsSupport !== false && enableDnsHostnames !== false) return [];
  return [refusal('VpcWithoutDns', access, {
    what: `the DNS settings of the VPC ${resource.node.path}`,
    got: { enableDnsSupport, enableDnsHostnames },
    expected: 'both to be on, because without them the host name of Amazon Keyspaces leads past the endpoint',
    remedy: 'turn them on, or set privateDns: false and connect to the host name of the endpoint itself',
  }).message];
}

/** @see https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html */
function requireAlone(access: Located, service: KeyspacesService, vpc: ec2.IVpc): void {
  const answering = ANSWERING.get(access.node.root) ?? new Map<string, IConstruct>();
  ANSWERING.set(access.node.root, answering);
  const key = `${service.name}:${identify(access, vpc.vpcId)}`;
  const other = answering.get(key);
  if (other) throw privateDnsTaken(access, service, vpc, other);
  answering.set(key, access);
  // At synthesis, because endpoints of plain CDK are not told of.
  access.node.addValidation({
    validate: () => plainEndpoints(access, service._endpointService.name, vpc).map((plain) => privateDnsTaken(access, service, vpc, plain).message),
  });
}

function privateDnsTaken(access: Located, service: KeyspacesService, vpc: ec2.IVpc, other: IConstruct): Error {
  return refusal('PrivateDnsTaken', access, {
    what: `a second private DNS for ${service.name} in the VPC`,
    got: nameOf(vpc),
    expected: `one, and ${other.node.path} has it already`,
    remedy: 'admit the clients to that one, which is taken with PrivateKeyspacesAccess.fromAttributes() where it is made otherwise; or set'
      + ' privateDns: false',
  });
}

/** Endpoints of a service in a VPC that answer to its host names, and are made outside of a construct. */
export function plainEndpoints(outside: IConstruct, serviceName: string, vpc: ec2.IVpc): ec2.CfnVPCEndpoint[] {
  const named = (at: IConstruct, name?: string) => JSON.stringify(Stack.of(at).resolve(name));
  return outside.node.root.node.findAll().filter((resource): resource is ec2.CfnVPCEndpoint => ec2.CfnVPCEndpoint.isCfnVPCEndpoint(resource)
    && resource.privateDnsEnabled === true && !resource.node.scopes.includes(outside)
    && named(resource, resource.serviceName) === named(outside, serviceName)
    && identify(resource, resource.vpcId) === identify(outside, vpc.vpcId));
}

function warnOfOthers(access: Located, service: KeyspacesService, vpcs: ec2.IVpc[]): void {
  warn(access, 'privateDnsForWholeVpc', `${service._hostNames(access)[0]} resolves to this endpoint for every workload of ${vpcs.map(nameOf).join(', ')},`
    + ' also for those that use Amazon Keyspaces already and are not admitted: they are cut off. Deploy with privateDns: false first,'
    + ' admit all of them, then turn private DNS on. Acknowledge this if there are none, or once all are admitted');
}

export function resourceOfVpc({ vpcId }: ec2.IVpc): ec2.CfnVPC | undefined {
  const resource = referenced(vpcId);
  return ec2.CfnVPC.isCfnVPC(resource) ? resource : undefined;
}

/** The same for the same VPC, however it is given; a parameter or the like is known in its own stack only. */
export function identify(at: IConstruct, vpcId: string): string {
  const resource = referenced(vpcId);
  if (resource) return resource.node.path;
  const stack = Stack.of(at);
  if (Token.isUnresolved(vpcId)) return JSON.stringify([stack.node.path, stack.resolve(vpcId)]);
  return JSON.stringify([stack.account, stack.region, vpcId]);
}

export function nameOf(vpc: ec2.IVpc): string {
  return Token.isUnresolved(vpc.vpcId) ? vpc.node.path : vpc.vpcId;
}
