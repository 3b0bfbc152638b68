import type { ClusteringColumn, Column } from './column';
import { validateTableSchema } from './validate-table-schema';

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
  /** The partition key, in order. */
  public readonly partitionKey: Column[];

  /** The clustering columns, in order. */
  public readonly clusteringColumns: ClusteringColumn[];

  /** The static columns. */
  public readonly staticColumns: Column[];

  /** The regular columns. */
  public readonly columns: Column[];

  constructor(props: TableSchemaProps) {
    this.partitionKey = [...props.partitionKey];
    this.clusteringColumns = [...props.clusteringColumns ?? []];
    this.staticColumns = [...props.staticColumns ?? []];
    this.columns = [...props.columns ?? []];
    validateTableSchema(this);
  }

  /** The names of the counters.
   * @internal
   */
  public get _counters(): string[] {
    return [...this.staticColumns, ...this.columns].filter(({ type }) => type._isCounter).map(({ name }) => name);
  }
}
