import { Duration, Lazy } from 'aws-cdk-lib';
import { ClusteringOrder, type Column, CqlType, TableSchema, type TableSchemaProps } from '../../src';
import { refusalOf } from '../support/refusal';

const id: Column = { name: 'id', type: CqlType.UUID };
const at = { name: 'at', type: CqlType.TIMESTAMP, order: ClusteringOrder.DESC };
const total: Column = { name: 'total', type: CqlType.DECIMAL };

/** So many bytes of names and types, in columns of 48 each. */
function columnsOf(bytes: number): Column[] {
  return Array.from({ length: bytes / 48 }, (_, index) => ({ name: String(index).padEnd(44, 'x'), type: CqlType.TEXT }));
}

test('keeps columns in their order', () => {
  const schema = new TableSchema({
    partitionKey: [id, { name: 'day', type: CqlType.DATE }],
    clusteringColumns: [at],
    staticColumns: [{ name: 'owner', type: CqlType.TEXT }],
    columns: [total],
  });
  expect(schema.partitionKey.map((column) => column.name)).toEqual(['id', 'day']);
  expect(schema.clusteringColumns).toEqual([at]);
  expect(schema.staticColumns.map((column) => column.name)).toEqual(['owner']);
  expect(schema.columns).toEqual([total]);
});

test('cannot be changed through what it was made from', () => {
  const columns = [total];
  const schema = new TableSchema({ partitionKey: [id], columns });
  columns.push({ name: 'x', type: CqlType.TEXT });
  expect(schema.columns).toEqual([total]);
});

test.each<[string, string, TableSchemaProps]>([
  ['no partition key', 'PartitionKeyMissing', { partitionKey: [] }],
  ['a one-letter name', 'ColumnNameInvalid', { partitionKey: [{ name: 'a', type: CqlType.INT }] }],
  ['a leading underscore', 'ColumnNameInvalid', { partitionKey: [id], columns: [{ name: '_x', type: CqlType.INT }] }],
  ['a hyphen', 'ColumnNameInvalid', { partitionKey: [id], columns: [{ name: 'a-b', type: CqlType.INT }] }],
  ['49 characters', 'ColumnNameInvalid', { partitionKey: [id], columns: [{ name: 'x'.repeat(49), type: CqlType.INT }] }],
  ['a name twice', 'ColumnNameDuplicate', { partitionKey: [id], clusteringColumns: [at], columns: [{ name: 'at', type: CqlType.INT }] }],
  ['a list in the key', 'KeyColumnTypeInvalid', { partitionKey: [{ name: 'tags', type: CqlType.list(CqlType.TEXT) }] }],
  ['a user-defined type in the key', 'KeyColumnTypeInvalid', { partitionKey: [{ name: 'place', type: CqlType.udt('address') }] }],
  ['a counter in the key', 'KeyColumnTypeInvalid', { partitionKey: [id], clusteringColumns: [{ name: 'hits', type: CqlType.COUNTER }] }],
  ['a static column without clustering columns', 'StaticColumnWithoutClustering', { partitionKey: [id], staticColumns: [total] }],
  ['a counter beside another column', 'CounterBesideOtherColumns', { partitionKey: [id], columns: [total, { name: 'hits', type: CqlType.COUNTER }] }],
  ['a counter beside a static column', 'CounterBesideOtherColumns', {
    partitionKey: [id], clusteringColumns: [at], staticColumns: [total], columns: [{ name: 'hits', type: CqlType.COUNTER }],
  }],
  ['a table name of one letter', 'TableNameInvalid', { partitionKey: [id], tableName: 't' }],
  ['a keyspace name of one letter', 'KeyspaceNameInvalid', { partitionKey: [id], keyspaceName: 'k' }],
  ['a keyspace of the system', 'KeyspaceNameReserved', { partitionKey: [id], keyspaceName: 'system_auth' }],
  ['a time to live of 21 years', 'TimeToLiveInvalid', { partitionKey: [id], timeToLive: Duration.days(21 * 365) }],
  ['a time to live beside counters', 'TimeToLiveOnCounters', {
    partitionKey: [id], columns: [{ name: 'hits', type: CqlType.COUNTER }], timeToLive: Duration.days(1),
  }],
  ['more than 350 KB', 'TableSchemaTooLarge', { partitionKey: [id], columns: columnsOf(351 * 1024) }],
])('fails for %s', (_, code, props) => {
  expect(refusalOf(() => new TableSchema(props)).name).toBe(code);
});

test.each<[string, TableSchemaProps]>([
  ['nothing but a key', { partitionKey: [id] }],
  ['a two-letter name and one of 48 characters', { partitionKey: [{ name: 'ab', type: CqlType.INT }, { name: 'x'.repeat(48), type: CqlType.INT }] }],
  ['a leading digit', { partitionKey: [{ name: '1st', type: CqlType.INT }] }],
  ['names that differ in case', { partitionKey: [id], columns: [{ name: 'ID', type: CqlType.INT }] }],
  ['frozen types in the key', { partitionKey: [{ name: 'tags', type: CqlType.frozen(CqlType.list(CqlType.TEXT)) }, { name: 'pair', type: CqlType.tuple(CqlType.INT) }] }],
  ['a static column beside clustering columns', { partitionKey: [id], clusteringColumns: [at], staticColumns: [total] }],
  ['counters only', { partitionKey: [id], columns: [{ name: 'hits', type: CqlType.COUNTER }, { name: 'misses', type: CqlType.COUNTER }] }],
  ['less than 350 KB', { partitionKey: [id], columns: columnsOf(349 * 1024) }],
  ['a time to live of 20 years', { partitionKey: [id], timeToLive: Duration.days(20 * 365) }],
  ['names that are tokens', { partitionKey: [{ name: Lazy.string({ produce: () => '-' }), type: CqlType.INT }] }],
])('accepts %s', (_, props) => {
  expect(() => new TableSchema(props)).not.toThrow();
});

test('a refusal shows the value, what was expected and what to do', () => {
  const refusal = refusalOf(() => new TableSchema({ partitionKey: [{ name: 'a', type: CqlType.INT }] }));
  expect(refusal.message).toBe('column name "a": expected 2 to 48 letters, digits and underscores, the first one'
    + ' a letter or a digit; choose another name; CloudFormation refuses this one although CQL may take it [ColumnNameInvalid]');
});

test('is written as CQL', () => {
  const schema = new TableSchema({
    tableName: 'Orders',
    keyspaceName: 'shop',
    partitionKey: [id, { name: 'day', type: CqlType.DATE }],
    clusteringColumns: [at, { name: 'order', type: CqlType.INT }],
    staticColumns: [{ name: 'owner', type: CqlType.frozen(CqlType.udt('"Person"')) }],
    columns: [total],
    timeToLive: Duration.days(1),
  });
  expect(schema.toCql()).toBe([
    'CREATE TABLE shop."Orders" (',
    '  id uuid,',
    '  day date,',
    '  at timestamp,',
    '  "order" int,',
    '  owner frozen<"Person"> static,',
    '  total decimal,',
    '  PRIMARY KEY ((id, day), at, "order")',
    ') WITH CLUSTERING ORDER BY (at DESC, "order" ASC)',
    '  AND default_time_to_live = 86400;',
    '',
  ].join('\n'));
});

test('is written as CQL without an order that is everybody\'s', () => {
  const schema = new TableSchema({ tableName: 'orders', partitionKey: [id], clusteringColumns: [{ name: 'at', type: CqlType.DATE }] });
  expect(schema.toCql()).toBe('CREATE TABLE orders (\n  id uuid,\n  at date,\n  PRIMARY KEY (id, at)\n);\n');
});

test('fails to be written without a name', () => {
  expect(refusalOf(() => new TableSchema({ partitionKey: [id] }).toCql()).name).toBe('SchemaUnnamed');
});
