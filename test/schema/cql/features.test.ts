import { CqlFeature, CqlSchema } from '../../../src';
import { problemsOf } from '../../support/cql';
import { refusalOf } from '../../support/refusal';

const STATEMENTS: Record<CqlFeature, string[]> = {
  [CqlFeature.INDEX]: [
    'CREATE INDEX ON orders (total)',
    'CREATE INDEX IF NOT EXISTS by_total ON shop.orders (keys(totals))',
    'CREATE CUSTOM INDEX ON orders (total) USING \'StorageAttachedIndex\' WITH OPTIONS = {\'a;b\': \'c\'}',
    'DROP INDEX IF EXISTS by_total',
    'CREATE SEARCH INDEX ON orders',
  ],
  [CqlFeature.MATERIALIZED_VIEW]: [
    'CREATE MATERIALIZED VIEW by_total AS\nSELECT * FROM orders WHERE total IS NOT NULL PRIMARY KEY (total, id) WITH comment = \'x\'',
    'DROP MATERIALIZED VIEW by_total',
    'ALTER MATERIALIZED VIEW by_total WITH comment = \'x\'',
  ],
  [CqlFeature.FUNCTION]: [
    'CREATE OR REPLACE FUNCTION fn (x int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS $$ return x; // it\'s ;\n $$',
    'CREATE FUNCTION fn (x int) RETURNS NULL ON NULL INPUT RETURNS int LANGUAGE java AS \'return x; // it\'\'s\'',
    'DROP FUNCTION fn',
  ],
  [CqlFeature.AGGREGATE]: ['CREATE AGGREGATE ag (int) SFUNC fn STYPE int INITCOND 0', 'DROP AGGREGATE ag'],
  [CqlFeature.TRIGGER]: ['CREATE TRIGGER tr ON orders USING \'org.example.Trigger\'', 'DROP TRIGGER tr ON orders'],
  [CqlFeature.ALTER_TYPE]: ['ALTER TYPE address ADD zip text', 'ALTER TYPE address RENAME zip TO code'],
  [CqlFeature.ROLE]: [
    'CREATE ROLE reader WITH LOGIN = true', 'CREATE USER reader', 'ALTER ROLE reader WITH LOGIN = false', 'DROP ROLE reader', 'LIST ROLES',
    'GRANT SELECT ON KEYSPACE shop TO reader', 'GRANT\nCREATE ON ALL KEYSPACES TO reader', 'REVOKE SELECT ON KEYSPACE shop FROM reader',
  ],
  [CqlFeature.DATA]: [
    'INSERT INTO orders (id) VALUES (1)', 'UPDATE orders SET total = 1 WHERE id = 1', 'DELETE FROM orders WHERE id = 1',
    'SELECT * FROM orders', 'TRUNCATE orders',
  ],
  [CqlFeature.CQLSH]: ['SOURCE \'more.cql\'', 'CONSISTENCY QUORUM', 'DESCRIBE TABLES', 'COPY orders (id,\n total)\n FROM \'orders.csv\' WITH HEADER = true', 'COPY orders FROM \'orders.csv\' WITH DELIMITER = \';\'', 'exit'],
  [CqlFeature.COMPACT_STORAGE]: ['CREATE TABLE orders (id uuid PRIMARY KEY) WITH COMPACT STORAGE'],
  [CqlFeature.MASKING]: [
    'CREATE TABLE orders (id uuid PRIMARY KEY, name text MASKED WITH mask_inner(1, null))',
    'CREATE TABLE orders (id uuid PRIMARY KEY, name text MASKED WITH DEFAULT)',
  ],
  [CqlFeature.CONSTRAINT]: [
    'CREATE TABLE orders (id uuid PRIMARY KEY, total int CHECK total > 0 AND total < 10)',
    'CREATE TABLE orders (id uuid PRIMARY KEY, total int NOT NULL)',
  ],
  [CqlFeature.CHANGE_DATA_CAPTURE]: ['CREATE TABLE orders (id uuid PRIMARY KEY) WITH cdc = true', 'CREATE TABLE orders (id uuid PRIMARY KEY) WITH cdc = {\'enabled\': true}'],
  [CqlFeature.DURABLE_WRITES]: ['CREATE KEYSPACE shop WITH replication = {\'class\': \'SingleRegionStrategy\'} AND durable_writes = false'],
  [CqlFeature.CUSTOM_PROPERTIES]: [
    'CREATE TABLE orders (id uuid PRIMARY KEY) WITH CUSTOM_PROPERTIES = {\'point_in_time_recovery\': {\'status\': \'disabled\'}}',
    'CREATE TABLE orders (id uuid PRIMARY KEY) WITH CUSTOM_PROPERTIES = {\'capacity_mode\': {\'throughput_mode\': \'PROVISIONED\', \'read_capacity_units\': 10}}',
    'CREATE TABLE orders (id uuid PRIMARY KEY) WITH CUSTOM_PROPERTIES = {\'encryption_specification\': {\'encryption_type\': \'CUSTOMER_MANAGED_KMS_KEY\'}}',
    'CREATE TABLE orders (id uuid PRIMARY KEY) WITH CUSTOM_PROPERTIES = {\'ttl\': {\'status\': \'enabled\'}}',
    'CREATE TABLE orders (id uuid PRIMARY KEY) WITH AUTOSCALING_SETTINGS = {\'provisioned_write_capacity_autoscaling_update\': {\'maximum_units\': \'10\'}}',
    'CREATE KEYSPACE shop WITH replication = {\'class\': \'SingleRegionStrategy\'} AND CLIENT_SIDE_TIMESTAMPS = {\'status\': \'ENABLED\'}',
  ],
};

const CASES = Object.entries(STATEMENTS).flatMap(
  ([feature, statements]) => statements.map((statement) => [feature as CqlFeature, statement] as const),
);

describe.each(CASES)('%s: %s', (feature, statement) => {
  test('fails', () => {
    const refusal = refusalOf(() => CqlSchema.fromString(statement));
    expect(refusal.name).toBe('CqlInvalid');
    expect(refusal.message).toContain(`or leave it out on purpose with CqlFeature.${feature}`);
  });

  test('can be left out, which is a warning', () => {
    const { tables, _warnings: [warning, ...others] } = CqlSchema.fromString(`${statement};\nCREATE TABLE notes (id uuid PRIMARY KEY)`, { leaveOut: [feature] });
    expect(tables.map(({ tableName }) => tableName)).toContain('notes');
    expect(warning.id).toBe('cqlLeftOut');
    expect(warning.message).toMatch(new RegExp(`^CQL:1:\\d+: CqlFeature\\.${feature} is left out on purpose; `));
    expect(others).toEqual([]);
  });
});

test('fails for each that is not left out', () => {
  expect(problemsOf('CREATE INDEX ON orders (total);\nCREATE TRIGGER tr ON orders USING \'x\';', { leaveOut: [CqlFeature.TRIGGER] })).toEqual(['1:1 INDEX']);
});

test('leaves a batch out whole', () => {
  const cql = 'BEGIN UNLOGGED BATCH\nINSERT INTO orders (id) VALUES (1);\nUPDATE orders SET total = 2 WHERE id = 1;\nAPPLY BATCH;\nCREATE TABLE orders (id uuid PRIMARY KEY)';
  const { tables, _warnings: warnings } = CqlSchema.fromString(cql, { leaveOut: [CqlFeature.DATA] });
  expect(tables).toHaveLength(1);
  expect(warnings.map(({ message }) => message)).toEqual([expect.stringMatching(/^CQL:1:1 and 3 more lines: /)]);
});

test('keeps the column whose mask is left out', () => {
  const table = CqlSchema.fromString('CREATE TABLE orders (id uuid PRIMARY KEY, name text MASKED WITH mask_hash())', { leaveOut: [CqlFeature.MASKING] }).table('orders');
  expect(table.columns.map(({ name }) => name)).toEqual(['name']);
  expect(table._warnings).toEqual([{ id: 'cqlLeftOut', message: expect.stringContaining('CqlFeature.MASKING') }]);
});

test.each([
  'CREATE TABLE orders (id uuid PRIMARY KEY) WITH cdc = false',
  'CREATE TABLE orders (id uuid PRIMARY KEY) WITH default_time_to_live = 0',
  'CREATE TABLE orders (id uuid PRIMARY KEY) WITH CUSTOM_PROPERTIES = {\'capacity_mode\': {\'throughput_mode\': \'PAY_PER_REQUEST\'},'
    + ' \'point_in_time_recovery\': {\'status\': \'enabled\'}, \'encryption_specification\': {\'encryption_type\': \'AWS_OWNED_KMS_KEY\'}}',
  'CREATE TABLE orders (id uuid PRIMARY KEY) WITH default_time_to_live = 60 AND CUSTOM_PROPERTIES = {\'ttl\': {\'status\': \'enabled\'}}',
  'CREATE KEYSPACE shop WITH replication = {\'class\': \'SingleRegionStrategy\'} AND durable_writes = true',
])('has nothing to say about what is so anyway: %s', (cql) => {
  expect(CqlSchema.fromString(cql)._warnings).toEqual([]);
});

test('fails for a custom property that there is not', () => {
  expect(problemsOf('CREATE TABLE orders (id uuid PRIMARY KEY) WITH CUSTOM_PROPERTIES = {\'capacity\': {}}')).toEqual(['1:48 OptionUnknown']);
});
