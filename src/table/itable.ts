import type { IResource } from 'aws-cdk-lib';
import type { ITableRef } from 'aws-cdk-lib/aws-cassandra';
import type * as kms from 'aws-cdk-lib/aws-kms';
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
   * The ARN of the table in its own Region.
   * @attribute
   */
  readonly tableArn: string;

  /**
   * The Regions of a multi-Region table, its own included; undefined when it has a single one, or when that is not known.
   */
  readonly replicationRegions?: string[];

  /** The customer managed key that the table is encrypted with; undefined for an AWS owned one, or when that is not known. */
  readonly encryptionKey?: kms.IKeyRef;

  /**
   * The ARN of the table's latest stream in its own Region. A table with new settings for its stream may have another one.
   *
   * CloudFormation does not tell it. Asking for it here adds a small custom resource to the stack, one function for all
   * tables of it; permissions to read streams do without (`grants.readStream`).
   *
   * Fails for a table without change data capture, and for an imported one whose stream was not given.
   *
   * @see https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_GetTable.html
   */
  readonly streamArn: string;

  /** Permissions on the table. */
  readonly grants: TableGrants;
}

/** What is known of a table that exists already, but for its names. */
export interface ImportedTableOptions {
  /**
   * The Regions of a multi-Region table, its own included. Grants then cover all of them, and so does whatever else names the table: an
   * endpoint policy, or what is required of a principal (`PrivateKeyspacesAccess.require`).
   *
   * @default - the table has a single Region, its own: its replicas elsewhere, if there are any, are neither granted nor denied
   */
  readonly replicationRegions?: string[];

  /**
   * The customer managed key that the table is encrypted with.
   *
   * @default - an AWS owned key
   */
  readonly encryptionKey?: kms.IKeyRef;

  /**
   * The ARN of the table's latest stream.
   *
   * @default - the table has no stream
   */
  readonly streamArn?: string;
}

/** What is known of a table that exists already. */
export interface TableAttributes extends ImportedTableOptions {
  /** The name of the keyspace that the table is in. */
  readonly keyspaceName: string;

  /** The name of the table. */
  readonly tableName: string;
}
