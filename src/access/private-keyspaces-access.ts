import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { ClientRoleOptions } from './client-role';
import { EndpointPolicy } from './endpoint-policy';
import { endpointSecurityGroups } from './endpoint-security-groups';
import { remarkOnZones, requireIpAddressType, selectEndpointSubnets, warnOfSingleZone } from './endpoint-subnets';
import { ImportedAccess } from './imported-access';
import type { IPrivateKeyspacesAccess, PrivateKeyspacesAccessAttributes } from './iprivate-keyspaces-access';
import { KeyspacesService } from './keyspaces-service';
import { makeClientRole } from './make-client-role';
import { resolveHostNames } from './private-dns';
import { PrivateKeyspacesAccessBase } from './private-keyspaces-access-base';
import { requireAccess } from './require-access';
import type { RequireAccessOptions } from './require-access-options';

/** How to make a private way to Amazon Keyspaces. */
export interface PrivateKeyspacesAccessProps {
  /** The network whose workloads shall reach Amazon Keyspaces. */
  readonly vpc: ec2.IVpc;

  /**
   * What shall be reached. Each service has an endpoint of its own.
   *
   * @default KeyspacesService.CQL
   */
  readonly service?: KeyspacesService;

  /**
   * The subnets that the endpoint gets a network interface in, one in each Availability Zone. A public subnet is refused, and so
   * are two in one zone; a single zone is a warning.
   *
   * @default - the private subnets of the VPC, else its isolated ones
   */
  readonly subnets?: ec2.SubnetSelection;

  /**
   * Takes public subnets too. The endpoint keeps private addresses in them.
   *
   * @default false
   */
  readonly allowPublicSubnets?: boolean;

  /**
   * Leaves out the subnets of zones that do not have the service, which are looked up at synthesis: the stack has to say its account
   * and Region, and the subnets their zones.
   *
   * @default - false: every subnet is used, and the deployment fails on one in a zone without the service
   */
  readonly lookupSupportedAzs?: boolean;

  /**
   * Which addresses the endpoint has. Both kinds need subnets of both kinds; IPv6 alone is refused. With both, a client whose security
   * group lets out IPv4 alone gets a rule for this endpoint; a security group that is imported has to let out IPv6 itself.
   *
   * @default - IPv4
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/ipv6-support.html
   */
  readonly ipAddressType?: ec2.VpcEndpointIpAddressType;

  /**
   * Whether the host names of the service resolve to the endpoint, for the whole VPC, also for workloads that are not admitted.
   *
   * Without it, drivers connect to the host name of the endpoint itself, which is not in the service's certificate, and whatever
   * makes up the host name from the Region does not find the endpoint. It is for the first step of a migration: private DNS off,
   * admit all clients that the VPC has, then private DNS on.
   *
   * A VPC has it once for a service: a second one in the same app is refused, and so is a VPC of the app whose DNS support or host
   * names are off.
   *
   * @default true
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
   */
  readonly privateDns?: boolean;

  /**
   * Other VPCs whose workloads use this endpoint, over peering or a transit gateway, which is not made here. A private hosted zone for
   * each host name of the service takes the place of private DNS, in all of them and in `vpc`. Clients there are admitted like others,
   * which takes a network that lets security groups refer to each other, and has to be there before: let `securityGroup` depend on it.
   * Clients are of another stack than their VPC where that is not the stack of this access, because the zones are deployed after the
   * VPC and the clients after the endpoint; else they are refused. Before nobody shares the endpoint any more, deploy once with
   * `privateDns: false`: private DNS is refused as long as the zones are there.
   *
   * Whether `system.peers` is filled for clients of another VPC is not documented; without, a driver sees one node.
   *
   * @default - none
   * @see https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html
   */
  readonly sharedWith?: ec2.IVpc[];

  /**
   * Security groups for the endpoint, as they are: whoever is admitted gets a rule in each of them, nothing else is changed.
   *
   * @default - one is made, which admits nobody until somebody is admitted and lets nothing out
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * What may be reached through the endpoint.
   *
   * @default EndpointPolicy.account()
   */
  readonly endpointPolicy?: EndpointPolicy;
}

/**
 * A private way from a VPC to Amazon Keyspaces: an interface endpoint with private DNS, a security group that admits
 * nobody until somebody is admitted, and an endpoint policy.
 *
 * It says through which door data may be reached. What may be done with it, `table.grants` says.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
 */
export class PrivateKeyspacesAccess extends PrivateKeyspacesAccessBase {
  /** An access of this account and Region that exists already. */
  public static fromAttributes(scope: Construct, id: string, attributes: PrivateKeyspacesAccessAttributes): IPrivateKeyspacesAccess {
    return new ImportedAccess(scope, id, attributes);
  }

  /**
   * Denies a principal some tables, their streams and the system keyspaces, unless it comes through one of the given endpoints.
   * It gives no permission: what may be done with a table is granted by `table.grants`.
   *
   * All calls for one principal count together, in whatever stack they are: every endpoint of any of them holds for every table of any
   * of them, in one statement (in several of the same condition where it grows too long). Two statements of an endpoint each would
   * deny what they share, the system keyspaces, through both. A role that is made here and imported elsewhere is one principal, where
   * both are in the same Stage. Not so in two Stages, and not for a role that is made with a name in a stack whose account is not
   * known, and imported by that name: there require everything of one of them.
   *
   * - Data comes through accesses for CQL, streams through accesses for streams, and neither through the other. `ListStreams` knows no
   * resource and is not denied.
   * - What the service does for the principal is let through (`aws:ViaAWSService`), so restores work.
   * - The console, the CLI and every other caller from elsewhere are denied: that is what it is for.
   *
   * Fails for the roles that the AWS CDK deploys with, for a principal that has no policy of its own or is of another account than the
   * tables, and for one whose policy cannot be changed from here.
   *
   * @param grantee who is denied
   * @param required through which endpoints which tables have to be reached
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-viaawsservice
   */
  public static require(grantee: iam.IGrantable, required: RequireAccessOptions): void {
    requireAccess(grantee, required);
  }

  public readonly vpcEndpointId: string;
  public readonly service: KeyspacesService;
  public readonly hostName: string;

  /** The interface endpoint. */
  public readonly endpoint: ec2.InterfaceVpcEndpoint;

  /** @internal */
  public readonly _isDualStack: boolean;

  /** @internal */
  public readonly _vpc: ec2.IVpc;

  /** @internal */
  public readonly _sharedWith: ec2.IVpc[];

  /** The security group of the endpoint, the first one where several are given. */
  public readonly securityGroup: ec2.ISecurityGroup;

  /**
   * The network path to the endpoint; the default port is that of the service.
   *
   * To open it for a client of another stack use `admit`, or begin at the client, `client.connections.allowToDefaultPort(access)`:
   * `access.connections.allowDefaultPortFrom(client)` makes the rules in the stack of the endpoint, which closes a cycle as soon as the
   * client's stack uses the VPC.
   */
  public readonly connections: ec2.Connections;

  /** The private hosted zones made for an endpoint that several VPCs share; else none. */
  public readonly hostedZones: route53.PrivateHostedZone[];

  /** The roles made by `createRole`. */
  public readonly roles: iam.Role[] = [];

  constructor(scope: Construct, id: string, props: PrivateKeyspacesAccessProps) {
    super(scope, id);
    this.service = props.service ?? KeyspacesService.CQL;
    this.service._requireIn(this);
    const subnets = selectEndpointSubnets(this, props);
    remarkOnZones(this, props);
    requireIpAddressType(this, subnets, props.ipAddressType);
    this._vpc = props.vpc;
    this._sharedWith = props.sharedWith ?? [];
    this._isDualStack = props.ipAddressType === ec2.VpcEndpointIpAddressType.DUALSTACK;

    const securityGroups = endpointSecurityGroups(this, props.vpc, props.securityGroups);
    this.securityGroup = securityGroups[0];
    this.connections = new ec2.Connections({
      securityGroups,
      defaultPort: this.service._port,
    });
    this.endpoint = new ec2.InterfaceVpcEndpoint(this, 'Endpoint', {
      vpc: props.vpc,
      service: this.service._endpointService,
      subnets: { subnets: subnets.subnets },
      lookupSupportedAzs: props.lookupSupportedAzs,
      securityGroups,
      privateDnsEnabled: (props.privateDns ?? true) && !props.sharedWith?.length,
      ipAddressType: props.ipAddressType,
      // The default would let in the whole address range of the VPC.
      open: false,
    });
    this.vpcEndpointId = this.endpoint.vpcEndpointId;
    if (!subnets.isPendingLookup) warnOfSingleZone(this, this.service, this.endpoint);
    const names = resolveHostNames(this, this.endpoint, props);
    this.hostName = names.hostName;
    this.hostedZones = names.hostedZones;
    (props.endpointPolicy ?? EndpointPolicy.account())._attach(this);
  }

  /** Makes a role that may connect through this access and use the given tables. It has no network path of its own. */
  public createRole(scope: Construct, id: string, options: ClientRoleOptions): iam.Role {
    const role = makeClientRole(scope, id, options, this);
    this.roles.push(role);
    return role;
  }
}
