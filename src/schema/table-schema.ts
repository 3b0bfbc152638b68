import type { Duration } from 'aws-cdk-lib';
import type { IDependable } from 'constructs';
import type { ClusteringColumn, Column } from './column';
import { readTable } from './cql/read-part';
import type { CqlWarning } from './cql/warning';
import { writeTable } from './cql/write';
import { throwFirst } from './schema-problem';
import { countersOf, problemsOfTable } from './validate-table-schema';
import type { Tags } from '../private/tags';

/** What a table schema is made of. */
export interface TableSchemaProps {
  /**
   * The columns that decide on which partition a row is stored, in order. At least one.
   */
  readonly partitionKey: Column[];

  /**
   * The columns that order the rows of a partition, in order.
   *
   * @default - every partition is one row
   */
  readonly clusteringColumns?: ClusteringColumn[];

  /**
   * Columns that all rows of a partition share. They need clustering columns.
   *
   * @default - no static columns
   */
  readonly staticColumns?: Column[];

  /**
   * All other columns. Later on columns can be added, but neither changed nor removed.
   *
   * @default - no regular columns
   */
  readonly columns?: Column[];

  /**
   * The name of the table: 2 to 48 letters, digits and underscores, beginning with a letter or a digit.
   *
   * @default - whoever makes the table names it
   */
  readonly tableName?: string;

  /**
   * The keyspace that the table is in.
   *
   * @default - whoever makes the table says so
   */
  readonly keyspaceName?: string;

  /**
   * After which time a row expires that is written without a time of its own: whole seconds, at most 630,720,000
   * (20 years). Not for tables with counters.
   *
   * @default - rows do not expire, unless whoever makes the table says so
   */
  readonly timeToLive?: Duration;
}

/**
 * The shape of a table: which columns it has and what its key is.
 *
 * Refuses what the service or CloudFormation would refuse during the deployment: names, duplicates, static columns
 * without clustering columns, counters beside other columns or in a key, and unfrozen collections in a key.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.ddl.table.html
 */
export class TableSchema {
  /**
   * The table that a CREATE TABLE statement declares, with its name, its keyspace and its time to live where it says so.
   * ALTER TABLE statements may follow. TAGS become those of the table that is made of it, as `Tags.of(...)` adds them.
   *
   * A type that is not native is a user-defined type of the table's own keyspace. Fails with all that cannot be taken,
   * each with its line.
   */
  public static fromCql(statement: string): TableSchema {
    return readTable(statement);
  }

  /** The partition key, in order. */
  public readonly partitionKey: Column[];

  /** The clustering columns, in order. */
  public readonly clusteringColumns: ClusteringColumn[];

  /** The static columns. */
  public readonly staticColumns: Column[];

  /** The regular columns. */
  public readonly columns: Column[];

  /** The name of the table, where it has one. */
  public readonly tableName?: string;

  /** The keyspace, where it is known. */
  public readonly keyspaceName?: string;

  /** After which time rows expire, where the schema says so. */
  public readonly timeToLive?: Duration;

  /** What its CQL said and is of no effect.
   * @internal
   */
  public _warnings: CqlWarning[] = [];

  /** The tags that its CQL gives it.
   * @internal
   */
  public _tags: Tags = {};

  constructor(props: TableSchemaProps) {
    this.partitionKey = [...props.partitionKey];
    this.clusteringColumns = [...props.clusteringColumns ?? []];
    this.staticColumns = [...props.staticColumns ?? []];
    this.columns = [...props.columns ?? []];
    this.tableName = props.tableName;
    this.keyspaceName = props.keyspaceName;
    this.timeToLive = props.timeToLive;
    throwFirst(problemsOfTable(this));
  }

  /** The statement that makes the table, without tags, which Apache Cassandra does not know. Fails without a name. */
  public toCql(): string {
    return writeTable(this);
  }

  /** All columns, the key first.
   * @internal
   */
  public get _allColumns(): Column[] {
    return [...this.partitionKey, ...this.clusteringColumns, ...this.staticColumns, ...this.columns];
  }

  /** The user-defined types of its columns, each once, by the names that the service holds.
   * @internal
   */
  public get _userDefinedTypes(): string[] {
    return [...new Set(this._allColumns.flatMap(({ type }) => type._userDefinedTypes))];
  }

  /** The constructs that have to be there before the table.
   * @internal
   */
  public get _dependencies(): IDependable[] {
    return [...new Set(this._allColumns.flatMap(({ type }) => type._dependencies))];
  }

  /** The names of the counters.
   * @internal
   */
  public get _counters(): string[] {
    return countersOf(this);
  }
}
