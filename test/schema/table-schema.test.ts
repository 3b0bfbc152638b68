import { Lazy } from 'aws-cdk-lib';
import { ClusteringOrder, type Column, CqlType, TableSchema, type TableSchemaProps } from '../../src';
import { refusalOf } from '../support/refusal';

const id: Column = { name: 'id', type: CqlType.UUID };
const at = { name: 'at', type: CqlType.TIMESTAMP, order: ClusteringOrder.DESC };
const total: Column = { name: 'total', type: CqlType.DECIMAL };

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
  ['names that are tokens', { partitionKey: [{ name: Lazy.string({ produce: () => '-' }), type: CqlType.INT }] }],
])('accepts %s', (_, props) => {
  expect(() => new TableSchema(props)).not.toThrow();
});

test('a refusal shows the value, what was expected and what to do', () => {
  const refusal = refusalOf(() => new TableSchema({ partitionKey: [{ name: 'a', type: CqlType.INT }] }));
  expect(refusal.message).toBe('column name "a": expected 2 to 48 letters, digits and underscores, the first one'
    + ' a letter or a digit; choose another name; CloudFormation refuses this one although CQL may take it [ColumnNameInvalid]');
});
