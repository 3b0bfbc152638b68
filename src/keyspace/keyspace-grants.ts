import type { IKeyspaceRef } from 'aws-cdk-lib/aws-cassandra';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { READ_DATA_ACTIONS, requireKeyspaceActions, WRITE_DATA_ACTIONS } from '../private/actions';
import { keyspaceAndTablesArn } from '../private/arns';
import { grantCassandra } from '../private/grants';

/**
 * Permissions on a keyspace and all tables in it, also those that are created later.
 *
 * Each grant carries `cassandra:Select` on the system keyspaces of the account, without which neither a driver nor
 * the API gets as far as the data. The statements of a returned grant are shared with others and cannot be changed.
 */
export class KeyspaceGrants {
  /** Permissions on any keyspace, also a plain `CfnKeyspace`. */
  public static fromKeyspace(keyspace: IKeyspaceRef): KeyspaceGrants {
    return new KeyspaceGrants(keyspace);
  }

  private constructor(private readonly keyspace: IKeyspaceRef) {}

  /**
   * Allows actions of Amazon Keyspaces, named in full (`cassandra:Alter`), on the keyspace and all its tables.
   *
   * Fails for an action that does not exist or does not know keyspaces, and for a principal that has no policy of its own or belongs
   * to another account.
   */
  public actions(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    requireKeyspaceActions(this.keyspace, actions);
    const arn = keyspaceAndTablesArn(this.keyspace, this.keyspace.keyspaceRef.keyspaceName);
    return grantCassandra({ grantee, actions, resourceArns: [arn], on: this.keyspace });
  }

  /** Allows reading all tables: `cassandra:Select`. */
  public readData(grantee: iam.IGrantable): iam.Grant {
    return this.actions(grantee, ...READ_DATA_ACTIONS);
  }

  /** Allows writing all tables: `cassandra:Modify`. */
  public writeData(grantee: iam.IGrantable): iam.Grant {
    return this.actions(grantee, ...WRITE_DATA_ACTIONS);
  }

  /** Allows reading and writing all tables: `cassandra:Select` and `cassandra:Modify`. */
  public readWriteData(grantee: iam.IGrantable): iam.Grant {
    return this.actions(grantee, ...READ_DATA_ACTIONS, ...WRITE_DATA_ACTIONS);
  }
}
