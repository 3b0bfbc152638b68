import type { IResource } from 'aws-cdk-lib';
import type { IKeyspaceRef } from 'aws-cdk-lib/aws-cassandra';
import type { KeyspaceGrants } from './keyspace-grants';

/** A keyspace, made here or elsewhere. */
export interface IKeyspace extends IResource, IKeyspaceRef {
  /**
   * The name of the keyspace.
   * @attribute
   */
  readonly keyspaceName: string;

  /**
   * The ARN of the keyspace in its own Region. It ends in a slash.
   * @attribute
   */
  readonly keyspaceArn: string;

  /**
   * The Regions of a multi-Region keyspace, its own included; undefined when it has a single one, or when that is not
   * known.
   */
  readonly replicationRegions?: string[];

  /** Whether client-side timestamps are on for the whole keyspace; undefined when each table says for itself, or when that is not known. */
  readonly clientSideTimestamps?: boolean;

  /** Permissions on all tables of the keyspace. */
  readonly grants: KeyspaceGrants;
}

/** What is known of a keyspace that exists already. */
export interface KeyspaceAttributes {
  /** The name of the keyspace. */
  readonly keyspaceName: string;

  /**
   * The Regions of a multi-Region keyspace, that of the stack included. Grants then cover all of them, and so does an endpoint policy
   * that names the keyspace.
   *
   * @default - the keyspace has a single Region, that of the stack: its replicas elsewhere, if there are any, are not granted
   */
  readonly replicationRegions?: string[];

  /**
   * Whether client-side timestamps are on for all tables of the keyspace.
   *
   * @default - on in a multi-Region keyspace; else not known
   */
  readonly clientSideTimestamps?: boolean;
}
