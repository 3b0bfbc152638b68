import { type Duration, RemovalPolicy, Resource } from 'aws-cdk-lib';
import { CfnTable, type IKeyspaceRef, type TableReference } from 'aws-cdk-lib/aws-cassandra';
import type { Construct } from 'constructs';
import { Capacity } from './capacity';
import type { ITable, TableAttributes } from './itable';
import { refuseLossWithKeyspace } from './removal';
import { renderColumns } from './render-columns';
import { tableAttributesOfArn } from './table-arn';
import { TableGrants } from './table-grants';
import { timeToLiveSeconds } from './time-to-live';
import { validateEnvironment } from './validate-environment';
import { TableEncryption } from '../encryption/table-encryption';
import { tableArn } from '../private/arns';
import { makeName, requireExistingName, requireName } from '../private/names';
import { nameInOrder } from '../private/order';
import type { TableSchema } from '../schema/table-schema';
import { SchemaWindow } from '../schema-window/schema-window';

/** How to make a table. */
export interface TableProps {
  /** The keyspace that the table is in. */
  readonly keyspace: IKeyspaceRef;

  /** The columns and the key. */
  readonly schema: TableSchema;

  /**
   * The name: 2 to 48 letters, digits and underscores, beginning with a letter or a digit. A table cannot be renamed.
   *
   * @default - a name made from the construct's path, in lower case; it changes with the path, so give a name before
   * you move or rename the construct
   */
  readonly tableName?: string;

  /**
   * How throughput is provided and paid for.
   *
   * @default Capacity.onDemand()
   */
  readonly capacity?: Capacity;

  /**
   * With which key the table is encrypted at rest.
   *
   * @default TableEncryption.awsOwnedKey()
   */
  readonly encryption?: TableEncryption;

  /**
   * Whether the table can be restored to any second of the last 35 days. Turning it off erases that history.
   *
   * @default true
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/PointInTimeRecovery.html
   */
  readonly pointInTimeRecovery?: boolean;

  /**
   * After which time a row expires that is written without a time of its own: whole seconds, at most 630,720,000
   * (20 years). Not for tables with counters. Once set it can be changed, but not turned off.
   *
   * @default - rows do not expire, and no statement can ask for it
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/TTL.html
   */
  readonly timeToLive?: Duration;

  /**
   * What happens to the table when it is removed from the app or replaced.
   *
   * With the default it is kept, but gone when the very deployment that creates it fails and is rolled back.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** What a table made here and an imported one have in common. */
abstract class TableBase extends Resource implements ITable {
  public abstract readonly keyspaceName: string;
  public abstract readonly tableName: string;
  public readonly grants = TableGrants.fromTable(this);

  // CloudFormation gives a table no ARN.
  public get tableArn(): string {
    return tableArn(this, this.keyspaceName, this.tableName);
  }

  public get tableRef(): TableReference {
    return { keyspaceName: this.keyspaceName, tableName: this.tableName };
  }
}

class ImportedTable extends TableBase {
  public readonly keyspaceName: string;
  public readonly tableName: string;

  constructor(scope: Construct, id: string, attributes: TableAttributes, environmentFromArn?: string) {
    super(scope, id, { environmentFromArn });
    requireExistingName(this, 'keyspace', attributes.keyspaceName);
    requireExistingName(this, 'table', attributes.tableName);
    this.keyspaceName = attributes.keyspaceName;
    this.tableName = attributes.tableName;
  }
}

/**
 * A table of Amazon Keyspaces (for Apache Cassandra).
 *
 * Kept, encrypted and restorable to any second of the last 35 days, unless said otherwise. Its name is always a
 * literal in the template: a change of its key, which CloudFormation can only make by replacing the table, fails with
 * "already exists" instead of starting an empty one. A change of the name is a new, empty table beside the old one.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/working-with-tables.html
 */
export class Table extends TableBase {
  /** A table of this account and Region that exists already. */
  public static fromTableAttributes(scope: Construct, id: string, attributes: TableAttributes): ITable {
    return new ImportedTable(scope, id, attributes);
  }

  /**
   * A table that exists already, by its ARN, also in another account or Region.
   *
   * Fails for anything but the ARN of a table.
   */
  public static fromTableArn(scope: Construct, id: string, arn: string): ITable {
    return new ImportedTable(scope, id, tableAttributesOfArn(scope, arn), arn);
  }

  public readonly keyspaceName: string;
  public readonly tableName: string;

  constructor(scope: Construct, id: string, props: TableProps) {
    super(scope, id);
    this.keyspaceName = props.keyspace.keyspaceRef.keyspaceName;
    this.tableName = props.tableName ?? makeName(this);
    requireName(this, 'table', this.tableName);
    validateEnvironment(this, props.keyspace);

    const resource = new CfnTable(this, 'Resource', {
      keyspaceName: nameInOrder(this, props.keyspace),
      tableName: this.tableName,
      ...renderColumns(props.schema),
      billingMode: (props.capacity ?? Capacity.onDemand())._render(),
      defaultTimeToLive: timeToLiveSeconds(this, props),
      encryptionSpecification: (props.encryption ?? TableEncryption.awsOwnedKey())._render(this, this.keyspaceName),
      pointInTimeRecoveryEnabled: props.pointInTimeRecovery ?? true,
    });
    resource.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    refuseLossWithKeyspace(this, resource, props.keyspace);
    SchemaWindow._cover(this);
  }
}
