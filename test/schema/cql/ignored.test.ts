import { CqlSchema } from '../../../src';
import { problemsOf } from '../../support/cql';

const warnings = (cql: string) => CqlSchema.fromString(cql)._warnings;
const table = (name: string, options: string) => `CREATE TABLE ${name} (id uuid PRIMARY KEY) WITH ${options};\n`;

// What cqlsh 3.11, 4 and 5 write, and older ones.
test.each([
  ['bloom_filter_fp_chance', '0.01'], ['caching', '{\'keys\': \'ALL\', \'rows_per_partition\': \'NONE\'}'], ['caching', '\'{"keys":"ALL"}\''],
  ['comment', '\'it\'\'s\''], ['compaction', '{\'class\': \'org.apache.cassandra.db.compaction.LeveledCompactionStrategy\', \'x\': 1.5}'],
  ['compression', '{}'], ['compression', '{\'enabled\': false}'], ['crc_check_chance', '1.0'], ['dclocal_read_repair_chance', '0.1'],
  ['gc_grace_seconds', '864000'], ['max_index_interval', '2048'], ['memtable', '\'default\''], ['memtable', '{\'class\': \'TrieMemtable\'}'],
  ['memtable_flush_period_in_ms', '0'], ['min_index_interval', '128'], ['read_repair', '\'BLOCKING\''], ['read_repair_chance', '0.0'],
  ['speculative_retry', '\'99PERCENTILE\''], ['additional_write_policy', '\'99p\''], ['extensions', '{\'note\': 0xCAFE}'],
  ['id', '5a1c395e-b41f-11e5-9f22-ba0be0483c18'], ['nodesync', '{\'enabled\': \'true\'}'], ['replicate_on_write', 'true'], ['allow_auto_snapshot', 'true'],
  ['incremental_backups', 'true'], ['index_interval', '128'], ['populate_io_cache_on_flush', 'false'],
])('warns that %s = %s is of no effect', (option, value) => {
  expect(warnings(table('orders', `${option.toUpperCase()} = ${value}`))).toEqual([{
    id: 'cqlOptionIgnored', message: expect.stringContaining(`CQL:1:48: the option ${option} is of no effect: `),
  }]);
});

test('warns once for an option, however many tables have it', () => {
  const schema = CqlSchema.fromString(table('orders', 'comment = \'a\' AND caching = {}') + table('notes', 'comment = \'b\'') + table('things', 'comment = \'c\''));
  expect(schema._warnings.map(({ message }) => message)).toEqual([
    'CQL:1:48 and 2 more lines: the option comment is of no effect: CloudFormation has no property for it',
    'CQL:1:66: the option caching is of no effect: Amazon Keyspaces ignores it',
  ]);
  expect(schema.table('notes')._warnings.map(({ message }) => message)).toEqual(['CQL:2:47: the option comment is of no effect: CloudFormation has no property for it']);
});

describe('replication', () => {
  const keyspace = (replication: string) => CqlSchema.fromString(`CREATE KEYSPACE shop WITH replication = ${replication}`);

  test.each([
    '{\'class\': \'SingleRegionStrategy\'}',
    '{\'class\': \'SimpleStrategy\', \'replication_factor\': 3}',
    '{\'class\': \'org.apache.cassandra.locator.SimpleStrategy\', \'replication_factor\': \'3\'}',
  ])('%s is what there is', (replication) => {
    expect(keyspace(replication)._warnings).toEqual([]);
    expect(keyspace(replication).keyspaces[0].replicationRegions).toBeUndefined();
  });

  test('in Regions is taken', () => {
    const { keyspaces, _warnings } = keyspace('{\'class\': \'NetworkTopologyStrategy\', \'us-east-1\': \'3\', \'eu-west-1\': 3}');
    expect(keyspaces[0].replicationRegions).toEqual(['us-east-1', 'eu-west-1']);
    expect(_warnings).toEqual([]);
  });

  test.each([
    '{\'class\': \'SimpleStrategy\', \'replication_factor\': 1}',
    '{\'class\': \'NetworkTopologyStrategy\', \'replication_factor\': 3}',
    '{\'class\': \'NetworkTopologyStrategy\', \'datacenter1\': 3, \'us-east-1\': 3}',
    '{\'class\': \'NetworkTopologyStrategy\', \'us-east-1\': 3}',
    '{\'class\': \'EverywhereStrategy\'}',
  ])('%s is of no effect', (replication) => {
    expect(keyspace(replication)._warnings).toEqual([{ id: 'cqlReplicationIgnored', message: expect.stringContaining('Amazon Keyspaces keeps three replicas') }]);
    expect(keyspace(replication).keyspaces[0].replicationRegions).toBeUndefined();
  });

  test('of two or five in a Region is three, which is said', () => {
    const { keyspaces, _warnings } = keyspace('{\'class\': \'NetworkTopologyStrategy\', \'us-east-1\': 2, \'eu-west-1\': 5}');
    expect(keyspaces[0].replicationRegions).toEqual(['us-east-1', 'eu-west-1']);
    expect(_warnings.map(({ id }) => id)).toEqual(['cqlReplicationIgnored']);
  });

  test('is changed by ALTER KEYSPACE', () => {
    const { keyspaces } = CqlSchema.fromString('CREATE SCHEMA shop WITH replication = {\'class\': \'SingleRegionStrategy\'};'
      + 'ALTER KEYSPACE shop WITH REPLICATION = {\'class\': \'NetworkTopologyStrategy\', \'us-east-1\': 3, \'eu-west-1\': 3}');
    expect(keyspaces[0].replicationRegions).toEqual(['us-east-1', 'eu-west-1']);
  });

  test.each([
    ['CREATE KEYSPACE shop WITH replication = \'x\'', '1:27 SYNTAX'],
    ['CREATE KEYSPACE shop WITH durable = true', '1:27 OptionUnknown'],
    ['CREATE KEYSPACE k WITH replication = {\'class\': \'SingleRegionStrategy\'}', '1:17 KeyspaceNameInvalid'],
    ['ALTER KEYSPACE shop WITH durable_writes = true', '1:16 NotDeclared'],
  ])('fails for %s', (cql, problem) => {
    expect(problemsOf(cql)).toEqual([problem]);
  });
});

describe('what is dropped', () => {
  test('was never there', () => {
    const { tables, types, keyspaces } = CqlSchema.fromString(`
      CREATE KEYSPACE shop WITH replication = {'class': 'SingleRegionStrategy'};
      USE shop;
      CREATE TYPE address (street text); CREATE TABLE orders (id uuid PRIMARY KEY); CREATE TABLE notes (id uuid PRIMARY KEY);
      DROP TABLE orders; DROP TYPE IF EXISTS shop.address;
      CREATE KEYSPACE home WITH replication = {'class': 'SingleRegionStrategy'}; CREATE TABLE home.rooms (id uuid PRIMARY KEY); DROP KEYSPACE home;
    `);
    expect([...tables.map(({ tableName }) => tableName), ...types, ...keyspaces.map(({ name }) => name)]).toEqual(['notes', 'shop']);
  });

  test('and is nowhere declared is not dropped by a deployment', () => {
    const cql = 'DROP TABLE IF EXISTS orders;\nDROP KEYSPACE IF EXISTS shop;\nCREATE TABLE orders (id uuid PRIMARY KEY)';
    expect(warnings(cql)).toEqual([{ id: 'cqlNothingToDrop', message: expect.stringMatching(/^CQL:1:22 and 1 more line: the table "orders" is not dropped/) }]);
    expect(CqlSchema.fromString(cql).tables).toHaveLength(1);
  });
});

test('what is declared again, unless it is there, is not taken', () => {
  const cql = 'CREATE TABLE orders (id uuid PRIMARY KEY);\nCREATE TABLE IF NOT EXISTS orders (other int PRIMARY KEY)';
  expect(warnings(cql)).toEqual([{ id: 'cqlDeclaredAgain', message: 'CQL:2:28: the table "orders" is declared above: that declaration counts, not this one' }]);
  expect(CqlSchema.fromString(cql).table('orders').partitionKey.map(({ name }) => name)).toEqual(['id']);
});

test('a comment on a table is of no effect', () => {
  expect(warnings('COMMENT ON TABLE orders IS \'x\'').map(({ id }) => id)).toEqual(['cqlOptionIgnored']);
});
