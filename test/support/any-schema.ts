import { Duration } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { ClusteringOrder, type Column, CqlSchema, CqlType, KeyspaceSchema, TableSchema, UserDefinedTypeSchema } from '../../src';

const NATIVE = Object.values(CqlType).filter((value): value is CqlType => value instanceof CqlType && value !== CqlType.COUNTER);

/** What has a meaning of its own in CQL, and can be a name nevertheless. */
const WORDS = [
  'add', 'and', 'batch', 'columnfamily', 'desc', 'from', 'if', 'in', 'index', 'infinity', 'is', 'key', 'keyspace', 'like', 'nan', 'not', 'null', 'of',
  'on', 'order', 'primary', 'select', 'set', 'static', 'storage', 'table', 'to', 'token', 'type', 'update', 'use', 'using', 'view', 'where', 'with',
  'ascii', 'counter', 'date', 'duration', 'frozen', 'int', 'list', 'map', 'text', 'time', 'timestamp', 'ttl', 'tuple', 'uuid', 'vector', 'writetime',
];

const name = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9_]{1,12}$/),
  fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_]{1,47}$/),
  fc.constantFrom(...WORDS, 'Order', 'Text', '1st', '42'),
).filter((text) => !/^system/i.test(text));

const anyName = fc.oneof(name, fc.stringMatching(/^[ -~]{1,48}$/), fc.constantFrom('a', '_x', 'Home Address', 'said "so"', '"', 'it\'s', 'a--b', 'é', '$$'));

/** Types of types: what may be anywhere, with the user-defined types that there are. */
function typeOf(userDefined: UserDefinedTypeSchema[]): fc.Arbitrary<CqlType> {
  const udt = userDefined.map(({ name: held, fields }) => {
    const type = CqlType.udt(`"${held!.replace(/"/g, '""')}"`);
    return fields.some((field) => field.type._isMultiCell) ? CqlType.frozen(type) : type;
  });
  const leaf = fc.oneof(fc.constantFrom(...NATIVE), ...udt.length > 0 ? [fc.constantFrom(...udt)] : []);
  const { type } = fc.letrec<{ type: CqlType }>((tie) => ({
    type: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      tie('type').map(CqlType.list),
      tie('type').map(CqlType.set),
      fc.tuple(tie('type'), tie('type')).map(([from, to]) => CqlType.map(from, to)),
      fc.array(tie('type'), { minLength: 1, maxLength: 3 }).map((parts) => CqlType.tuple(...parts)),
      tie('type').map((inner) => inner._isMultiCell ? CqlType.frozen(inner) : inner),
    ),
  }));
  return type;
}

const frozen = (type: CqlType) => type._isMultiCell ? CqlType.frozen(type) : type;
const unique = (names: fc.Arbitrary<string>, minLength: number, maxLength: number) => fc.uniqueArray(names, { minLength, maxLength });

function typesIn(keyspaceName: string | undefined, names: string[]): fc.Arbitrary<UserDefinedTypeSchema[]> {
  return names.reduce<fc.Arbitrary<UserDefinedTypeSchema[]>>((made, each) => made.chain((types) =>
    unique(anyName, 1, 3).chain((fields) => fc.tuple(...fields.map(() => typeOf(types)))
      .map((kinds) => [...types, new UserDefinedTypeSchema({
        name: each,
        keyspaceName,
        fields: fields.map((field, index): Column => ({
          name: field,
          type: kinds[index]._isUnfrozenUserDefinedType ? CqlType.frozen(kinds[index]) : kinds[index],
        })),
      })]))), fc.constant([]));
}

function tableIn(keyspaceName: string | undefined, tableName: string, types: UserDefinedTypeSchema[]): fc.Arbitrary<TableSchema> {
  const shape = fc.record({
    names: unique(name, 1, 7),
    kinds: fc.array(typeOf(types), { minLength: 7, maxLength: 7 }),
    parts: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)),
    orders: fc.array(fc.constantFrom(ClusteringOrder.ASC, ClusteringOrder.DESC), { minLength: 7, maxLength: 7 }),
    counters: fc.boolean(),
    timeToLive: fc.option(fc.integer({ min: 1, max: 630_720_000 }), { nil: undefined }),
  });
  return shape.map(({ names, kinds, parts: [more, clustering, statics], orders, counters, timeToLive }) => {
    const columns = names.map((each, index): Column => ({ name: each, type: kinds[index] }));
    const key = columns.splice(0, 1 + more).map((column) => ({ ...column, type: frozen(column.type) }));
    const clusteringColumns = columns.splice(0, clustering)
      .map((column, index) => ({ name: column.name, type: frozen(column.type), order: orders[index] }));
    const others = columns.map((column) => counters ? { ...column, type: CqlType.COUNTER } : column);
    return new TableSchema({
      keyspaceName,
      tableName,
      partitionKey: key,
      clusteringColumns,
      staticColumns: clusteringColumns.length > 0 ? others.slice(0, statics) : [],
      columns: clusteringColumns.length > 0 ? others.slice(statics) : others,
      timeToLive: counters || timeToLive === undefined ? undefined : Duration.seconds(timeToLive),
    });
  });
}

function partsIn(keyspaceName: string | undefined, typeNames: fc.Arbitrary<string>) {
  return fc.record({ types: unique(typeNames, 0, 2), tables: unique(name, 0, 2) }).chain(({ types, tables }) =>
    typesIn(keyspaceName, types).chain((made) => fc.tuple(...tables.map((table) => tableIn(keyspaceName, table, made)))
      .map((tablesMade) => ({ types: made, tables: tablesMade }))));
}

export interface AnySchemaOptions {
  /** Names of keyspaces; without one, what is in none. */
  readonly keyspaces?: fc.Arbitrary<string[]>;
  /** Names of user-defined types. */
  readonly typeNames?: fc.Arbitrary<string>;
}

/** Any schema that there can be: names with capitals, words of CQL, quotes and blanks, all types in one another, tables with all that they can have. */
export function anySchema({ keyspaces = unique(name, 0, 2), typeNames = anyName }: AnySchemaOptions = {}): fc.Arbitrary<CqlSchema> {
  return keyspaces.chain((names) => fc.tuple(...[...names, undefined].map((keyspace) => partsIn(keyspace, typeNames))).map((parts) => new CqlSchema({
    keyspaces: names.map((each, index) => new KeyspaceSchema({
      name: each, replicationRegions: index % 2 === 0 ? undefined : ['us-east-1', 'eu-west-1', 'us-gov-west-1'],
    })),
    types: parts.flatMap(({ types }) => types),
    tables: parts.flatMap(({ tables }) => tables),
  })));
}

/** All that a schema says, to compare. */
export function shown({ keyspaces, types, tables }: CqlSchema) {
  const columns = (all: Column[]) => all.map(({ name: held, type }) => [held, type.cql, type._userDefinedTypes]);
  return {
    keyspaces: keyspaces.map(({ name: held, replicationRegions }) => [held, replicationRegions]),
    types: types.map(({ keyspaceName, name: held, fields }) => [keyspaceName, held, columns(fields)]),
    tables: tables.map((table) => ({
      name: [table.keyspaceName, table.tableName],
      partitionKey: columns(table.partitionKey),
      clusteringColumns: [columns(table.clusteringColumns), table.clusteringColumns.map(({ order }) => order ?? ClusteringOrder.ASC)],
      staticColumns: columns(table.staticColumns),
      columns: columns(table.columns),
      timeToLive: table.timeToLive?.toSeconds(),
    })),
  };
}
