import { Lazy, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CqlType } from '../../src';
import { refusalOf } from '../support/refusal';

// The table of types: https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.elements.html
const NATIVE = [
  'ascii', 'bigint', 'blob', 'boolean', 'counter', 'date', 'decimal', 'double', 'float', 'inet', 'int', 'smallint', 'text',
  'time', 'timestamp', 'timeuuid', 'tinyint', 'uuid', 'varchar', 'varint',
];

test('has every native type of the service and no other', () => {
  const constants = Object.values(CqlType).filter((value): value is CqlType => value instanceof CqlType);
  expect(constants.map((type) => type.cql).sort()).toEqual(NATIVE);
});

test.each<[CqlType, string]>([
  [CqlType.list(CqlType.TEXT), 'list<text>'],
  [CqlType.set(CqlType.INT), 'set<int>'],
  [CqlType.map(CqlType.TEXT, CqlType.UUID), 'map<text, uuid>'],
  [CqlType.tuple(CqlType.INT, CqlType.TEXT), 'frozen<tuple<int, text>>'],
  [CqlType.udt('address'), 'address'],
  [CqlType.udt('"Home Address"'), '"Home Address"'],
  [CqlType.frozen(CqlType.udt('address')), 'frozen<address>'],
  [CqlType.frozen(CqlType.list(CqlType.TEXT)), 'frozen<list<text>>'],
])('renders as CQL: %s', (type, cql) => {
  expect(type.cql).toBe(cql);
  expect(`${type}`).toBe(cql);
});

test.each<[CqlType, string]>([
  [CqlType.list(CqlType.set(CqlType.INT)), 'list<frozen<set<int>>>'],
  [CqlType.map(CqlType.TEXT, CqlType.udt('address')), 'map<text, frozen<address>>'],
  [CqlType.tuple(CqlType.list(CqlType.INT)), 'frozen<tuple<frozen<list<int>>>>'],
  [CqlType.set(CqlType.tuple(CqlType.INT)), 'set<frozen<tuple<int>>>'],
])('freezes what can only be written frozen: %s', (type, cql) => {
  expect(type.cql).toBe(cql);
});

test('does not freeze twice', () => {
  const frozen = CqlType.frozen(CqlType.list(CqlType.TEXT));
  expect(CqlType.frozen(frozen).cql).toBe('frozen<list<text>>');
  expect(CqlType.frozen(CqlType.tuple(CqlType.INT)).cql).toBe('frozen<tuple<int>>');
});

test.each<[CqlType, string, string]>([
  [CqlType.udt('Address'), 'address', 'address'],
  [CqlType.udt('"Address"'), '"Address"', 'Address'],
  [CqlType.udt('"address"'), 'address', 'address'],
  [CqlType.udt('"Said ""so"""'), '"Said ""so"""', 'Said "so"'],
  [CqlType.udt('order'), '"order"', 'order'],
  [CqlType.udt('"text"'), '"text"', 'text'],
])('reads the name of a user-defined type as Cassandra does: %s', (type, cql, name) => {
  expect(type.cql).toBe(cql);
  expect(type._userDefinedTypes).toEqual([name]);
});

test('knows which user-defined types it mentions, and what has to be there before', () => {
  const construct = new Construct(undefined as unknown as Construct, '');
  const address = CqlType._ofUserDefinedType('Address', construct);
  expect(address.cql).toBe('"Address"');
  const type = CqlType.map(CqlType.frozen(CqlType.udt('place')), CqlType.tuple(address, CqlType.list(address)));
  expect(type._userDefinedTypes).toEqual(['place', 'Address']);
  expect(type._dependencies).toEqual([construct]);
});

test('keeps a token in a user-defined type as it is', () => {
  const name = Lazy.string({ produce: () => 'Address' });
  const type = CqlType.list(CqlType.udt(name));
  expect(Token.isUnresolved(type.cql)).toBe(true);
  expect(type.cql).toContain(name);
});

function around(levels: number, inner: CqlType): CqlType {
  return levels === 0 ? inner : CqlType.list(around(levels - 1, inner));
}

// https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html
test('nests eight frozen levels in an unfrozen one', () => {
  expect(around(9, CqlType.INT).cql.match(/frozen</g)).toHaveLength(8);
});

test('fails for nine frozen levels', () => {
  const refusal = refusalOf(() => around(10, CqlType.INT));
  expect(refusal.name).toBe('TypeNestedTooDeep');
  expect(refusal.message).toMatch(/^levels of frozen types 9: expected at most 8; flatten list<frozen</);
});

test('counts a user-defined type and a tuple as a level', () => {
  for (const inner of [CqlType.udt('address'), CqlType.tuple(CqlType.INT)]) {
    expect(() => around(8, inner)).not.toThrow();
    expect(refusalOf(() => around(9, inner)).name).toBe('TypeNestedTooDeep');
  }
});

test.each<[string, () => CqlType, string]>([
  ['a frozen native type', () => CqlType.frozen(CqlType.TEXT), 'TypeNotFreezable'],
  ['a counter in a list', () => CqlType.list(CqlType.COUNTER), 'CounterNested'],
  ['a counter in a map', () => CqlType.map(CqlType.TEXT, CqlType.COUNTER), 'CounterNested'],
  ['a counter in a tuple', () => CqlType.tuple(CqlType.COUNTER), 'CounterNested'],
  ['an empty tuple', () => CqlType.tuple(), 'TupleEmpty'],
  ['a user-defined type without a name', () => CqlType.udt(''), 'UserDefinedTypeNameInvalid'],
  ['a user-defined type that begins with a digit', () => CqlType.udt('1st'), 'UserDefinedTypeNameInvalid'],
  ['another type as the name of a user-defined one', () => CqlType.udt('frozen<address>'), 'UserDefinedTypeNameInvalid'],
])('fails for %s', (_, make, code) => {
  expect(refusalOf(make).name).toBe(code);
});
