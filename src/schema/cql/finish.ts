import type { Findings } from './findings';
import type { Interpreter, TypeDraft } from './interpreter';
import type { KeyspaceDraft } from './keyspace-options';
import type { Place } from './source';
import type { TableDraft } from './table-draft';
import type { Column } from '../column';
import { KeyspaceSchema } from '../keyspace-schema';
import { problemOf, type SchemaProblem } from '../schema-problem';
import { TableSchema } from '../table-schema';
import { UserDefinedTypeSchema } from '../user-defined-type-schema';
import { type PartProblem, problemsOfReferences, problemsOfSchema, type SchemaShape } from '../validate-cql-schema';
import { problemsOfTable, type TableShape } from '../validate-table-schema';
import { problemsOfType } from '../validate-user-defined-type-schema';

type PlaceOf = (column?: string) => Place;

/** Makes the schema of drafts, and tells in its own words, and at its place, what is wrong with each of them and with all together. */
export function finish(interpreter: Interpreter, findings: Findings, isPart: boolean): SchemaShape {
  const places = new Map<PartProblem['part'], PlaceOf>();
  const isDeclared = (keyspaceName: string | undefined, name: string) => isPart || interpreter.declaresType(keyspaceName, name);
  const tell = (problems: Iterable<SchemaProblem>, placeOf: PlaceOf) => {
    for (const { column, error } of problems) findings.error(placeOf(column), error);
  };

  const keyspaces = [...interpreter.keyspaces.values()].flatMap((draft) => finishKeyspace(draft, tell));
  const types = [...interpreter.types.values()].flatMap((draft) => {
    const placeOf: PlaceOf = (field) => draft.places.get(field!) ?? draft.place;
    tell(problemsOfReferences(isDeclared, draft.keyspaceName, draft.fields), placeOf);
    const type = finishType(draft, placeOf, tell);
    if (type) places.set(type, placeOf);
    return type ?? [];
  });
  const tables = [...interpreter.tables.values()].flatMap((draft) => {
    const placeOf: PlaceOf = (column) => draft.placeOf(column);
    const shape = draft.finish();
    tell(problemsOfReferences(isDeclared, draft.keyspaceName, columnsOf(shape)), placeOf);
    const table = finishTable(draft, shape, placeOf, tell);
    if (table) places.set(table, placeOf);
    return table ?? [];
  });
  for (const { part, column, error } of problemsOfSchema({ keyspaces, types, tables })) {
    // Told above, where also what is declared and could not be read counts.
    if (error.name !== 'UserDefinedTypeUnknown') findings.error(places.get(part)!(column), error);
  }
  return { keyspaces, types, tables };
}

type Tell = (problems: Iterable<SchemaProblem>, placeOf: PlaceOf) => void;

function finishKeyspace({ name, regions: replicationRegions, tags, place }: KeyspaceDraft, tell: Tell): KeyspaceSchema[] {
  const made: KeyspaceSchema[] = [];
  tell(problemOf(() => made.push(new KeyspaceSchema({ name, replicationRegions }))), () => place);
  for (const keyspace of made) keyspace._tags = tags;
  return made;
}

function finishType({ isSpoilt, ...shape }: TypeDraft, placeOf: PlaceOf, tell: Tell): UserDefinedTypeSchema | undefined {
  const problems = [...problemsOfType(shape)].filter(({ error }) => !isSpoilt || isAboutName(error));
  tell(problems, placeOf);
  return problems.length > 0 || isSpoilt ? undefined : new UserDefinedTypeSchema(shape);
}

function finishTable({ isSpoilt, notes, tags }: TableDraft, shape: TableShape, placeOf: PlaceOf, tell: Tell): TableSchema | undefined {
  const problems = [...problemsOfTable(shape)].filter(({ error }) => !isSpoilt || isAboutName(error));
  tell(problems, placeOf);
  if (problems.length > 0 || isSpoilt) return undefined;
  const table = new TableSchema(shape);
  table._warnings = notes.warnings;
  table._tags = tags;
  return table;
}

/** What can still be said of what could not be read as a whole. */
function isAboutName({ name }: Error): boolean {
  return /Name(Invalid|Reserved|Duplicate)$/.test(name);
}

function columnsOf({ partitionKey, clusteringColumns, staticColumns, columns }: TableShape): Column[] {
  return [...partitionKey, ...clusteringColumns, ...staticColumns, ...columns];
}
