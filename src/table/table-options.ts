import type { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKeyspaceRef } from 'aws-cdk-lib/aws-cassandra';
import type { Capacity } from './capacity';
import type { ChangeDataCapture } from './change-data-capture';
import type { WarmThroughputOptions } from './warm-throughput';
import type { TableEncryption } from '../encryption/table-encryption';
import type { TableSchema } from '../schema/table-schema';

/** How to make a table, but for where and of which shape. */
export interface TableOptions {
  /**
   * The name: 2 to 48 letters, digits and underscores, beginning with a letter or a digit. A table cannot be renamed.
   *
   * @default - a name made from the construct's path, in lower case; it changes with the path, so give a name before
   * you move or rename the construct
   */
  readonly tableName?: string;

  /**
   * How throughput is provided and paid for. Can be changed, but to on-demand capacity only once in 24 hours.
   *
   * @default Capacity.onDemand()
   */
  readonly capacity?: Capacity;

  /**
   * The throughput that the table can serve at once, before it has grown by itself. Can be raised later.
   *
   * @default - what the service gives every table
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/warm-throughput.html
   */
  readonly warmThroughput?: WarmThroughputOptions;

  /**
   * With which key the table is encrypted at rest, its backups and change data capture streams included. In a multi-Region
   * keyspace only an AWS owned key will do.
   *
   * Can be changed in place. The service refuses more than four changes in 24 hours, and one more after each six hours without
   * any; back to an AWS owned key is always possible. Keep the former key for as long as earlier backups may have to be restored.
   *
   * @default TableEncryption.awsOwnedKey()
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.howitworks.html
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html#quotas-encryption
   */
  readonly encryption?: TableEncryption;

  /**
   * Whether the table can be restored to any second of the last 35 days, which needs its key. Turning it off erases that history. Of a
   * multi-Region table all Regions are created with it; a later change is made in this Region only.
   *
   * @default true
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/PointInTimeRecovery.html
   */
  readonly pointInTimeRecovery?: boolean;

  /**
   * After which time a row expires that is written without a time of its own: whole seconds, at most 630,720,000
   * (20 years). Not for tables with counters. Once set it can be changed, but not turned off; of a multi-Region table
   * it can be neither set nor changed later.
   *
   * @default - rows do not expire, and no statement can ask for it
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/TTL.html
   */
  readonly timeToLive?: Duration;

  /**
   * Whether writes carry the time of the client (`USING TIMESTAMP`), kept for every cell, which takes storage. It can
   * never be turned off, and CloudFormation can turn it on only by replacing the table, which fails: decide before the
   * table is created, or turn it on for the whole keyspace later.
   *
   * @default - as the keyspace says: always on in a multi-Region keyspace, else off
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/client-side-timestamps.html
   */
  readonly clientSideTimestamps?: boolean;

  /**
   * What of every change of a row goes into a stream of the table. Can be turned on and off, but not changed while on.
   * Of a multi-Region table it is the stream of this Region only. It is encrypted with the table's key.
   *
   * @default - nothing
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/cdc.html
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/EncryptionAtRest.html
   */
  readonly changeDataCapture?: ChangeDataCapture;

  /**
   * What happens to the table when it is removed from the app or replaced.
   *
   * With the default it is kept, but gone when the very deployment that creates it fails and is rolled back.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** How to make a table. */
export interface TableProps extends TableOptions {
  /**
   * The keyspace that the table is in.
   *
   * A bare reference of plain CDK does not say its Regions, so what depends on them is not checked, which is a warning.
   */
  readonly keyspace: IKeyspaceRef;

  /** The columns and the key. */
  readonly schema: TableSchema;
}
