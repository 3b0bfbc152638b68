import type { IResource } from 'aws-cdk-lib';
import type { ITableRef } from 'aws-cdk-lib/aws-cassandra';
import type { TableGrants } from './table-grants';

/** A table, made here or elsewhere. */
export interface ITable extends IResource, ITableRef {
  /**
   * The name of the keyspace that the table is in.
   * @attribute
   */
  readonly keyspaceName: string;

  /**
   * The name of the table.
   * @attribute
   */
  readonly tableName: string;

  /**
   * The ARN of the table.
   * @attribute
   */
  readonly tableArn: string;

  /** Permissions on the table. */
  readonly grants: TableGrants;
}

/** What is known of a table that exists already. */
export interface TableAttributes {
  /** The name of the keyspace that the table is in. */
  readonly keyspaceName: string;

  /** The name of the table. */
  readonly tableName: string;
}
