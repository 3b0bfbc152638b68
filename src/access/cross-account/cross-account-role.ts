import { type Duration, Names, Resource } from 'aws-cdk-lib';
import type { ITableRef } from 'aws-cdk-lib/aws-cassandra';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { CrossAccountClientOptions } from './cross-account-client';
import { trustIn } from './cross-account-trust';
import { validateTrust } from './validate-trust';
import { refusal } from '../../private/errors';
import type { IPrivateKeyspacesAccess } from '../iprivate-keyspaces-access';
import { grantOnTables } from '../make-client-role';

/** Role chaining ends there, whatever the role allows. */
const LONGEST_SESSION_HOURS = 1;

/** Whose roles may assume the role, and what may be done with it. */
export interface CrossAccountRoleProps {
  /** The roles of other accounts that may assume this one: as many as fit into a trust policy, which is counted at synthesis. */
  readonly clients: CrossAccountClientOptions[];

  /**
   * The name of the role, by which the other accounts know it.
   *
   * @default - a name made of the construct's path, the same in every deployment; it is a literal in the template
   */
  readonly roleName?: string;

  /**
   * The access in a VPC whose subnets are shared with the clients. Sessions of the role may then look at endpoints, which fills
   * `system.peers` for them: the endpoint is in the account of the role.
   *
   * @default - the clients come through endpoints of their own accounts. Amazon Keyspaces looks at endpoints as the role, which sees
   * none of those, so that drivers see a single node: give them three times the connections.
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/access.cross-account.sharedVPC.html
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/access.cross-account.noVPC.setup.html
   */
  readonly sharedVpcAccess?: IPrivateKeyspacesAccess;

  /**
   * Tables that the clients may read.
   *
   * @default - none
   */
  readonly read?: ITableRef[];

  /**
   * Tables that the clients may read and write.
   *
   * @default - none
   */
  readonly readWrite?: ITableRef[];

  /**
   * Tables whose change data capture streams the clients may read.
   *
   * @default - none
   */
  readonly readStreams?: ITableRef[];

  /**
   * How long a session of the role may be. More than one hour is refused: a role that assumes a role gets no more, and asking for it
   * fails at the first connection.
   *
   * @default - one hour
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
   */
  readonly maxSessionDuration?: Duration;
}

/**
 * In the account of the tables: a role that clients of other accounts assume. Amazon Keyspaces has no resource policies, so this is the
 * only way in, with a shared VPC and without.
 *
 * The clients are trusted by the names of their roles, so either account may be deployed first, and a role that is made again still
 * works. More tables are granted as ever: `table.grants.readData(role)`.
 *
 * The other account has the counterpart, `CrossAccountAccess`.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/access.cross-account.html
 */
export class CrossAccountRole extends Resource implements iam.IGrantable {
  /** The role. */
  public readonly role: iam.Role;

  /** The role. */
  public readonly grantPrincipal: iam.IPrincipal;

  constructor(scope: Construct, id: string, props: CrossAccountRoleProps) {
    super(scope, id);
    this.requireShortSessions(props.maxSessionDuration);
    this.role = new iam.Role(this, 'Role', {
      roleName: props.roleName ?? Names.uniqueResourceName(this, { maxLength: 64, separator: '-' }),
      assumedBy: trustIn(this, props.clients),
      maxSessionDuration: props.maxSessionDuration,
      description: 'Clients of other accounts assume it to reach Amazon Keyspaces',
    });
    this.grantPrincipal = this.role;
    validateTrust(this.role);
    props.sharedVpcAccess?.grants.connect(this.role);
    grantOnTables(this.role, props);
  }

  private requireShortSessions(duration: Duration | undefined): void {
    if (duration === undefined || duration.isUnresolved() || duration.toHours({ integral: false }) <= LONGEST_SESSION_HOURS) return;
    throw refusal('CrossAccountSessionTooLong', this, {
      what: 'sessions of',
      got: duration.toHumanString(),
      expected: 'at most one hour, to which role chaining limits every session',
      remedy: 'leave maxSessionDuration out, and let the clients assume the role again before a session ends',
    });
  }
}
