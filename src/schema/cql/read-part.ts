import { Findings } from './findings';
import { typeSyntaxOf } from './parse';
import { readCql } from './read';
import { readType } from './read-type';
import { Source } from './source';
import type { CqlType } from '../cql-type';
import type { TableSchema } from '../table-schema';
import type { UserDefinedTypeSchema } from '../user-defined-type-schema';

/** A type by itself. */
export function parseType(text: string): CqlType {
  const source = new Source('CQL', text);
  const findings = new Findings([source]);
  const syntax = typeSyntaxOf(source, findings);
  const type = syntax && readType(syntax, { findings, place: (at) => ({ source, at }) });
  findings.throwIfAny();
  return type!;
}

/** A table by itself. */
export function readTable(text: string): TableSchema {
  return readOne(text, 'tables', 'CREATE TABLE');
}

/** A user-defined type by itself. */
export function readUserDefinedType(text: string): UserDefinedTypeSchema {
  return readOne(text, 'types', 'CREATE TYPE');
}

function readOne(text: string, part: 'tables', statement: string): TableSchema;
function readOne(text: string, part: 'types', statement: string): UserDefinedTypeSchema;
function readOne(text: string, part: 'tables' | 'types', statement: string): TableSchema | UserDefinedTypeSchema {
  const source = new Source('CQL', text);
  const { findings, keyspaces, types, tables } = readCql([source], { isPart: true });
  findings.throwIfAny();
  const found = { tables, types }[part];
  const declared = keyspaces.length + types.length + tables.length;
  if (found.length === 1 && declared === 1) return found[0];
  findings.problem({ source, at: 0 }, 'SYNTAX', `${declared} things are declared, and not one by ${statement}: read the whole with CqlSchema.fromString()`);
  findings.throwIfAny();
  throw new Error('unreachable');
}
