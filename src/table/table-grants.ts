import type { ITableRef } from 'aws-cdk-lib/aws-cassandra';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { READ_DATA_ACTIONS, requireTableActions, WRITE_DATA_ACTIONS } from '../private/actions';
import { tableArn } from '../private/arns';
import { grantCassandra } from '../private/grants';

/**
 * Permissions on one table.
 *
 * Each grant carries `cassandra:Select` on the system keyspaces of the account, without which neither a driver nor
 * the API gets as far as the data. Tables granted to one principal in the same way share one statement, so the
 * statements of a returned grant cannot be changed.
 */
export class TableGrants {
  /** Permissions on any table, also a plain `CfnTable`. */
  public static fromTable(table: ITableRef): TableGrants {
    return new TableGrants(table);
  }

  private constructor(private readonly table: ITableRef) {}

  /**
   * Allows actions of Amazon Keyspaces, named in full (`cassandra:Alter`), on the table.
   *
   * Fails for an action that does not exist or does not know tables, and for a principal that has no policy of its own or belongs
   * to another account.
   */
  public actions(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    requireTableActions(this.table, actions);
    const { keyspaceName, tableName } = this.table.tableRef;
    const arn = tableArn(this.table, keyspaceName, tableName);
    return grantCassandra({ grantee, actions, resourceArns: [arn], on: this.table });
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
}
