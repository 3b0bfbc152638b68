import { type Column, CqlSchema, TableSchema } from '../../../src';
import { problemsOf } from '../../support/cql';
import { refusalOf } from '../../support/refusal';

const shown = (columns: Column[]) => columns.map(({ name, type }) => `${name} ${type}`);

function read(cql: string) {
  const { partitionKey, clusteringColumns, staticColumns, columns } = TableSchema.fromCql(cql);
  return {
    partitionKey: shown(partitionKey),
    clusteringColumns: clusteringColumns.map(({ name, type, order }) => `${name} ${type} ${order}`),
    staticColumns: shown(staticColumns),
    columns: shown(columns),
  };
}

const NONE = { clusteringColumns: [], staticColumns: [], columns: [] };

test('reads all that a table can have', () => {
  const schema = TableSchema.fromCql(`
    CREATE TABLE IF NOT EXISTS shop.orders (
      customer_id uuid,
      region text,
      placed_at timeuuid,
      line int,
      owner frozen<person> static,
      total decimal,
      tags set<text>,
      PRIMARY KEY ((customer_id, region), placed_at, line)
    ) WITH CLUSTERING ORDER BY (placed_at DESC, line ASC) AND default_time_to_live = 86400;
  `);
  expect([schema.keyspaceName, schema.tableName, schema.timeToLive?.toSeconds()]).toEqual(['shop', 'orders', 86400]);
  expect(read(schema.toCql())).toEqual({
    partitionKey: ['customer_id uuid', 'region text'],
    clusteringColumns: ['placed_at timeuuid DESC', 'line int ASC'],
    staticColumns: ['owner frozen<person>'],
    columns: ['total decimal', 'tags set<text>'],
  });
});

test.each([
  ['a key beside its column', 'CREATE TABLE orders (id uuid PRIMARY KEY, total int)', ['id uuid'], ['total int']],
  ['a key in the middle', 'CREATE TABLE orders (id uuid, PRIMARY KEY (id), total int)', ['id uuid'], ['total int']],
  ['a key of one column in two parentheses', 'CREATE TABLE orders (id uuid, PRIMARY KEY ((id)))', ['id uuid'], []],
  ['no blanks', 'CREATE TABLE orders(id uuid,total map<text,int>,PRIMARY KEY(id))', ['id uuid'], ['total map<text, int>']],
  ['the old word for a table', 'create columnfamily orders (id uuid primary key)', ['id uuid'], []],
  ['keywords in any case', 'Create Table orders (ID UUID Primary Key, total INT)', ['id uuid'], ['total int']],
  ['a comma too many', 'CREATE TABLE orders (id uuid PRIMARY KEY, total int,)', ['id uuid'], ['total int']],
  ['names that are keywords elsewhere', 'CREATE TABLE orders (key text PRIMARY KEY, date date, "time" time, list list<int>, static int, frozen int, type text)',
    ['key text'], ['date date', 'time time', 'list list<int>', 'static int', 'frozen int', 'type text']],
  ['names in double quotes', 'CREATE TABLE "Orders" ("Id" uuid PRIMARY KEY, "order" int)', ['Id uuid'], ['order int']],
])('reads %s', (_, cql, partitionKey, columns) => {
  expect(read(cql)).toEqual({ ...NONE, partitionKey, columns });
});

test.each([
  ['frozen <map <text, frozen<set<int>>>>', 'frozen<map<text, frozen<set<int>>>>'],
  ['frozen<map<text, list<int>>>', 'frozen<map<text, frozen<list<int>>>>'],
  ['list<tuple<int, text>>', 'list<frozen<tuple<int, text>>>'],
  ['tuple<int, list<text>>', 'frozen<tuple<int, frozen<list<text>>>>'],
  ['frozen<tuple<int>>', 'frozen<tuple<int>>'],
  ['map<text, frozen<address>>', 'map<text, frozen<address>>'],
  ['frozen<shop.Address>', 'frozen<address>'],
  ['frozen<"Address">', 'frozen<"Address">'],
  ['"text"', '"text"'],
  ['VARCHAR', 'varchar'],
])('reads the type %s', (type, cql) => {
  expect(read(`CREATE TABLE shop.orders (id uuid PRIMARY KEY, part ${type})`).columns).toEqual([`part ${cql}`]);
});

test('takes the order of the first clustering columns for theirs alone', () => {
  expect(read('CREATE TABLE orders (id uuid, at int, line int, PRIMARY KEY (id, at, line)) WITH CLUSTERING ORDER BY (at DESC)').clusteringColumns)
    .toEqual(['at int DESC', 'line int ASC']);
});

describe('what follows a table changes it', () => {
  const after = (cql: string) => shown(TableSchema.fromCql(`CREATE TABLE orders (id uuid PRIMARY KEY, total int);${cql}`).columns);

  test.each([
    ['ALTER TABLE orders ADD note text', ['total int', 'note text']],
    ['ALTER TABLE orders ADD note text, hits int', ['total int', 'note text', 'hits int']],
    ['ALTER TABLE orders ADD (note text, hits int)', ['total int', 'note text', 'hits int']],
    ['ALTER TABLE IF EXISTS orders ADD IF NOT EXISTS total int, note text', ['total int', 'note text']],
    ['ALTER TABLE orders DROP total', []],
    ['ALTER TABLE orders DROP (total) USING TIMESTAMP 1', []],
    ['ALTER TABLE orders DROP IF EXISTS other', ['total int']],
    ['ALTER TABLE orders DROP total; ALTER TABLE orders ADD total text', ['total text']],
    ['ALTER TABLE orders DROP COMPACT STORAGE', ['total int']],
  ])('%s', (cql, columns) => {
    expect(after(cql)).toEqual(columns);
  });

  test('ALTER TABLE orders RENAME id TO key', () => {
    expect(read('CREATE TABLE orders (id uuid, at int, PRIMARY KEY (id, at)) WITH CLUSTERING ORDER BY (at DESC);'
      + 'ALTER TABLE orders RENAME id TO key AND at TO day')).toEqual({ ...NONE, partitionKey: ['key uuid'], clusteringColumns: ['day int DESC'] });
  });

  test('ALTER TABLE orders WITH default_time_to_live = 60', () => {
    expect(TableSchema.fromCql('CREATE TABLE orders (id uuid PRIMARY KEY); ALTER TABLE orders WITH default_time_to_live = 60').timeToLive?.toSeconds()).toBe(60);
  });

  test('CREATE TABLE copy LIKE orders', () => {
    const { tables } = CqlSchema.fromString('CREATE TABLE orders (id uuid PRIMARY KEY, total int); CREATE TABLE copy LIKE orders WITH comment = \'x\'');
    expect(tables.map((table) => [table.tableName, ...shown(table._allColumns)])).toEqual([
      ['orders', 'id uuid', 'total int'],
      ['copy', 'id uuid', 'total int'],
    ]);
  });
});

test.each([
  ['no key', 'CREATE TABLE orders (id uuid)', '1:14 PartitionKeyMissing'],
  ['two keys', 'CREATE TABLE orders (id uuid PRIMARY KEY, PRIMARY KEY (id))', '1:43 PrimaryKeyDuplicate'],
  ['a key that is no column', 'CREATE TABLE orders (id uuid, PRIMARY KEY (key))', '1:44 ColumnUnknown'],
  ['a static key', 'CREATE TABLE orders (id uuid, at int static, PRIMARY KEY (id, at))', '1:63 StaticColumnInKey'],
  ['a static column without clustering', 'CREATE TABLE orders (id uuid PRIMARY KEY, at int static)', '1:43 StaticColumnWithoutClustering'],
  ['a column twice', 'CREATE TABLE orders (id uuid PRIMARY KEY, at int, "at" int)', '1:51 ColumnNameDuplicate'],
  ['a counter beside another column', 'CREATE TABLE orders (id uuid PRIMARY KEY, hits counter, at int)', '1:57 CounterBesideOtherColumns'],
  ['an unfrozen list in the key', 'CREATE TABLE orders (tags list<text> PRIMARY KEY)', '1:22 KeyColumnTypeInvalid'],
  ['a name of one letter', 'CREATE TABLE orders (k uuid PRIMARY KEY)', '1:22 ColumnNameInvalid'],
  ['a leading underscore', 'CREATE TABLE orders (id uuid PRIMARY KEY, "_x" int)', '1:43 ColumnNameInvalid'],
  ['an order of other columns', 'CREATE TABLE orders (id uuid, at int, PRIMARY KEY (id, at)) WITH CLUSTERING ORDER BY (id DESC)', '1:66 ClusteringOrderInvalid'],
  ['an order without clustering columns', 'CREATE TABLE orders (id uuid PRIMARY KEY) WITH CLUSTERING ORDER BY (id DESC)', '1:48 ClusteringOrderInvalid'],
  ['a duration', 'CREATE TABLE orders (id uuid PRIMARY KEY, at duration)', '1:46 TypeUnsupported'],
  ['a vector', 'CREATE TABLE orders (id uuid PRIMARY KEY, at vector<float, 3>)', '1:46 TypeUnsupported'],
  ['a custom type', 'CREATE TABLE orders (id uuid PRIMARY KEY, at \'org.apache.cassandra.db.marshal.UTF8Type\')', '1:46 TypeUnsupported'],
  ['a set in a list that is not frozen', 'CREATE TABLE orders (id uuid PRIMARY KEY, at list<set<int>>)', '1:51 TypeNotFrozen'],
  ['a map of one type', 'CREATE TABLE orders (id uuid PRIMARY KEY, at map<int>)', '1:46 SYNTAX'],
  ['a frozen native type', 'CREATE TABLE orders (id uuid PRIMARY KEY, at frozen<int>)', '1:46 TypeNotFreezable'],
  ['a type of another keyspace', 'CREATE TABLE shop.orders (id uuid PRIMARY KEY, at frozen<home.address>)', '1:58 UserDefinedTypeUnknown'],
  ['a type that is nowhere', 'CREATE TABLE orders (id uuid PRIMARY KEY, at strng)', '1:43 UserDefinedTypeUnknown'],
  ['a time to live that is none', 'CREATE TABLE orders (id uuid PRIMARY KEY) WITH default_time_to_live = 1.5', '1:48 TimeToLiveInvalid'],
  ['a time to live of more than 20 years', 'CREATE TABLE orders (id uuid PRIMARY KEY) WITH default_time_to_live = 630720001', '1:14 TimeToLiveInvalid'],
  ['an option that there is not', 'CREATE TABLE orders (id uuid PRIMARY KEY) WITH compacton = {}', '1:48 OptionUnknown'],
  ['a table that is there already', 'CREATE TABLE orders (id uuid PRIMARY KEY);\nCREATE TABLE orders (id uuid PRIMARY KEY)', '2:14 DeclaredTwice'],
  ['a change of a table that is nowhere', 'ALTER TABLE orders ADD total int', '1:13 NotDeclared'],
  ['a copy of a table that is nowhere', 'CREATE TABLE copy LIKE orders', '1:24 NotDeclared'],
  ['a key column dropped', 'CREATE TABLE orders (id uuid PRIMARY KEY);ALTER TABLE orders DROP id', '1:67 KeyColumnDropped'],
  ['an unknown column dropped', 'CREATE TABLE orders (id uuid PRIMARY KEY);ALTER TABLE orders DROP total', '1:67 ColumnUnknown'],
  ['an unknown column renamed', 'CREATE TABLE orders (id uuid PRIMARY KEY);ALTER TABLE orders RENAME total TO sum', '1:69 ColumnUnknown'],
  ['a column added twice', 'CREATE TABLE orders (id uuid PRIMARY KEY);ALTER TABLE orders ADD id int', '1:66 ColumnNameDuplicate'],
  ['a column whose type changes', 'CREATE TABLE orders (id uuid PRIMARY KEY, total int);ALTER TABLE orders ALTER total TYPE bigint', '1:79 ColumnTypeChanged'],
  ['a keyspace of the system', 'CREATE TABLE system_auth.orders (id uuid PRIMARY KEY)', '1:26 KeyspaceNameReserved'],
])('fails for %s', (_, cql, problem) => {
  expect(problemsOf(cql)).toEqual([problem]);
});

test.each([
  ['two tables', 'CREATE TABLE orders (id uuid PRIMARY KEY); CREATE TABLE notes (id uuid PRIMARY KEY)'],
  ['no table', 'CREATE TYPE address (street text)'],
  ['nothing', '-- nothing'],
])('fails for %s where one table is wanted', (_, cql) => {
  const refusal = refusalOf(() => TableSchema.fromCql(cql));
  expect(refusal.name).toBe('CqlInvalid');
  expect(refusal.message).toContain('not one by CREATE TABLE: read the whole with CqlSchema.fromString()');
});
