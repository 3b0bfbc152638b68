import type { IResource } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { AccessGrants } from './access-grants';
import type { KeyspacesService } from './keyspaces-service';

/** A private way to Amazon Keyspaces, made here or elsewhere. */
export interface IPrivateKeyspacesAccess extends IResource, ec2.IConnectable {
  /**
   * The id of the interface endpoint.
   * @attribute
   */
  readonly vpcEndpointId: string;

  /** What is reached. */
  readonly service: KeyspacesService;

  /**
   * The host name to connect to: with private DNS that of the service, which resolves to the endpoint; else that of the endpoint
   * itself, which is not among the names of the service's certificate. With addresses of both kinds it is `cassandra.<region>.api.aws`.
   *
   * In a stack whose Region is not known it is the host name of most Regions, `cassandra.<region>.amazonaws.com`. Some newer Regions
   * list only `cassandra.<region>.api.aws`: say the Region of the stack there.
   *
   * @see https://docs.aws.amazon.com/general/latest/gr/keyspaces.html
   */
  readonly hostName: string;

  /** The permissions that belong to the way, not to the data. */
  readonly grants: AccessGrants;

  /**
   * Lets a client reach the endpoint on the service's own port, 9142 for CQL and 443 for streams, and its principal connect (see
   * `grants.connect`). The rules of the security groups are made in the client's stack.
   *
   * @param client what has the network path: a function in the VPC, an instance, an ECS service, ...
   * @param grantee who signs in. By default the client itself, which fails for a client that is no principal; for an
   * ECS service, for one, pass `service.taskDefinition.taskRole`.
   */
  admit(client: ec2.IConnectable, grantee?: iam.IGrantable): void;

  /**
   * Lets a client call the API (SDK, CLI) on port 443, and its principal read the system keyspaces, which is what the API asks for
   * before anything else. With private DNS the API's host name, which is that of CQL, resolves to the endpoint. For streams it is
   * the same as `admit`.
   *
   * @param client what has the network path
   * @param grantee who signs the calls. By default the client itself, as for `admit`.
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.endpoints.html
   */
  admitToApi(client: ec2.IConnectable, grantee?: iam.IGrantable): void;
}

/** What is known of an access that exists already. */
export interface PrivateKeyspacesAccessAttributes {
  /** The id of the interface endpoint. */
  readonly vpcEndpointId: string;

  /** The security groups of the endpoint. Whoever is admitted gets a rule in each of them; without any, admitting fails. */
  readonly securityGroups: ec2.ISecurityGroup[];

  /**
   * What is reached through it.
   *
   * @default KeyspacesService.CQL
   */
  readonly service?: KeyspacesService;

  /**
   * The host name to connect to. Without private DNS give the endpoint's own, `vpce-...`.
   *
   * @default - the host name of the service, which private DNS resolves to the endpoint
   */
  readonly hostName?: string;
}
