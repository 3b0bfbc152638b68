import { Token } from 'aws-cdk-lib';
import type { Column } from './column';
import type { TableSchema } from './table-schema';
import { refusal } from '../private/errors';
import { requireName } from '../private/names';

/** What neither the service nor CloudFormation would take. Schemas are pure, so there is no construct to blame. */
export function validateTableSchema(schema: TableSchema): void {
  const key = [...schema.partitionKey, ...schema.clusteringColumns];
  const others = [...schema.staticColumns, ...schema.columns];
  validatePartitionKey(schema);
  validateNames([...key, ...others]);
  validateKeyTypes(key);
  validateStaticColumns(schema);
  validateCounters(others);
}

function validatePartitionKey({ partitionKey }: TableSchema): void {
  if (partitionKey.length > 0) return;
  throw refusal('PartitionKeyMissing', undefined, {
    what: 'a partition key of',
    got: partitionKey,
    expected: 'at least one column',
    remedy: 'name the column by which rows are spread and found',
  });
}

function validateNames(columns: Column[]): void {
  const seen = new Set<string>();
  for (const { name } of columns) {
    requireName(undefined, 'column', name);
    if (seen.has(name) && !Token.isUnresolved(name)) {
      throw refusal('ColumnNameDuplicate', undefined, {
        what: 'column name',
        got: name,
        expected: 'every name once in a table, keys included',
        remedy: 'rename one of the columns, or list it only where it belongs',
      });
    }
    seen.add(name);
  }
}

/** @see https://cassandra.apache.org/doc/3.11/cassandra/cql/ddl.html#primary-key */
function validateKeyTypes(key: Column[]): void {
  for (const { name, type } of key) {
    if (!type._isCounter && !type._isMultiCell) continue;
    throw refusal('KeyColumnTypeInvalid', undefined, {
      what: `key column "${name}" of type`,
      got: type.cql,
      expected: 'a native type or a frozen one',
      remedy: type._isCounter ? 'a counter can never be in a key: use CqlType.BIGINT' : 'wrap the type in CqlType.frozen()',
    });
  }
}

function validateStaticColumns({ staticColumns, clusteringColumns }: TableSchema): void {
  if (staticColumns.length === 0 || clusteringColumns.length > 0) return;
  throw refusal('StaticColumnWithoutClustering', undefined, {
    what: 'static columns',
    got: staticColumns.map((column) => column.name),
    expected: 'clustering columns beside static ones, because without them every partition is one row',
    remedy: 'add a clustering column, or make these regular columns',
  });
}

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.elements.html#cql.data-types.numeric */
function validateCounters(columns: Column[]): void {
  const plain = columns.filter((column) => !column.type._isCounter);
  if (plain.length === 0 || plain.length === columns.length) return;
  throw refusal('CounterBesideOtherColumns', undefined, {
    what: 'beside counters the columns',
    got: plain.map((column) => column.name),
    expected: 'nothing but counters outside the primary key as soon as there is one',
    remedy: 'move the counters, or the others, to a table of their own with the same key',
  });
}
