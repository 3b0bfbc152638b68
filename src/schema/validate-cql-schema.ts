import { Token } from 'aws-cdk-lib';
import type { Column } from './column';
import type { CqlSchema } from './cql-schema';
import type { KeyspaceSchema } from './keyspace-schema';
import type { SchemaProblem } from './schema-problem';
import type { TableSchema } from './table-schema';
import { inOrderOfCreation, typesByName } from './type-order';
import type { UserDefinedTypeSchema } from './user-defined-type-schema';
import { refusal } from '../private/errors';

/** A problem of a schema, and the part of it to blame. */
export interface PartProblem extends SchemaProblem {
  readonly part: KeyspaceSchema | TableSchema | UserDefinedTypeSchema;
}

type Find = ReturnType<typeof typesByName>;

/** A schema before it is one. */
export type SchemaShape = Pick<CqlSchema, 'keyspaces' | 'types' | 'tables'>;

/** What can only be seen of all parts together. */
export function* problemsOfSchema({ keyspaces, types, tables }: SchemaShape): Iterable<PartProblem> {
  yield* problemsOfDuplicates('keyspace', keyspaces, ({ name }) => [name]);
  yield* problemsOfDuplicates('user-defined type', types, ({ keyspaceName, name }) => [keyspaceName, name]);
  yield* problemsOfDuplicates('table', tables, ({ keyspaceName, tableName }) => [keyspaceName, tableName]);
  const find = typesByName(types);
  for (const type of types) yield* of(type, problemsOfReferences(find, type.keyspaceName, type.fields));
  for (const table of tables) {
    yield* of(table, problemsOfReferences(find, table.keyspaceName, table._allColumns));
    yield* problemsOfUnfrozenTypes(find, table);
  }
  yield* problemsOfCycles(find, types);
}

function* problemsOfDuplicates<T extends PartProblem['part']>(
  kind: string, parts: T[], nameOf: (part: T) => (string | undefined)[],
): Iterable<PartProblem> {
  const seen = new Set<string>();
  for (const part of parts) {
    const names = nameOf(part).filter((name) => name !== undefined);
    const name = names.join('.');
    if (seen.has(name) && !names.some((each) => Token.isUnresolved(each))) {
      yield {
        part,
        error: refusal('DeclaredTwice', undefined, {
          what: kind,
          got: name,
          expected: 'every name once',
          remedy: 'remove one of the two, or rename it',
        }),
      };
    }
    seen.add(name);
  }
}

function* of(part: PartProblem['part'], problems: Iterable<SchemaProblem>): Iterable<PartProblem> {
  for (const problem of problems) yield { ...problem, part };
}

/**
 * Types that are nowhere declared.
 *
 * @param find whether there is such a type
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/udts.html: a type belongs to one keyspace
 */
export function* problemsOfReferences(
  find: (keyspace: string | undefined, name: string) => unknown, keyspaceName: string | undefined, columns: Column[],
): Iterable<SchemaProblem> {
  for (const { name: column, type } of columns) {
    if (type._dependencies.length > 0) continue;
    for (const name of type._userDefinedTypes) {
      if (Token.isUnresolved(name) || find(keyspaceName, name)) continue;
      yield {
        column,
        error: refusal('UserDefinedTypeUnknown', undefined, {
          what: `"${column}" is of type`,
          got: name,
          expected: `a native type, or a user-defined type declared in the ${keyspaceName ? `keyspace "${keyspaceName}"` : 'same keyspace'}`,
          remedy: 'correct the name, or add its CREATE TYPE statement',
        }),
      };
    }
  }
}

/** @see https://issues.apache.org/jira/browse/CASSANDRA-7423: such types are refused by Apache Cassandra */
function* problemsOfUnfrozenTypes(find: Find, table: TableSchema): Iterable<PartProblem> {
  for (const { name: column, type } of table._allColumns) {
    if (!type._isUnfrozenUserDefinedType) continue;
    const field = find(table.keyspaceName, type._userDefinedTypes[0])?.fields.find((each) => each.type._isMultiCell);
    if (!field) continue;
    yield {
      part: table,
      column,
      error: refusal('UserDefinedTypeNotFrozen', undefined, {
        what: `"${column}" is of type`,
        got: type.cql,
        expected: `a frozen one, because its field "${field.name}" is ${field.type.cql}`,
        remedy: `make the column frozen<${type.cql}>, or the field frozen<${field.type.cql}>`,
      }),
    };
  }
}

function* problemsOfCycles(find: Find, types: UserDefinedTypeSchema[]): Iterable<PartProblem> {
  const made = new Set<UserDefinedTypeSchema>();
  for (const type of inOrderOfCreation(types)) {
    const missing = type._userDefinedTypes.filter((name) => {
      const inner = find(type.keyspaceName, name);
      return inner && !made.has(inner);
    });
    made.add(type);
    if (missing.length === 0) continue;
    yield {
      part: type,
      error: refusal('UserDefinedTypeCycle', undefined, {
        what: `user-defined type "${type.name}" needs`,
        got: missing,
        expected: 'types that can be made before it, and these need it in turn',
        remedy: 'store one of them as a blob, or in a table of its own',
      }),
    };
  }
}
