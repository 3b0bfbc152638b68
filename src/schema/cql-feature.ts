/**
 * What CQL has and Amazon Keyspaces lacks, or what a deployment cannot do: refused, unless it is left out on purpose.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/cassandra-apis.html
 */
export enum CqlFeature {
  /** Secondary indexes of every kind. */
  INDEX = 'INDEX',
  /** Materialized views. */
  MATERIALIZED_VIEW = 'MATERIALIZED_VIEW',
  /** User-defined functions. */
  FUNCTION = 'FUNCTION',
  /** User-defined aggregates. */
  AGGREGATE = 'AGGREGATE',
  /** Triggers. */
  TRIGGER = 'TRIGGER',
  /** Changes of a user-defined type, whose new fields are then missing. */
  ALTER_TYPE = 'ALTER_TYPE',
  /** Roles, users and their permissions, for which there is IAM. */
  ROLE = 'ROLE',
  /** Statements that read and write rows. */
  DATA = 'DATA',
  /** Commands of the shell, such as `SOURCE` and `CONSISTENCY`. */
  CQLSH = 'CQLSH',
  /** The storage of tables as before CQL. The table is then one like any other. */
  COMPACT_STORAGE = 'COMPACT_STORAGE',
  /** Masks of columns, which are then read unmasked. */
  MASKING = 'MASKING',
  /** Constraints of columns, which then take every value. */
  CONSTRAINT = 'CONSTRAINT',
  /** The log of changes that Apache Cassandra writes, for which the service has streams. */
  CHANGE_DATA_CAPTURE = 'CHANGE_DATA_CAPTURE',
  /** `durable_writes = false`. Writes are then durable. */
  DURABLE_WRITES = 'DURABLE_WRITES',
  /** What Amazon Keyspaces adds to CQL, and is a property of a construct here: capacity, encryption, recovery. */
  CUSTOM_PROPERTIES = 'CUSTOM_PROPERTIES',
}
