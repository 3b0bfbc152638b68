import { CqlSchema, CqlType, UserDefinedTypeSchema } from '../../../src';
import { problemsOf } from '../../support/cql';
import { refusalOf } from '../../support/refusal';

test('reads a user-defined type', () => {
  const schema = UserDefinedTypeSchema.fromCql('create type if not exists shop."Address" (street text, "Zip code" int, tags set<text>, geo frozen<place>,)');
  expect([schema.keyspaceName, schema.name]).toEqual(['shop', 'Address']);
  expect(schema.fields.map(({ name, type }) => `${name}: ${type}`)).toEqual(['street: text', 'Zip code: int', 'tags: set<text>', 'geo: frozen<place>']);
});

test('takes types in any order, and gives them in the one in which they can be made', () => {
  const schema = CqlSchema.fromString('CREATE TYPE outer (part frozen<middle>); CREATE TYPE middle (part frozen<core>); CREATE TYPE core (part int)');
  expect(schema.types.map(({ name }) => name)).toEqual(['core', 'middle', 'outer']);
});

test.each([
  ['an unfrozen type in a type', 'CREATE TYPE address (geo place); CREATE TYPE place (lat int)', ['1:22 FieldTypeInvalid']],
  ['an unknown type in a type', 'CREATE TYPE address (geo frozen<place>)', ['1:22 UserDefinedTypeUnknown']],
  ['a counter in a type', 'CREATE TYPE address (hits counter)', ['1:22 FieldTypeInvalid']],
  ['a field twice', 'CREATE TYPE address (street text, street int)', ['1:35 FieldNameDuplicate']],
  ['types that need one another', 'CREATE TYPE hen (egg frozen<egg>); CREATE TYPE egg (hen frozen<hen>)', ['1:48 UserDefinedTypeCycle']],
  ['a type twice', 'CREATE TYPE address (street text); CREATE TYPE address (street text)', ['1:48 DeclaredTwice']],
  ['a type with a duration, once, and not where it is used', 'CREATE TYPE stay (time duration); CREATE TABLE stays (id uuid PRIMARY KEY, stay frozen<stay>)',
    ['1:24 TypeUnsupported']],
  ['an unfrozen column of a type with an unfrozen list', 'CREATE TYPE tags (names list<text>); CREATE TABLE things (id uuid PRIMARY KEY, tags tags)', ['1:80 UserDefinedTypeNotFrozen']],
])('fails for %s', (_, cql, problems) => {
  expect(problemsOf(cql)).toEqual(problems);
});

test.each([
  ['text', 'text'],
  ['  FROZEN < map<text, list<int>> > ', 'frozen<map<text, frozen<list<int>>>>'],
  ['tuple<int, "Home Address">', 'frozen<tuple<int, frozen<"Home Address">>>'],
  ['Address', 'address'],
])('CqlType.parse reads %s', (text, cql) => {
  expect(CqlType.parse(text).cql).toBe(cql);
});

test.each(['', 'list<int', 'int int', 'list<list<int>>', 'duration', 'vector<float, 2>', 'shop.address', 'list<counter>'])('CqlType.parse fails for "%s"', (text) => {
  expect(refusalOf(() => CqlType.parse(text)).name).toBe('CqlInvalid');
});
