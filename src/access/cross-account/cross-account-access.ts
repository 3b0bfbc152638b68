import { Resource, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { isIsolated, STS, stsEndpointIn, takeStsEndpoint } from './sts-endpoint';
import { warnOfStoppedOwner } from './warn-of-stopped-owner';
import { refusal } from '../../private/errors';
import { grantToPrincipal } from '../../private/grants';
import { warn } from '../../private/warnings';
import { admitNetwork, type Way, wayOf, wayToApi } from '../admit-network';
import { principalOf } from '../client-principal';
import type { IPrivateKeyspacesAccess } from '../iprivate-keyspaces-access';
import type { KeyspacesService } from '../keyspaces-service';

/** Whose tables are reached, and by which way. */
export interface CrossAccountAccessProps {
  /**
   * The role in the account of the tables, which their owner made for this account: `iam.Role.fromRoleArn(...)`, or `CrossAccountRole.role`
   * where both accounts are in one app.
   */
  readonly ownerRole: iam.IRole;

  /**
   * The access in the VPC of the clients, in their own account. Its endpoint policy has to let through the owner's tables and the
   * owner's system keyspaces: `EndpointPolicy.restricted({ tables: [...] })` with the tables imported by their ARNs does. The default,
   * `EndpointPolicy.account()`, stops them, which is warned about.
   *
   * @default - none: the clients are in subnets that the owner shares, where the endpoints and their security groups are the owner's
   */
  readonly access?: IPrivateKeyspacesAccess;

  /**
   * The VPC of the access.
   *
   * @default - none, without an access
   */
  readonly vpc?: ec2.IVpc;

  /**
   * An interface endpoint for AWS STS that the VPC has already. A VPC takes one with private DNS.
   *
   * @default - where no subnet of the VPC has a way out, one is made as a part of the VPC, and shared by all in the app who assume roles
   * there; elsewhere AWS STS is reached over that way, because private DNS would cut off the others who do
   */
  readonly stsEndpoint?: ec2.IInterfaceVpcEndpoint;
}

/**
 * In the account of the clients: what lets them assume a role of another account, and leads them there and to that account's tables.
 *
 * Who asks Amazon Keyspaces then is the owner's role. Neither grants of this account nor the client's own ARN count: an endpoint policy
 * that names the client's role, as the sample of the documentation does, lets none of its requests through.
 *
 * The application assumes the role itself, for at most an hour, through AWS STS of its own Region (`AWS_STS_REGIONAL_ENDPOINTS=regional`
 * for old SDKs), and signs in to Amazon Keyspaces with the credentials it gets, also again when they expire.
 *
 * Pods whose role comes from EKS Pod Identity need `disableSessionTags: true` in their association (`eks.CfnPodIdentityAssociation`). Its
 * session tags are transitive: AWS STS takes them along to the owner's role, and asks for `sts:TagSession` too, which is granted here
 * neither by the owner's trust, nor to the client, nor by the policy of the endpoint for AWS STS.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/access.cross-account.html
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_PodIdentityAssociation.html
 * @see https://github.com/aws/eks-pod-identity-agent/issues/80
 */
export class CrossAccountAccess extends Resource {
  /** The way to AWS STS, if one is made or given. */
  public readonly stsEndpoint?: ec2.IInterfaceVpcEndpoint;

  private readonly ownerRole: iam.IRole;
  private readonly access?: IPrivateKeyspacesAccess;

  constructor(scope: Construct, id: string, props: CrossAccountAccessProps) {
    super(scope, id);
    const { ownerRole, access, vpc } = props;
    this.ownerRole = ownerRole;
    this.access = access;
    this.requireWhole(props);
    this.requireKnownAccount(ownerRole);
    this.stsEndpoint = props.stsEndpoint ? takeStsEndpoint(this, props.stsEndpoint, [ownerRole]) : vpc && this.wayToSts(vpc);
    if (!access) return;
    access.grants._admit(ownerRole);
    warnOfStoppedOwner(this, access, ownerRole);
  }

  /**
   * Lets a client assume the owner's role, and reach the endpoints on the way, with rules in the client's stack: that of Amazon Keyspaces
   * on the service's own port, 9142 for CQL and 443 for streams.
   *
   * A role whose name is made by CloudFormation is warned about: its owner trusts roles by their names.
   *
   * @param client what has the network path: a function in the VPC, an instance, an ECS service, ...
   * @param grantee who assumes the role. By default the client itself, which fails for a client that is no principal; for an
   * ECS service, for one, pass `service.taskDefinition.taskRole`.
   */
  public admit(client: ec2.IConnectable, grantee?: iam.IGrantable): void {
    this.lead(client, grantee, wayOf);
  }

  /**
   * Lets a client assume the owner's role, and call the API (SDK, CLI) as that role on port 443 of the endpoint, with rules in the
   * client's stack. On an access for streams it is the same as `admit`, and so it is in subnets that the owner shares, where the owner
   * opens that port (`SharedVpcAccess`, `admitToApi`).
   *
   * @param client what has the network path
   * @param grantee who assumes the role. By default the client itself, as for `admit`.
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.endpoints.html
   */
  public admitToApi(client: ec2.IConnectable, grantee?: iam.IGrantable): void {
    this.lead(client, grantee, wayToApi);
  }

  /** Allows a role to assume the owner's role: `sts:AssumeRole` on it, and no network path. Users and groups are refused. */
  public grantAssume(grantee: iam.IGrantable): iam.Grant {
    this.requireRole(grantee.grantPrincipal);
    this.warnOfUnnamed(grantee.grantPrincipal);
    return grantToPrincipal({
      grantee,
      actions: ['sts:AssumeRole'],
      resourceArns: [this.ownerRole.roleArn],
      on: this,
      family: 'assume',
    });
  }

  private lead(client: ec2.IConnectable, grantee: iam.IGrantable | undefined, way: (service: KeyspacesService) => Way): void {
    const principal = grantee ?? principalOf(this, client);
    if (this.access) admitNetwork(this.access, client, way(this.access.service));
    if (this.stsEndpoint) admitNetwork(this.stsEndpoint, client, STS);
    this.grantAssume(principal);
  }

  private wayToSts(vpc: ec2.IVpc): ec2.IInterfaceVpcEndpoint | undefined {
    if (isIsolated(vpc)) return stsEndpointIn(this, vpc, [this.ownerRole]);
    if (vpc.isolatedSubnets.length > 0) {
      warn(this, 'stsNotReachedFromIsolatedSubnets', 'some subnets of the VPC have no way out, so that clients there cannot reach AWS STS to'
        + ' assume the owner\'s role; give an interface endpoint for AWS STS (stsEndpoint), or have no clients there');
    }
    return undefined;
  }

  private requireWhole({ access, vpc, stsEndpoint }: CrossAccountAccessProps): void {
    if ((access === undefined) === (vpc === undefined) && !(access === undefined && stsEndpoint)) return;
    throw refusal('CrossAccountWayIncomplete', this, {
      what: 'a way with',
      got: Object.entries({ access, vpc, stsEndpoint }).filter(([, value]) => value).map(([name]) => name),
      expected: 'an access together with its VPC, or neither of them in subnets that the owner shares',
      remedy: 'give both access and vpc; in a shared VPC leave them out, and stsEndpoint too, because the owner makes the endpoints',
    });
  }

  /** A reference from one stack without an account to another would take both for the same account. */
  private requireKnownAccount(ownerRole: iam.IRole): void {
    if (!iam.CfnRole.isCfnRole(ownerRole.node.defaultChild) || !Token.isUnresolved(ownerRole.env.account)) return;
    throw refusal('OwnerAccountUnknown', this, {
      what: 'the owner\'s role, of a stack without an account,',
      got: ownerRole.node.path,
      expected: 'a role of an account that is known, and is another one',
      remedy: 'give the stack of the role an account (env), or import the role by its ARN: iam.Role.fromRoleArn()',
    });
  }

  private requireRole(principal: iam.IPrincipal): void {
    const { userArn, groupArn } = principal as Partial<iam.IUser & iam.IGroup>;
    if (userArn === undefined && groupArn === undefined) return;
    throw refusal('AssumingPrincipalNotRole', this, {
      what: 'who assumes the owner\'s role',
      got: String(principal),
      expected: 'a role, because the owner trusts roles by their names, and neither users nor groups',
      remedy: 'grant to a role that the user may assume',
    });
  }

  private warnOfUnnamed(principal: iam.IPrincipal): void {
    const cfnRole = (principal as Partial<iam.Role>).node?.defaultChild;
    if (!(cfnRole instanceof iam.CfnRole) || (cfnRole.roleName !== undefined && !Token.isUnresolved(cfnRole.roleName))) return;
    warn(this, 'clientRoleUnnamed', `the name of ${principal as iam.Role} is made by CloudFormation, and the owner trusts roles by their`
      + ' names; give it a roleName');
  }
}
