/** Why a statement is refused that Apache Cassandra would take, or which mistake it is. */
export interface Reason {
  /** What the service, CloudFormation or CQL itself says. */
  readonly limit: string;
  /** Where it says so. */
  readonly page: string;
}

const SUPPORTED_APIS = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/cassandra-apis.html';
const TYPES = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.elements.html';
const TABLES = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.ddl.table.html';
const USER_DEFINED_TYPES = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/udts.html';
const CLOUDFORMATION = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-table.html';
const CQL = 'https://cassandra.apache.org/doc/3.11/cassandra/cql/ddl.html';

/** Every reason that was met, reviewed file by file. */
export const REASONS: Readonly<Record<string, Reason>> = {
  // What the service lacks
  INDEX: { limit: 'CREATE INDEX and DROP INDEX are not supported', page: SUPPORTED_APIS },
  MATERIALIZED_VIEW: { limit: 'materialized views are not supported', page: SUPPORTED_APIS },
  FUNCTION: { limit: 'user-defined functions are not supported', page: SUPPORTED_APIS },
  AGGREGATE: { limit: 'user-defined aggregates are not supported', page: SUPPORTED_APIS },
  TRIGGER: { limit: 'triggers are not supported', page: SUPPORTED_APIS },
  ALTER_TYPE: { limit: 'ALTER TYPE is not supported', page: SUPPORTED_APIS },
  ROLE: { limit: 'roles, users and permissions are replaced by IAM', page: SUPPORTED_APIS },
  DURABLE_WRITES: { limit: 'all writes are durable', page: SUPPORTED_APIS },
  MASKING: { limit: 'the service has CQL 3.11, which masks no columns', page: SUPPORTED_APIS },
  COMPACT_STORAGE: { limit: 'COMPACT STORAGE is none of the options of CREATE TABLE', page: TABLES },
  TypeUnsupported: { limit: 'duration, vector and custom types are not among the data types', page: TYPES },
  TypeNotFrozen: { limit: 'user-defined types and collections inside a collection have to be frozen', page: USER_DEFINED_TYPES },

  // What a template cannot hold
  DATA: { limit: 'CloudFormation makes keyspaces, tables and types, and no rows', page: CLOUDFORMATION },
  CQLSH: {
    limit: 'a command to the shell that reads the file, never sent to the service',
    page: 'https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.cqlsh.html',
  },
  ColumnNameInvalid: { limit: 'CloudFormation takes 2 to 48 letters, digits and underscores for a column', page: CLOUDFORMATION },
  TableNameInvalid: { limit: 'CloudFormation takes 2 to 48 letters, digits and underscores for a table', page: CLOUDFORMATION },

  // What Apache Cassandra refuses as well
  ColumnNameDuplicate: { limit: 'the same column is declared or added twice', page: CQL },
  CounterBesideOtherColumns: { limit: 'counters stand beside counters alone', page: CQL },
  DeclaredTwice: { limit: 'the same table is declared twice, without IF NOT EXISTS', page: CQL },
  PartitionKeyMissing: { limit: 'a table without a primary key', page: CQL },

  // What is only a part of a schema
  NotDeclared: { limit: 'changes a table that another file declares', page: TABLES },
  UserDefinedTypeUnknown: { limit: 'uses a type that another file declares', page: USER_DEFINED_TYPES },

  SYNTAX: { limit: 'is no CQL: see reviewed.ts', page: CQL },
};
