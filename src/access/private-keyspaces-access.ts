import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { ClientRoleOptions } from './client-role';
import { EndpointPolicy } from './endpoint-policy';
import { selectEndpointSubnets } from './endpoint-subnets';
import { ImportedAccess } from './imported-access';
import type { IPrivateKeyspacesAccess, PrivateKeyspacesAccessAttributes } from './iprivate-keyspaces-access';
import { KeyspacesService } from './keyspaces-service';
import { makeClientRole } from './make-client-role';
import { PrivateKeyspacesAccessBase } from './private-keyspaces-access-base';
import { requireAccess } from './require-access';
import type { RequiredAccess } from './required-access';

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
 * Beware of a VPC that has clients already: with private DNS the service's host name resolves to this endpoint for
 * all of them, also for those that are not admitted.
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
   * deny what they share, the system keyspaces, through both.
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
  public static require(grantee: iam.IGrantable, required: RequiredAccess): void {
    requireAccess(grantee, required);
  }

  public readonly vpcEndpointId: string;
  public readonly service: KeyspacesService;
  public readonly hostName: string;

  /** The interface endpoint. */
  public readonly endpoint: ec2.InterfaceVpcEndpoint;

  /** The security group of the endpoint. It admits nobody but who is admitted, and lets nothing out. */
  public readonly securityGroup: ec2.SecurityGroup;

  /** The network path to the endpoint; the default port is that of the service. */
  public readonly connections: ec2.Connections;

  /** The roles made by `createRole`. */
  public readonly roles: iam.Role[] = [];

  constructor(scope: Construct, id: string, props: PrivateKeyspacesAccessProps) {
    super(scope, id);
    this.service = props.service ?? KeyspacesService.CQL;
    this.service._requireIn(this);
    this.hostName = this.service._hostNames(this)[0];
    const subnets = selectEndpointSubnets(this, props.vpc, props.subnets);

    this.securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: 'Private access to Amazon Keyspaces: admits none but its clients',
      allowAllOutbound: false,
    });
    this.connections = new ec2.Connections({
      securityGroups: [this.securityGroup],
      defaultPort: this.service._port,
    });
    this.endpoint = new ec2.InterfaceVpcEndpoint(this, 'Endpoint', {
      vpc: props.vpc,
      service: this.service._endpointService,
      subnets,
      securityGroups: [this.securityGroup],
      privateDnsEnabled: true,
      // The default would let in the whole address range of the VPC.
      open: false,
    });
    this.vpcEndpointId = this.endpoint.vpcEndpointId;
    (props.endpointPolicy ?? EndpointPolicy.account())._attach(this);
  }

  /** Makes a role that may connect through this access and use the given tables. It has no network path of its own. */
  public createRole(scope: Construct, id: string, options: ClientRoleOptions): iam.Role {
    const role = makeClientRole(scope, id, options, this);
    this.roles.push(role);
    return role;
  }
}
