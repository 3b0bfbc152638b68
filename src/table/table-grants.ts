import type { IKeyspaceRef, ITableRef } from 'aws-cdk-lib/aws-cassandra';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { grantUseThroughKeyspaces } from '../encryption/grant-use';
import { KeyspacesKey } from '../encryption/keyspaces-key';
import { requireNoAlias } from '../encryption/require-usable-key';
import { requireRegions } from '../keyspace/region-list';
import {
  MANAGE_SCHEMA_ACTIONS, READ_DATA_ACTIONS, requireTableActions, RESTORE_ACTIONS, WRITE_DATA_ACTIONS,
} from '../private/actions';
import { regionsOf, streamsArn, tableArn } from '../private/arns';
import { grantCassandra, grantReadStream } from '../private/grants';
import { warn } from '../private/warnings';

/** What a reference to a table does not say. */
export interface TableGrantsOptions {
  /**
   * The Regions of the multi-Region keyspace that the table is in, the table's own included.
   *
   * @default - what the table itself knows, else its own Region alone
   */
  readonly replicationRegions?: string[];

  /**
   * The customer managed key of the table, which a restore needs.
   *
   * @default - what the table itself knows, else none
   */
  readonly encryptionKey?: kms.IKeyRef;
}

/** Where a table is restored to: a table that does not exist yet. */
export interface RestoreGrantOptions {
  /**
   * The keyspace to restore into. One of several Regions has the same ones as the table's.
   *
   * @default - the keyspace of the table
   */
  readonly keyspace?: IKeyspaceRef;

  /**
   * The name of the new table.
   *
   * @default - any name
   */
  readonly tableName?: string;
}

/**
 * Permissions on one table, in all its Regions.
 *
 * Each grant but `readStream` carries `cassandra:Select` on the system keyspaces of the account, without which neither a
 * driver nor the API gets as far as the data. On a multi-Region table each action comes with its counterpart for
 * multi-Region resources. Tables granted to one principal in the same way share one statement, so the
 * statements of a returned grant cannot be changed.
 */
export class TableGrants {
  /** Permissions on any table, also a plain `CfnTable`. */
  public static fromTable(table: ITableRef, options: TableGrantsOptions = {}): TableGrants {
    requireRegions(table, options.replicationRegions);
    return new TableGrants(table, options);
  }

  private constructor(private readonly table: ITableRef, private readonly options: TableGrantsOptions) {}

  /**
   * Allows actions of Amazon Keyspaces, named in full (`cassandra:Alter`), on the table.
   *
   * Fails for an action that does not exist or does not know tables, and for a principal that has no policy of its own or belongs
   * to another account.
   */
  public actions(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    requireTableActions(this.table, actions);
    const { keyspaceName, tableName } = this.table.tableRef;
    return this.grant(grantee, actions, keyspaceName, tableName);
  }

  /** Allows reading the table: `cassandra:Select`. */
  public readData(grantee: iam.IGrantable): iam.Grant {
    return this.actions(grantee, ...READ_DATA_ACTIONS);
  }

  /** Allows inserting, updating and deleting rows: `cassandra:Modify`. */
  public writeData(grantee: iam.IGrantable): iam.Grant {
    return this.actions(grantee, ...WRITE_DATA_ACTIONS);
  }

  /** Allows reading and writing the table: `cassandra:Select` and `cassandra:Modify`. */
  public readWriteData(grantee: iam.IGrantable): iam.Grant {
    return this.actions(grantee, ...READ_DATA_ACTIONS, ...WRITE_DATA_ACTIONS);
  }

  /**
   * Allows creating, altering, dropping and tagging the table: `cassandra:Create`, `Alter`, `Drop`, `TagResource` and
   * `UntagResource`. No data can be read or written; the API's `GetTable`, authorized as `cassandra:Select`, comes with `readData`.
   *
   * User-defined types are authorized on their keyspace: see `keyspace.grants.manageSchema`.
   *
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html
   */
  public manageSchema(grantee: iam.IGrantable): iam.Grant {
    return this.actions(grantee, ...MANAGE_SCHEMA_ACTIONS);
  }

  /**
   * Allows restoring the table to an earlier time, which always makes a new table: `cassandra:Select` on this one, which also
   * reads its data, and `cassandra:Restore` on the new one.
   *
   * The customer managed key of the table comes with it, in use through Amazon Keyspaces only. The documentation asks that the
   * key be accessible and lists no actions for it; these are the ones it lists for whoever creates a table with such a key. Of a
   * `KeyspacesKey` made in the app nothing is added: its own policy lets every caller of the account use it through Amazon Keyspaces.
   *
   * Tags are not restored, and adding them asks for `cassandra:TagResource` on the new table. A policy that binds this principal to
   * an endpoint, a VPC or an address has to let Amazon Keyspaces act for it (`aws:ViaAWSService`).
   *
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/howitworks_restore_permissions.html
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/PointInTimeRecovery_HowItWorks.html
   */
  public restore(grantee: iam.IGrantable, into: RestoreGrantOptions = {}): iam.Grant {
    const keyspaceName = into.keyspace?.keyspaceRef.keyspaceName ?? this.table.tableRef.keyspaceName;
    const grant = this.grant(grantee, RESTORE_ACTIONS, keyspaceName, into.tableName ?? '*').combine(this.readData(grantee));
    const key = this.options.encryptionKey ?? (this.table as TableGrantsOptions).encryptionKey;
    if (key instanceof KeyspacesKey && !key._serves(keyspaceName)) {
      warn(this.table, 'restoreNeedsOtherKey', `the key of the table is bound to other keyspaces than ${keyspaceName}, so a restore into that one has`
        + ' to name another key (encryptionSpecificationOverride); or add the keyspace to the property "keyspaces" of the key');
    }
    // A second permission beside that of its policy would only have the principal's stack wait for the key's.
    if (!key || key instanceof KeyspacesKey) return grant;
    requireNoAlias(key, this.table);
    return grant.combine(grantUseThroughKeyspaces(grantee, key, this.table));
  }

  /**
   * Allows reading the change data capture streams of the table, the present one, those to come, and those that ended in the last
   * 24 hours: `cassandra:GetStream`, `GetShardIterator` and `GetRecords`, and `cassandra:ListStreams`, which knows no resource, on `*`.
   *
   * It needs neither the table's data nor the system keyspaces.
   *
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/configure-cdc-permissions.html
   */
  public readStream(grantee: iam.IGrantable): iam.Grant {
    const { keyspaceName, tableName } = this.table.tableRef;
    const resourceArns = this.regions().map((region) => streamsArn(this.table, keyspaceName, tableName, region));
    return grantReadStream(grantee, this.table, resourceArns);
  }

  private grant(grantee: iam.IGrantable, actions: string[], keyspaceName: string, tableName: string): iam.Grant {
    return grantCassandra({
      grantee,
      actions,
      regions: this.regions(),
      arnIn: (region) => tableArn(this.table, keyspaceName, tableName, region),
      on: this.table,
    });
  }

  // Read at each grant: a table has its grants before it knows its Regions.
  private regions(): string[] {
    return this.options.replicationRegions ?? regionsOf(this.table);
  }
}
