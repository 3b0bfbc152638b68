import * as iam from 'aws-cdk-lib/aws-iam';
import { PEERS_ACTIONS } from '../private/actions';
import type { Located } from '../private/arns';
import { grantSystemKeyspaces, grantToPrincipal } from '../private/grants';

/** Permissions that have to do with the way to Amazon Keyspaces, not with any table. */
export class AccessGrants {
  /** @internal */
  public static _of(access: Located): AccessGrants {
    return new AccessGrants(access);
  }

  private constructor(private readonly access: Located) {}

  /**
   * Allows connecting: `cassandra:Select` on the system keyspaces of the account, which every driver reads first,
   * and `ec2:DescribeNetworkInterfaces` and `ec2:DescribeVpcEndpoints`, with which Amazon Keyspaces fills
   * `system.peers` for this principal. Without the latter a driver sees one node instead of one for each zone.
   *
   * Neither EC2 action knows resources, so both are allowed on `*`.
   *
   * Fails for a principal that has no policy of its own or belongs to another account.
   */
  public connect(grantee: iam.IGrantable): iam.Grant {
    return grantSystemKeyspaces(grantee, this.access).combine(grantToPrincipal({
      grantee,
      actions: PEERS_ACTIONS,
      resourceArns: ['*'],
      on: this.access,
      family: 'peers',
    }));
  }
}
