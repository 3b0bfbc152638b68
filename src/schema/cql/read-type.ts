import type { Findings } from './findings';
import type { Place } from './source';
import type { TypeSyntax } from './syntax';
import { CqlType } from '../cql-type';

let native: Map<string, CqlType> | undefined;

// Not when this file is loaded: CqlType parses its own names.
function nativeType(name: string): CqlType | undefined {
  native ??= new Map(Object.values(CqlType).flatMap((value) => value instanceof CqlType ? [[value.cql, value]] : []));
  return native.get(name);
}

/** Where a type stands. */
export interface TypeContext {
  readonly findings: Findings;
  /** The keyspace of the table or the type that it is for. */
  readonly keyspaceName?: string;
  readonly place: (at: number) => Place;
}

/** A type as CQL says it; undefined after a problem. */
export function readType(syntax: TypeSyntax, context: TypeContext, isInFrozen = false): CqlType | undefined {
  const { findings, place } = context;
  const fail = (kind: string, message: string) => findings.problem(place(syntax.at), kind, message);
  switch (syntax.type) {
    case 'name': return readName(syntax, context);
    case 'custom': {
      fail('TypeUnsupported', `"${syntax.text}" is a custom type: Amazon Keyspaces has none, so use a native type, or a blob`);
      return undefined;
    }
    case 'vector': {
      fail('TypeUnsupported', `${syntax.text} is not among the types that AWS documents for Amazon Keyspaces:`
        + ' keep vectors as a frozen<list<float>> or a blob, and search them elsewhere');
      return undefined;
    }
    case 'frozen': {
      const inner = readType(syntax.of, context, true);
      return inner && attempt(context, syntax, () => CqlType.frozen(inner));
    }
    default: {
      const inner = syntax.of.map((parameter) => readParameter(syntax, parameter, context, isInFrozen));
      const wanted = { list: 1, set: 1, map: 2, tuple: syntax.of.length }[syntax.type];
      if (syntax.of.length !== wanted) fail('SYNTAX', `${syntax.type} has ${syntax.of.length} types, and not ${wanted}`);
      if (syntax.of.length !== wanted || inner.includes(undefined)) return undefined;
      return attempt(context, syntax, () => build(syntax.type, inner as CqlType[]));
    }
  }
}

/** Only what is frozen can be inside a collection, which Cassandra wants said; in a tuple, or in what is frozen, it goes without saying. */
function readParameter(outer: TypeSyntax, syntax: TypeSyntax, context: TypeContext, isInFrozen: boolean): CqlType | undefined {
  const isFrozen = isInFrozen || outer.type === 'tuple';
  const type = readType(syntax, context, isFrozen);
  if (!type?._isMultiCell || isFrozen) return type;
  context.findings.problem(context.place(syntax.at), 'TypeNotFrozen', `${type.cql} inside a ${outer.type} has to be frozen: write frozen<${type.cql}>`);
  return undefined;
}

function build(kind: 'list' | 'set' | 'map' | 'tuple', inner: CqlType[]): CqlType {
  switch (kind) {
    case 'list': return CqlType.list(inner[0]);
    case 'set': return CqlType.set(inner[0]);
    case 'map': return CqlType.map(inner[0], inner[1]);
    case 'tuple': return CqlType.tuple(...inner);
  }
}

function readName(syntax: TypeSyntax & { type: 'name' }, { findings, keyspaceName, place }: TypeContext): CqlType | undefined {
  const { keyspace, name: { name, isQuoted } } = syntax;
  if (keyspace && keyspace.name !== keyspaceName) {
    findings.problem(place(syntax.at), 'UserDefinedTypeUnknown', `"${name}" is of the keyspace "${keyspace.name}":`
      + ` a user-defined type can only be used in its own keyspace${keyspaceName === undefined ? '' : `, and this is "${keyspaceName}"`}`);
    return undefined;
  }
  if (keyspace || isQuoted) return userDefined(name);
  // UNCONFIRMED: since February 2026 the API of the streams has durations in its records.
  if (name === 'duration') {
    findings.problem(place(syntax.at), 'TypeUnsupported', 'duration is not among the types that AWS documents for Amazon Keyspaces:'
      + ' keep a duration as a number of its smallest unit (bigint), or as text');
    return undefined;
  }
  return nativeType(name) ?? userDefined(name);
}

function userDefined(name: string): CqlType {
  return CqlType.udt(`"${name.replace(/"/g, '""')}"`);
}

function attempt({ findings, place }: TypeContext, { at }: TypeSyntax, make: () => CqlType): CqlType | undefined {
  try {
    return make();
  } catch (error) {
    findings.error(place(at), error as Error);
    return undefined;
  }
}
