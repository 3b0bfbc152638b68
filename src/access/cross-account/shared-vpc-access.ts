import { ArnFormat, Names, Resource, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as ram from 'aws-cdk-lib/aws-ram';
import type { Construct, IConstruct } from 'constructs';
import { isIsolated, STS, stsEndpointIn, takeStsEndpoint } from './sts-endpoint';
import { refusal, type Refusal } from '../../private/errors';
import { warn } from '../../private/warnings';
import { admitNetwork, type Way, wayOf, wayToApi } from '../admit-network';
import type { IPrivateKeyspacesAccess } from '../iprivate-keyspaces-access';

/** Where a workload is let in, and by which port. */
interface Entrance {
  readonly to: IConstruct & ec2.IConnectable;
  readonly way: Way;
}

/** What is shared, and with whom. */
export interface SharedVpcAccessProps {
  /** The access in the VPC that is shared. */
  readonly access: IPrivateKeyspacesAccess;

  /** The VPC of the access, in this account. A default VPC and its subnets cannot be shared. */
  readonly vpc: ec2.IVpc;

  /**
   * The subnets to share: those that the clients run in.
   *
   * @default - the private subnets of the VPC, else its isolated ones
   */
  readonly subnets?: ec2.SubnetSelection;

  /**
   * Whom they are shared with, in the organization of this account: account ids, or ARNs of organizational units or of the organization.
   * Sharing has to be enabled in AWS Organizations.
   */
  readonly participants: string[];

  /** The roles of this account that the participants assume, see `CrossAccountRole`. */
  readonly ownerRoles: iam.IRole[];

  /**
   * An interface endpoint for AWS STS that the VPC has already. A VPC takes one with private DNS.
   *
   * @default - where no subnet of the VPC has a way out, one is made as a part of the VPC, because participants cannot make any; elsewhere
   * private DNS would cut off who uses AWS STS over that way, so that none is made, which is warned about
   */
  readonly stsEndpoint?: ec2.IInterfaceVpcEndpoint;

  /**
   * Whether the clients may call the API (SDK, CLI) too, on port 443 of the same endpoint. On an access for streams, whose own port that
   * is, it makes no difference.
   *
   * @default - false: they reach the service's own port alone, 9142 for CQL
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.endpoints.html
   */
  readonly admitToApi?: boolean;
}

/**
 * In the account of the tables: shares subnets of the VPC with other accounts, whose workloads there then reach Amazon Keyspaces by the
 * endpoint of this account. It is done with AWS RAM, in one organization.
 *
 * Participants cannot change this account's security groups, so their workloads are admitted here, in one of two ways: they carry the
 * `clientSecurityGroup`, which is shared with the subnets; or, where a service knows no shared security groups (AWS Lambda, for one),
 * they carry one of their own, which `admitSecurityGroup` admits once it exists.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/access.cross-account.sharedVPC.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-share-limitations.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-sharing.html
 */
export class SharedVpcAccess extends Resource {
  /** What is shared. */
  public readonly resourceShare: ram.CfnResourceShare;

  /** The security group for workloads of the participants: it is let through to the endpoints, and nothing else. */
  public readonly clientSecurityGroup: ec2.SecurityGroup;

  /** The way to AWS STS, if one is made or given. */
  public readonly stsEndpoint?: ec2.IInterfaceVpcEndpoint;

  private readonly entrances: Entrance[];
  private admitted = 0;

  constructor(scope: Construct, id: string, props: SharedVpcAccessProps) {
    super(scope, id);
    const { access, vpc, subnets, participants, ownerRoles } = props;
    this.requireSome('VpcParticipantsMissing', 'the participants of a shared VPC', participants, {
      expected: 'at least one account, organizational unit or organization',
      remedy: 'give the ids of the accounts whose workloads shall run in the subnets',
    });
    this.requireSome('OwnerRolesMissing', 'the roles that participants assume', ownerRoles, {
      expected: 'at least one role of this account, because Amazon Keyspaces has no resource policies',
      remedy: 'make a CrossAccountRole, and give its role',
    });
    this.clientSecurityGroup = new ec2.SecurityGroup(this, 'ClientSecurityGroup', {
      vpc,
      description: 'Workloads of other accounts that reach Amazon Keyspaces',
      allowAllOutbound: false,
    });
    this.stsEndpoint = this.wayToSts(props);
    // The last is what may come later: rules are numbered.
    this.entrances = [
      { to: access, way: wayOf(access.service) },
      ...this.stsEndpoint ? [{ to: this.stsEndpoint, way: STS }] : [],
      ...props.admitToApi && !access.service._isStreams ? [{ to: access, way: wayToApi(access.service) }] : [],
    ];
    for (const { to, way } of this.entrances) admitNetwork(to, this.clientSecurityGroup, way);
    this.resourceShare = new ram.CfnResourceShare(this, 'Resource', {
      name: Names.uniqueResourceName(this, { maxLength: 64, separator: '-' }),
      allowExternalPrincipals: false,
      principals: participants,
      resourceArns: [
        ...vpc.selectSubnets(subnets).subnetIds.map((subnetId) => this.ec2Arn('subnet', subnetId)),
        this.ec2Arn('security-group', this.clientSecurityGroup.securityGroupId),
      ],
    });
  }

  /**
   * Lets workloads with a security group of a participant reach the endpoints. The group has to exist already, and has to let its
   * workloads out to the endpoints by itself.
   *
   * @param account the account of the participant
   * @param securityGroupId the id of its security group, `sg-...`
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-share-limitations.html
   */
  public admitSecurityGroup(account: string, securityGroupId: string): void {
    const groups = this.entrances.flatMap(({ to, way }) => to.connections.securityGroups.map((group) => ({ group, way })));
    this.admitted++;
    const admitted = [account, securityGroupId].some((part) => Token.isUnresolved(part)) ? `Admitted${this.admitted}` : `${account}:${securityGroupId}`;
    for (const [index, { group, way: { port, description } }] of groups.entries()) {
      new ec2.CfnSecurityGroupIngress(this, `${admitted}:${index}`, {
        groupId: group.securityGroupId,
        sourceSecurityGroupId: securityGroupId,
        sourceSecurityGroupOwnerId: account,
        ...port.toRuleJson(),
        description,
      });
    }
  }

  private wayToSts({ vpc, stsEndpoint, ownerRoles }: SharedVpcAccessProps): ec2.IInterfaceVpcEndpoint | undefined {
    if (stsEndpoint) return takeStsEndpoint(this, stsEndpoint, ownerRoles);
    if (isIsolated(vpc)) return stsEndpointIn(this, vpc, ownerRoles);
    warn(this, 'stsNotReachedByClients', 'the shared security group (clientSecurityGroup) leads to Amazon Keyspaces and not to AWS STS, and participants'
      + ' cannot make an endpoint for it; none is made here, because some subnets of the VPC have a way out, and whoever uses AWS STS over it'
      + ' would be cut off. Give an interface endpoint for AWS STS (stsEndpoint); or, in subnets that all have a way out, let the group out to'
      + ' AWS STS by clientSecurityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS), and acknowledge this');
    return undefined;
  }

  private requireSome(code: string, what: string, got: unknown[], advice: Pick<Refusal, 'expected' | 'remedy'>): void {
    if (got.length === 0) throw refusal(code, this, { what, got, ...advice });
  }

  private ec2Arn(resource: string, resourceName: string): string {
    return Stack.of(this).formatArn({ service: 'ec2', resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  }
}
