import { Lazy, Token } from 'aws-cdk-lib';
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

test('keeps a token in a user-defined type as it is', () => {
  const name = Lazy.string({ produce: () => 'Address' });
  const type = CqlType.list(CqlType.udt(name));
  expect(Token.isUnresolved(type.cql)).toBe(true);
  expect(type.cql).toContain(name);
});

function nested(levels: number): CqlType {
  return levels === 0 ? CqlType.INT : CqlType.list(nested(levels - 1));
}

test('nests eight levels', () => {
  expect(nested(8).cql.match(/list</g)).toHaveLength(8);
});

test('fails for nine levels of nesting', () => {
  const refusal = refusalOf(() => nested(9));
  expect(refusal.name).toBe('TypeNestedTooDeep');
  expect(refusal.message).toContain('nested 9 is refused: expected at most 8 levels');
});

test('counts a user-defined type as a level', () => {
  const around = (levels: number, inner: CqlType): CqlType => levels === 0 ? inner : CqlType.list(around(levels - 1, inner));
  expect(() => around(7, CqlType.udt('address'))).not.toThrow();
  expect(refusalOf(() => around(8, CqlType.udt('address'))).name).toBe('TypeNestedTooDeep');
});

test.each<[string, () => CqlType, string]>([
  ['a frozen native type', () => CqlType.frozen(CqlType.TEXT), 'TypeNotFreezable'],
  ['a counter in a list', () => CqlType.list(CqlType.COUNTER), 'CounterNested'],
  ['a counter in a map', () => CqlType.map(CqlType.TEXT, CqlType.COUNTER), 'CounterNested'],
  ['a counter in a tuple', () => CqlType.tuple(CqlType.COUNTER), 'CounterNested'],
  ['an empty tuple', () => CqlType.tuple(), 'TupleEmpty'],
])('fails for %s', (_, make, code) => {
  expect(refusalOf(make).name).toBe(code);
});
