import type { IKeyspaceRef } from 'aws-cdk-lib/aws-cassandra';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { requireRegions } from './region-list';
import {
  MANAGE_SCHEMA_ACTIONS, READ_DATA_ACTIONS, requireKeyspaceActions, RESTORE_ACTIONS, WRITE_DATA_ACTIONS,
} from '../private/actions';
import { keyspaceAndTablesArn, regionsOf, streamsArn } from '../private/arns';
import { grantCassandra, grantReadStream } from '../private/grants';

/** What a reference to a keyspace does not say. */
export interface KeyspaceGrantsOptions {
  /**
   * The Regions of a multi-Region keyspace, its own included.
   *
   * @default - what the keyspace itself knows, else its own Region alone
   */
  readonly replicationRegions?: string[];
}

/**
 * Permissions on a keyspace and all tables in it, also those that are created later, in all its Regions.
 *
 * Each grant but `readStream` carries `cassandra:Select` on the system keyspaces of the account, without which neither a
 * driver nor the API gets as far as the data. On a multi-Region keyspace each action comes with its counterpart for
 * multi-Region resources. The statements of a returned grant are shared with others and cannot be changed.
 */
export class KeyspaceGrants {
  /** Permissions on any keyspace, also a plain `CfnKeyspace`. */
  public static fromKeyspace(keyspace: IKeyspaceRef, options: KeyspaceGrantsOptions = {}): KeyspaceGrants {
    requireRegions(keyspace, options.replicationRegions);
    return new KeyspaceGrants(keyspace, options);
  }

  private constructor(private readonly keyspace: IKeyspaceRef, private readonly options: KeyspaceGrantsOptions) {}

  /**
   * Allows actions of Amazon Keyspaces, named in full (`cassandra:Alter`), on the keyspace and all its tables.
   *
   * Fails for an action that does not exist or does not know keyspaces, and for a principal that has no policy of its own or belongs
   * to another account.
   */
  public actions(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    requireKeyspaceActions(this.keyspace, actions);
    return grantCassandra({
      grantee,
      actions,
      regions: this.regions(),
      arnIn: (region) => keyspaceAndTablesArn(this.keyspace, this.keyspaceName, region),
      on: this.keyspace,
    });
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

  /**
   * Allows creating, altering, dropping and tagging tables and types, and the keyspace itself: `cassandra:Create`, `Alter`,
   * `Drop`, `TagResource` and `UntagResource`. No data can be read or written.
   *
   * A user-defined type is authorized on its keyspace, so whoever may drop types may drop the keyspace, and all tables with it.
   *
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/configure-udt-permissions.html
   */
  public manageSchema(grantee: iam.IGrantable): iam.Grant {
    return this.actions(grantee, ...MANAGE_SCHEMA_ACTIONS);
  }

  /**
   * Allows restoring any table of the keyspace into a new table beside it: `cassandra:Restore` and `cassandra:Select`, which
   * also reads the data.
   *
   * The keys of tables are not known here: where a key's policy leaves its use to IAM, grant `table.grants.restore`.
   *
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/howitworks_restore_permissions.html
   */
  public restore(grantee: iam.IGrantable): iam.Grant {
    return this.actions(grantee, ...RESTORE_ACTIONS, ...READ_DATA_ACTIONS);
  }

  /**
   * Allows reading the change data capture streams of all tables: `cassandra:GetStream`, `GetShardIterator` and
   * `GetRecords`, and `cassandra:ListStreams`, which knows no resource, on `*`.
   *
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/configure-cdc-permissions.html
   */
  public readStream(grantee: iam.IGrantable): iam.Grant {
    const resourceArns = this.regions().map((region) => streamsArn(this.keyspace, this.keyspaceName, '*', region));
    return grantReadStream(grantee, this.keyspace, resourceArns);
  }

  private get keyspaceName(): string {
    return this.keyspace.keyspaceRef.keyspaceName;
  }

  // Read at each grant: a keyspace has its grants before it knows its Regions.
  private regions(): string[] {
    return this.options.replicationRegions ?? regionsOf(this.keyspace);
  }
}
