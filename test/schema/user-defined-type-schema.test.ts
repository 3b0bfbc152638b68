import { Lazy } from 'aws-cdk-lib';
import { CqlType, UserDefinedTypeSchema, type UserDefinedTypeSchemaProps } from '../../src';
import { refusalOf } from '../support/refusal';

const street = { name: 'street', type: CqlType.TEXT };
const place = { name: 'place', type: CqlType.frozen(CqlType.udt('place')) };

test('keeps fields in their order, and cannot be changed through what it was made from', () => {
  const fields = [street, place];
  const schema = new UserDefinedTypeSchema({ name: 'address', keyspaceName: 'shop', fields });
  fields.pop();
  expect(schema.fields).toEqual([street, place]);
  expect([schema.name, schema.keyspaceName]).toEqual(['address', 'shop']);
});

test('is written as CQL', () => {
  const schema = new UserDefinedTypeSchema({
    name: 'Home Address',
    keyspaceName: 'shop',
    fields: [street, place, { name: 'Said "so"', type: CqlType.list(CqlType.INT) }],
  });
  expect(schema.toCql()).toBe([
    'CREATE TYPE shop."Home Address" (',
    '  street text,',
    '  place frozen<place>,',
    '  "Said ""so""" list<int>',
    ');',
    '',
  ].join('\n'));
});

test('fails to be written without a name', () => {
  expect(refusalOf(() => new UserDefinedTypeSchema({ fields: [street] }).toCql()).name).toBe('SchemaUnnamed');
});

test.each<[string, string, UserDefinedTypeSchemaProps]>([
  ['no fields', 'FieldsMissing', { fields: [] }],
  ['a field without a name', 'FieldNameInvalid', { fields: [{ name: '', type: CqlType.INT }] }],
  ['a field of 129 characters', 'FieldNameInvalid', { fields: [{ name: 'x'.repeat(129), type: CqlType.INT }] }],
  ['a field twice', 'FieldNameDuplicate', { fields: [street, street] }],
  ['a counter', 'FieldTypeInvalid', { fields: [{ name: 'hits', type: CqlType.COUNTER }] }],
  ['a user-defined type that is not frozen', 'FieldTypeInvalid', { fields: [{ name: 'place', type: CqlType.udt('place') }] }],
  ['a name of 49 characters', 'UserDefinedTypeNameInvalid', { name: 'x'.repeat(49), fields: [street] }],
  ['a keyspace name of one letter', 'KeyspaceNameInvalid', { keyspaceName: 'k', fields: [street] }],
  ['a keyspace of the system', 'KeyspaceNameReserved', { keyspaceName: 'system_mine', fields: [street] }],
  ['more than 25 KB', 'UserDefinedTypeTooLarge', {
    fields: Array.from({ length: 201 }, (_, index) => ({ name: String(index).padEnd(124, 'x'), type: CqlType.TEXT })),
  }],
])('fails for %s', (_, code, props) => {
  expect(refusalOf(() => new UserDefinedTypeSchema(props)).name).toBe(code);
});

test.each<[string, UserDefinedTypeSchemaProps]>([
  ['a field of one letter and one of 128', { fields: [{ name: 'a', type: CqlType.INT }, { name: 'x'.repeat(128), type: CqlType.INT }] }],
  ['collections that are not frozen', { fields: [{ name: 'tags', type: CqlType.set(CqlType.TEXT) }] }],
  ['a name of 48 characters', { name: 'x'.repeat(48), fields: [street] }],
  ['less than 25 KB', { fields: Array.from({ length: 199 }, (_, index) => ({ name: String(index).padEnd(124, 'x'), type: CqlType.TEXT })) }],
  ['names that are tokens', { name: Lazy.string({ produce: () => '' }), fields: [{ name: Lazy.string({ produce: () => '' }), type: CqlType.INT }] }],
])('accepts %s', (_, props) => {
  expect(() => new UserDefinedTypeSchema(props)).not.toThrow();
});
