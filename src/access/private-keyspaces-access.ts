import { Resource } from 'aws-cdk-lib';
import type { ITableRef } from 'aws-cdk-lib/aws-cassandra';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { AccessGrants } from './access-grants';
import { admitNetwork, CQL_PORT } from './admit-network';
import { EndpointPolicy } from './endpoint-policy';
import { selectEndpointSubnets } from './endpoint-subnets';
import { refusal } from '../private/errors';
import { TableGrants } from '../table/table-grants';

/** How to make a private way to Amazon Keyspaces. */
export interface PrivateKeyspacesAccessProps {
  /** The network whose workloads shall reach Amazon Keyspaces. */
  readonly vpc: ec2.IVpc;

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

/** Who a client role is for, and what it may do with which tables. */
export interface ClientRoleOptions {
  /** Who assumes the role, e.g. `new iam.ServicePrincipal('ecs-tasks.amazonaws.com')`. */
  readonly assumedBy: iam.IPrincipal;

  /**
   * Tables that the role may read.
   *
   * @default - none
   */
  readonly read?: ITableRef[];

  /**
   * Tables that the role may read and write.
   *
   * @default - none
   */
  readonly readWrite?: ITableRef[];
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
export class PrivateKeyspacesAccess extends Resource implements ec2.IConnectable {
  /** The interface endpoint. */
  public readonly endpoint: ec2.InterfaceVpcEndpoint;

  /** The security group of the endpoint. It admits nobody but who is admitted, and lets nothing out. */
  public readonly securityGroup: ec2.SecurityGroup;

  /** The network path to the endpoint; the default port is 9142. */
  public readonly connections: ec2.Connections;

  /** The permissions that belong to the way, not to the data. */
  public readonly grants = AccessGrants._of(this);

  /** The roles made by `createRole`. */
  public readonly roles: iam.Role[] = [];

  constructor(scope: Construct, id: string, props: PrivateKeyspacesAccessProps) {
    super(scope, id);
    const subnets = selectEndpointSubnets(this, props.vpc, props.subnets);

    this.securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: 'Private access to Amazon Keyspaces: admits none but its clients',
      allowAllOutbound: false,
    });
    this.connections = new ec2.Connections({
      securityGroups: [this.securityGroup],
      defaultPort: CQL_PORT,
    });
    this.endpoint = new ec2.InterfaceVpcEndpoint(this, 'Endpoint', {
      vpc: props.vpc,
      service: ec2.InterfaceVpcEndpointAwsService.KEYSPACES,
      subnets,
      securityGroups: [this.securityGroup],
      privateDnsEnabled: true,
      // The default would let in the whole address range of the VPC.
      open: false,
    });
    for (const statement of (props.endpointPolicy ?? EndpointPolicy.account())._render(this)) {
      this.endpoint.addToPolicy(statement);
    }
  }

  /**
   * Lets a client reach the endpoint on port 9142, and its principal connect (see `grants.connect`). The rules of the
   * security groups are made in the client's stack.
   *
   * @param client what has the network path: a function in the VPC, an instance, an ECS service, ...
   * @param grantee who signs in. By default the client itself, which fails for a client that is no principal; for an
   * ECS service, for one, pass `service.taskDefinition.taskRole`.
   */
  public admit(client: ec2.IConnectable, grantee?: iam.IGrantable): void {
    const principal = grantee ?? this.principalOf(client);
    admitNetwork(this, client);
    this.grants.connect(principal);
  }

  /** Makes a role that may connect through this access and use the given tables. It has no network path of its own. */
  public createRole(scope: Construct, id: string, options: ClientRoleOptions): iam.Role {
    const role = new iam.Role(scope, id, {
      assumedBy: options.assumedBy,
      description: 'Connects to Amazon Keyspaces through a private endpoint',
    });
    this.grants.connect(role);
    for (const table of options.read ?? []) TableGrants.fromTable(table).readData(role);
    for (const table of options.readWrite ?? []) TableGrants.fromTable(table).readWriteData(role);
    this.roles.push(role);
    return role;
  }

  private principalOf(client: ec2.IConnectable): iam.IGrantable {
    if ('grantPrincipal' in client) return client as ec2.IConnectable & iam.IGrantable;
    throw refusal('ClientNotGrantable', this, {
      what: 'a client without a grantee,',
      got: Construct.isConstruct(client) ? client.node.path : typeof client,
      expected: 'a client that is also a principal, such as a Lambda function or an EC2 instance',
      remedy: 'pass who signs in as the second argument; for an ECS service that is service.taskDefinition.taskRole',
    });
  }
}
