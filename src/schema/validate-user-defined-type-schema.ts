import { Token } from 'aws-cdk-lib';
import { problemOf, problemsOfRepetition, type SchemaProblem } from './schema-problem';
import type { UserDefinedTypeSchema } from './user-defined-type-schema';
import { refusal } from '../private/errors';
import { requireNewKeyspaceName, requireTypeName } from '../private/names';

// https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html
const MAX_FIELD_NAME_LENGTH = 128;
const MAX_SCHEMA_BYTES = 25 * 1024;

/** A user-defined type's schema before it is one. */
export type TypeShape = Pick<UserDefinedTypeSchema, 'name' | 'keyspaceName' | 'fields'>;

/** What the service would not take, so far as a type can tell without knowing others. */
export function* problemsOfType(schema: TypeShape): Iterable<SchemaProblem> {
  const { keyspaceName, name } = schema;
  if (keyspaceName !== undefined) yield* problemOf(() => requireNewKeyspaceName(undefined, keyspaceName));
  if (name !== undefined) yield* problemOf(() => requireTypeName(undefined, name));
  yield* problemsOfFields(schema);
  yield* problemsOfFieldTypes(schema);
  yield* problemsOfSize(schema);
}

function requireFieldName(name: string): void {
  if (Token.isUnresolved(name) || (name.length > 0 && name.length <= MAX_FIELD_NAME_LENGTH)) return;
  throw refusal('FieldNameInvalid', undefined, {
    what: 'name of a field',
    got: name,
    expected: `1 to ${MAX_FIELD_NAME_LENGTH} characters`,
    remedy: 'choose another name',
  });
}

function* problemsOfFields({ fields }: TypeShape): Iterable<SchemaProblem> {
  if (fields.length === 0) {
    yield {
      error: refusal('FieldsMissing', undefined, {
        what: 'fields',
        got: fields,
        expected: 'at least one',
        remedy: 'name what belongs together in the type',
      }),
    };
  }
  for (const { name } of fields) yield* problemOf(() => requireFieldName(name), name);
  yield* problemsOfRepetition(fields, 'FieldNameDuplicate', {
    what: 'field name',
    expected: 'every name once in a type',
    remedy: 'rename one of the fields',
  });
}

/** @see https://cassandra.apache.org/doc/3.11/cassandra/cql/types.html#user-defined-types */
function* problemsOfFieldTypes({ fields }: TypeShape): Iterable<SchemaProblem> {
  for (const { name, type } of fields) {
    if (!type._isCounter && !type._isUnfrozenUserDefinedType) continue;
    yield {
      column: name,
      error: refusal('FieldTypeInvalid', undefined, {
        what: `field "${name}" of type`,
        got: type.cql,
        expected: 'any type but a counter or a user-defined type that is not frozen',
        remedy: type._isCounter ? 'use CqlType.BIGINT' : 'wrap the type in CqlType.frozen()',
      }),
    };
  }
}

/** The names and the types alone: whatever else the service counts comes on top. */
function* problemsOfSize({ name = '', fields }: TypeShape): Iterable<SchemaProblem> {
  const bytes = fields.reduce((sum, field) => sum + Buffer.byteLength(field.name) + Buffer.byteLength(field.type.cql), Buffer.byteLength(name));
  if (bytes <= MAX_SCHEMA_BYTES) return;
  yield {
    error: refusal('UserDefinedTypeTooLarge', undefined, {
      what: 'bytes of field names and types',
      got: bytes,
      expected: `at most ${MAX_SCHEMA_BYTES} in a user-defined type`,
      remedy: 'split the type',
    }),
  };
}
