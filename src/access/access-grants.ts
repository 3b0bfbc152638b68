import type * as iam from 'aws-cdk-lib/aws-iam';
import type { KeyspacesService } from './keyspaces-service';
import { warnOfReadOnlyPolicies } from './read-only-policies';
import { LIST_STREAMS_ACTIONS, PEERS_ACTIONS } from '../private/actions';
import type { Located } from '../private/arns';
import { grantSystemKeyspaces, grantToPrincipal } from '../private/grants';

type Access = Located & { readonly service: KeyspacesService };

/** Permissions that have to do with the way to Amazon Keyspaces, not with any table. */
export class AccessGrants {
  /** @internal */
  public static _of(access: Access): AccessGrants {
    return new AccessGrants(access);
  }

  /**
   * Everybody who may connect.
   *
   * @internal
   */
  public readonly _admitted: iam.IPrincipal[] = [];

  private readonly listeners: ((principal: iam.IPrincipal) => void)[] = [];

  private constructor(private readonly access: Access) {}

  /**
   * Allows connecting: `cassandra:Select` on the system keyspaces of the account, which every driver reads first,
   * and `ec2:DescribeNetworkInterfaces` and `ec2:DescribeVpcEndpoints`, with which Amazon Keyspaces fills
   * `system.peers` for this principal. Without the latter a driver sees one node instead of one for each zone.
   *
   * Neither EC2 action knows resources, so both are allowed on `*`.
   *
   * Through an access for streams it is `cassandra:ListStreams` on `*` alone, which knows no resource either: reading one is
   * `table.grants.readStream`, and there are no system keyspaces.
   *
   * Fails for a principal that has no policy of its own or belongs to another account. A principal that also has the AWS managed
   * policy `AmazonKeyspacesReadOnlyAccess` is warned about: it reads the data of every table.
   *
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
   */
  public connect(grantee: iam.IGrantable): iam.Grant {
    const grant = this.access.service._isStreams ? this.listStreams(grantee) : this.readSystemKeyspaces(grantee);
    this._admit(grantee.grantPrincipal);
    return grant;
  }

  /**
   * What a caller of the API needs, who asks for no peers.
   *
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_id-based-policy-examples.html
   * @internal
   */
  public _callApi(grantee: iam.IGrantable): iam.Grant {
    const grant = grantSystemKeyspaces(grantee, this.access);
    this._admit(grantee.grantPrincipal);
    return grant;
  }

  /**
   * Remembers who comes this way, without granting anything: what the permissions of a role of another account are is said there.
   *
   * @internal
   */
  public _admit(principal: iam.IPrincipal): void {
    if (this._admitted.includes(principal)) return;
    this._admitted.push(principal);
    warnOfReadOnlyPolicies(this.access, principal);
    for (const listener of this.listeners) listener(principal);
  }

  /**
   * Calls for everybody who is admitted, now or later.
   *
   * @internal
   */
  public _whenAdmitted(listener: (principal: iam.IPrincipal) => void): void {
    this._admitted.forEach(listener);
    this.listeners.push(listener);
  }

  private readSystemKeyspaces(grantee: iam.IGrantable): iam.Grant {
    return grantSystemKeyspaces(grantee, this.access).combine(grantToPrincipal({
      grantee,
      actions: PEERS_ACTIONS,
      resourceArns: ['*'],
      on: this.access,
      family: 'peers',
    }));
  }

  private listStreams(grantee: iam.IGrantable): iam.Grant {
    return grantToPrincipal({ grantee, actions: LIST_STREAMS_ACTIONS, resourceArns: ['*'], on: this.access, family: 'streams' });
  }
}
