import type { CqlType } from './cql-type';

/** A column of a table. */
export interface Column {
  /**
   * The name: 2 to 48 letters, digits and underscores, beginning with a letter or a digit. The case is kept, so a
   * name with capitals has to be quoted in CQL. CQL itself also takes one-letter names, CloudFormation does not.
   */
  readonly name: string;

  /** The type. */
  readonly type: CqlType;
}

/** The order in which rows of a partition are stored and, by default, read. */
export enum ClusteringOrder {
  /** Ascending. */
  ASC = 'ASC',
  /** Descending. */
  DESC = 'DESC',
}

/** A column that orders the rows of a partition. */
export interface ClusteringColumn extends Column {
  /**
   * The order of the rows.
   *
   * @default ClusteringOrder.ASC
   */
  readonly order?: ClusteringOrder;
}
