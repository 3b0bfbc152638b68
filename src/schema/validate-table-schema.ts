import type { Column } from './column';
import { problemOf, problemsOfRepetition, type SchemaProblem } from './schema-problem';
import type { TableSchema } from './table-schema';
import { timeToLiveSeconds } from './time-to-live';
import { refusal } from '../private/errors';
import { requireName, requireNewKeyspaceName } from '../private/names';

/**
 * The size of a table's schema in bytes.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html
 */
const MAX_SCHEMA_BYTES = 350 * 1024;

/** A table's schema before it is one. */
export type TableShape = Pick<
  TableSchema, 'partitionKey' | 'clusteringColumns' | 'staticColumns' | 'columns' | 'tableName' | 'keyspaceName' | 'timeToLive'
>;

/** The names of the counters. */
export function countersOf({ staticColumns, columns }: TableShape): string[] {
  return [...staticColumns, ...columns].filter(({ type }) => type._isCounter).map(({ name }) => name);
}

/** What neither the service nor CloudFormation would take. Schemas are pure, so there is no construct to blame. */
export function* problemsOfTable(schema: TableShape): Iterable<SchemaProblem> {
  const key = [...schema.partitionKey, ...schema.clusteringColumns];
  const others = [...schema.staticColumns, ...schema.columns];
  yield* problemsOfOptions(schema);
  yield* problemsOfPartitionKey(schema);
  yield* problemsOfNames([...key, ...others]);
  yield* problemsOfKeyTypes(key);
  yield* problemsOfStaticColumns(schema);
  yield* problemsOfCounters(others);
  yield* problemsOfSize([...key, ...others]);
}

function* problemsOfOptions(schema: TableShape): Iterable<SchemaProblem> {
  const { keyspaceName, tableName, timeToLive } = schema;
  if (keyspaceName !== undefined) yield* problemOf(() => requireNewKeyspaceName(undefined, keyspaceName));
  if (tableName !== undefined) yield* problemOf(() => requireName(undefined, 'table', tableName));
  if (timeToLive) yield* problemOf(() => timeToLiveSeconds(undefined, timeToLive, countersOf(schema)));
}

function* problemsOfPartitionKey({ partitionKey }: TableShape): Iterable<SchemaProblem> {
  if (partitionKey.length > 0) return;
  yield {
    error: refusal('PartitionKeyMissing', undefined, {
      what: 'a partition key of',
      got: partitionKey,
      expected: 'at least one column',
      remedy: 'name the column by which rows are spread and found',
    }),
  };
}

function* problemsOfNames(columns: Column[]): Iterable<SchemaProblem> {
  for (const { name } of columns) yield* problemOf(() => requireName(undefined, 'column', name), name);
  yield* problemsOfRepetition(columns, 'ColumnNameDuplicate', {
    what: 'column name',
    expected: 'every name once in a table, keys included',
    remedy: 'rename one of the columns, or list it only where it belongs',
  });
}

/** @see https://cassandra.apache.org/doc/3.11/cassandra/cql/ddl.html#primary-key */
function* problemsOfKeyTypes(key: Column[]): Iterable<SchemaProblem> {
  for (const { name, type } of key) {
    if (!type._isCounter && !type._isMultiCell) continue;
    yield {
      column: name,
      error: refusal('KeyColumnTypeInvalid', undefined, {
        what: `key column "${name}" of type`,
        got: type.cql,
        expected: 'a native type or a frozen one',
        remedy: type._isCounter ? 'a counter can never be in a key: use CqlType.BIGINT' : 'wrap the type in CqlType.frozen()',
      }),
    };
  }
}

function* problemsOfStaticColumns({ staticColumns, clusteringColumns }: TableShape): Iterable<SchemaProblem> {
  if (staticColumns.length === 0 || clusteringColumns.length > 0) return;
  yield {
    column: staticColumns[0].name,
    error: refusal('StaticColumnWithoutClustering', undefined, {
      what: 'static columns',
      got: staticColumns.map((column) => column.name),
      expected: 'clustering columns beside static ones, because without them every partition is one row',
      remedy: 'add a clustering column, or make these regular columns',
    }),
  };
}

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.elements.html#cql.data-types.numeric */
function* problemsOfCounters(columns: Column[]): Iterable<SchemaProblem> {
  const plain = columns.filter((column) => !column.type._isCounter);
  if (plain.length === 0 || plain.length === columns.length) return;
  yield {
    column: plain[0].name,
    error: refusal('CounterBesideOtherColumns', undefined, {
      what: 'beside counters the columns',
      got: plain.map((column) => column.name),
      expected: 'nothing but counters outside the primary key as soon as there is one',
      remedy: 'move the counters, or the others, to a table of their own with the same key',
    }),
  };
}

/** The names and the types alone: whatever else the service counts comes on top. */
function* problemsOfSize(columns: Column[]): Iterable<SchemaProblem> {
  const bytes = columns.reduce((sum, { name, type }) => sum + Buffer.byteLength(name) + Buffer.byteLength(type.cql), 0);
  if (bytes <= MAX_SCHEMA_BYTES) return;
  yield {
    error: refusal('TableSchemaTooLarge', undefined, {
      what: 'bytes of column names and types',
      got: bytes,
      expected: `at most ${MAX_SCHEMA_BYTES} in a table`,
      remedy: 'split the table, or store what belongs together as one user-defined type',
    }),
  };
}
