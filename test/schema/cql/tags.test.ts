import { Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CqlSchema, Keyspace, SchemaResources, Table, TableSchema } from '../../../src';
import { literalStack } from '../../support/app';
import { problemsOf } from '../../support/cql';

const SHOP = `
  CREATE KEYSPACE shop WITH replication = {'class': 'SingleRegionStrategy'} AND TAGS = {'team': 'shop', 'stage': 'test'};
  CREATE TABLE shop.orders (id uuid PRIMARY KEY) WITH TAGS = {'team': 'orders', 'its': 'mine'};
  CREATE TABLE shop.notes (id uuid PRIMARY KEY, tags set<text>);
`;

/** The tags in the template, by the name of the table or keyspace. */
function tagsOf(stack: ReturnType<typeof literalStack>): Record<string, Record<string, string>> {
  const resources = Object.values(Template.fromStack(stack).toJSON().Resources as Record<string, { Properties: any }>);
  return Object.fromEntries(resources.map(({ Properties: { TableName, KeyspaceName, Tags: tags = [] } }) =>
    [TableName ?? KeyspaceName, Object.fromEntries(tags.map(({ Key, Value }: { Key: string; Value: string }) => [Key, Value]))]));
}

function deployed(cql: string): Record<string, Record<string, string>> {
  const stack = literalStack();
  new SchemaResources(stack, 'Schema', { schema: CqlSchema.fromString(cql) });
  return tagsOf(stack);
}

test('are those of what is made', () => {
  expect(deployed(SHOP)).toEqual({ shop: { team: 'shop', stage: 'test' }, orders: { team: 'orders', its: 'mine' }, notes: {} });
});

test('are added and taken away by ALTER', () => {
  expect(deployed(`
    CREATE KEYSPACE shop;
    ALTER KEYSPACE shop ADD TAGS {'team': 'shop', 'stage': 'test'};
    ALTER KEYSPACE shop DROP TAGS {'stage': 'test'};
    CREATE TABLE shop.orders (id uuid PRIMARY KEY) WITH TAGS = {'team': 'shop'};
    ALTER TABLE shop.orders ADD TAGS {'team': 'orders', 'stage': 'test'};
    alter table shop.orders drop tags {'stage': 'test'};
  `)).toEqual({ shop: { team: 'shop' }, orders: { team: 'orders' } });
});

test('do not keep a column from being called so', () => {
  const [orders] = CqlSchema.fromString('CREATE TABLE orders (id uuid PRIMARY KEY); ALTER TABLE orders ADD tags set<text>').tables;
  expect(orders.columns.map(({ name }) => name)).toEqual(['tags']);
});

test('stand between those of a scope above and those of the construct itself', () => {
  const stack = literalStack();
  Tags.of(stack).add('team', 'all');
  Tags.of(stack).add('owner', 'all');
  const table = new Table(stack, 'Table', {
    keyspace: Keyspace.fromKeyspaceName(stack, 'Keyspace', 'shop'),
    schema: TableSchema.fromCql('CREATE TABLE orders (id uuid PRIMARY KEY) WITH TAGS = {\'team\': \'orders\', \'stage\': \'test\'}'),
  });
  Tags.of(table).add('stage', 'prod');
  expect(tagsOf(stack)).toEqual({ orders: { team: 'orders', owner: 'all', stage: 'prod' } });
});

test.each([
  ['a value that is empty', '{\'team\': \'\'}', 'TagInvalid'],
  ['a key that AWS keeps', '{\'aws:team\': \'shop\'}', 'TagInvalid'],
  ['a key with an @', '{\'te@m\': \'shop\'}', 'TagInvalid'],
  ['a list', '[\'team\']', 'SYNTAX'],
  ['a map of maps', '{\'team\': {\'name\': \'shop\'}}', 'SYNTAX'],
])('fail with %s', (_, tags, kind) => {
  expect(problemsOf(`CREATE TABLE orders (id uuid PRIMARY KEY)\nWITH TAGS = ${tags}`)).toEqual([`2:6 ${kind}`]);
  expect(problemsOf(`CREATE KEYSPACE shop\nWITH TAGS = ${tags}`)).toEqual([`2:6 ${kind}`]);
});

test('are not written into CQL, which Apache Cassandra would refuse', () => {
  expect(CqlSchema.fromString(SHOP).toCql()).not.toMatch(/team/);
});
