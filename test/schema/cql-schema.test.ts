import { CqlSchema, type CqlSchemaProps, CqlType, KeyspaceSchema, TableSchema, UserDefinedTypeSchema } from '../../src';
import { refusalOf } from '../support/refusal';

const id = { name: 'id', type: CqlType.UUID };
const shop = new KeyspaceSchema({ name: 'shop' });
const type = (name: string, fieldType: CqlType, keyspaceName?: string) =>
  new UserDefinedTypeSchema({ name, keyspaceName, fields: [{ name: 'part', type: fieldType }] });
const table = (tableName: string, columnType: CqlType, keyspaceName?: string) =>
  new TableSchema({ tableName, keyspaceName, partitionKey: [id], columns: [{ name: 'part', type: columnType }] });
const frozen = (name: string) => CqlType.frozen(CqlType.udt(name));

test('puts types after those that they need', () => {
  const schema = new CqlSchema({ types: [type('outer', frozen('middle')), type('other', CqlType.INT), type('middle', frozen('inner')), type('inner', CqlType.INT)] });
  expect(schema.types.map(({ name }) => name)).toEqual(['inner', 'middle', 'outer', 'other']);
});

test('writes keyspaces, then types, then tables', () => {
  const schema = new CqlSchema({
    keyspaces: [shop, new KeyspaceSchema({ name: 'world', replicationRegions: ['us-east-1', 'eu-west-1'] })],
    types: [type('outer', frozen('inner'), 'shop'), type('inner', CqlType.INT, 'shop')],
    tables: [table('orders', frozen('outer'), 'shop')],
  });
  expect(schema.toCql()).toBe([
    'CREATE KEYSPACE shop WITH replication = {\'class\': \'SimpleStrategy\', \'replication_factor\': 3};',
    '',
    'CREATE KEYSPACE world WITH replication = {\'class\': \'NetworkTopologyStrategy\', \'us-east-1\': 3, \'eu-west-1\': 3};',
    '',
    'CREATE TYPE shop.inner (',
    '  part int',
    ');',
    '',
    'CREATE TYPE shop.outer (',
    '  part frozen<inner>',
    ');',
    '',
    'CREATE TABLE shop.orders (',
    '  id uuid,',
    '  part frozen<outer>,',
    '  PRIMARY KEY (id)',
    ');',
    '',
  ].join('\n'));
});

describe('finds by name', () => {
  const orders = table('orders', CqlType.INT, 'shop');
  const mine = table('notes', CqlType.INT, 'shop');
  const yours = table('notes', CqlType.INT, 'home');
  const bare = table('bare', CqlType.INT);
  const address = type('address', CqlType.INT, 'shop');
  const schema = new CqlSchema({ tables: [orders, mine, yours, bare], types: [address] });

  test('a table, with its keyspace or without', () => {
    expect(schema.table('orders')).toBe(orders);
    expect(schema.table('shop.orders')).toBe(orders);
    expect(schema.table('home.notes')).toBe(yours);
    expect(schema.table('bare')).toBe(bare);
  });

  test('a type', () => {
    expect(schema.type('address')).toBe(address);
    expect(schema.type('shop.address')).toBe(address);
  });

  test.each([
    ['one that is not there', 'order', 'one of those declared: shop.orders, bare, home.notes, shop.notes'],
    ['one of another keyspace', 'home.orders', 'one of those declared'],
    ['two of one name', 'notes', 'one of home.notes, shop.notes'],
  ])('fails for %s', (_, name, expected) => {
    const refusal = refusalOf(() => schema.table(name));
    expect(refusal.name).toBe('NotInSchema');
    expect(refusal.message).toContain(expected);
  });

  test('fails with the names that are most like it first, of very many', () => {
    const many = new CqlSchema({ tables: ['users', ...Array.from({ length: 60 }, (_, index) => `archive_${10 + index}`)].map((name) => table(name, CqlType.INT)) });
    expect(refusalOf(() => many.table('user')).message).toMatch(/one of those declared: users, archive_.* and 31 more;/);
  });
});

test.each<[string, string, CqlSchemaProps]>([
  ['a keyspace twice', 'DeclaredTwice', { keyspaces: [shop, shop] }],
  ['a table twice', 'DeclaredTwice', { tables: [table('orders', CqlType.INT, 'shop'), table('orders', CqlType.TEXT, 'shop')] }],
  ['a type twice', 'DeclaredTwice', { types: [type('address', CqlType.INT), type('address', CqlType.INT)] }],
  ['an unknown type in a table', 'UserDefinedTypeUnknown', { tables: [table('orders', CqlType.udt('strng'))] }],
  ['an unknown type in a type', 'UserDefinedTypeUnknown', { types: [type('address', frozen('place'))] }],
  ['a type of another keyspace', 'UserDefinedTypeUnknown', {
    types: [type('address', CqlType.INT, 'home')], tables: [table('orders', frozen('address'), 'shop')],
  }],
  ['types that need one another', 'UserDefinedTypeCycle', { types: [type('hen', frozen('egg')), type('egg', frozen('hen'))] }],
  ['a type that needs itself', 'UserDefinedTypeCycle', { types: [type('node', CqlType.list(CqlType.udt('node')))] }],
  ['an unfrozen type with an unfrozen collection in it', 'UserDefinedTypeNotFrozen', {
    types: [type('tags', CqlType.set(CqlType.TEXT))], tables: [table('orders', CqlType.udt('tags'))],
  }],
])('fails for %s', (_, code, props) => {
  expect(refusalOf(() => new CqlSchema(props)).name).toBe(code);
});

test.each<[string, CqlSchemaProps]>([
  ['the same name in two keyspaces', { tables: [table('orders', CqlType.INT, 'shop'), table('orders', CqlType.INT, 'home')] }],
  ['a frozen type with an unfrozen collection in it', {
    types: [type('tags', CqlType.set(CqlType.TEXT))], tables: [table('orders', frozen('tags'))],
  }],
  ['an unfrozen type without one', { types: [type('address', CqlType.INT)], tables: [table('orders', CqlType.udt('address'))] }],
])('accepts %s', (_, props) => {
  expect(() => new CqlSchema(props)).not.toThrow();
});
