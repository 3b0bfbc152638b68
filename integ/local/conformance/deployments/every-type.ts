import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { type Column, CqlType, Keyspace, Table, TableSchema, UserDefinedType, UserDefinedTypeSchema } from '../../../../src';

export const EVERY_TYPE = 'EveryType';
export const KEYSPACE = 'every_type';

/** A type, how Apache Cassandra says it, and how it says it inside another type, where that is not the same. */
interface Case { readonly type: CqlType; readonly says: string; readonly inside?: string; readonly inKeys: boolean }

const native = (type: CqlType, says: string): Case => ({ type, says, inKeys: true });

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.elements.html#cql.data-types */
const NATIVE: Case[] = [
  native(CqlType.ASCII, 'ascii'), native(CqlType.BIGINT, 'bigint'), native(CqlType.BLOB, 'blob'), native(CqlType.BOOLEAN, 'boolean'),
  native(CqlType.DATE, 'date'), native(CqlType.DECIMAL, 'decimal'), native(CqlType.DOUBLE, 'double'), native(CqlType.FLOAT, 'float'),
  native(CqlType.INET, 'inet'), native(CqlType.INT, 'int'), native(CqlType.SMALLINT, 'smallint'), native(CqlType.TEXT, 'text'),
  native(CqlType.TIME, 'time'), native(CqlType.TIMESTAMP, 'timestamp'), native(CqlType.TIMEUUID, 'timeuuid'), native(CqlType.TINYINT, 'tinyint'),
  native(CqlType.UUID, 'uuid'), native(CqlType.VARCHAR, 'text'), native(CqlType.VARINT, 'varint'),
];

/** In a list, a set, a map and a tuple, each of the collections frozen and not. */
function around({ type, says, inside = says }: Case): Case[] {
  const collections: [CqlType, string][] = [
    [CqlType.list(type), `list<${inside}>`], [CqlType.set(type), `set<${inside}>`], [CqlType.map(type, type), `map<${inside}, ${inside}>`],
  ];
  const tuple = `frozen<tuple<${inside}, ${inside}>>`;
  return [
    ...collections.map(([outer, text]) => ({ type: outer, says: text, inside: `frozen<${text}>`, inKeys: false })),
    ...collections.map(([outer, text]) => ({ type: CqlType.frozen(outer), says: `frozen<${text}>`, inKeys: true })),
    { type: CqlType.tuple(type, type), says: tuple, inKeys: true },
  ];
}

/** A user-defined type of one of these names, frozen and not. */
const userDefined = (name: string): Case[] => [
  { type: CqlType.udt(name), says: name, inside: `frozen<${name}>`, inKeys: false },
  { type: CqlType.frozen(CqlType.udt(name)), says: `frozen<${name}>`, inKeys: true },
];

const COLLECTIONS = NATIVE.flatMap(around);
const INT = NATIVE.filter(({ says }) => says === 'int').flatMap(around);
/** What a field can be: a collection in a type that a column does not freeze has to be frozen. */
const FIELDS = [...NATIVE, ...COLLECTIONS.filter(({ inKeys }) => inKeys)];
const USER_DEFINED = [...userDefined('every_field'), ...userDefined('nested'), ...userDefined('"HomeAddress"'), ...userDefined('"Quoted ""name"""')];
const ANYWHERE = [...NATIVE, ...COLLECTIONS, ...INT.flatMap(around), ...USER_DEFINED, ...USER_DEFINED.flatMap(around)];
const IN_KEYS = ANYWHERE.filter(({ inKeys }) => inKeys);

const columns = (place: string, cases: Case[]): Column[] => cases.map(({ type }, index) => ({ name: `${place}_${index}`, type }));

/** Each type in each place where it may stand. */
export class EveryType extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const keyspace = new Keyspace(this, 'Keyspace', { keyspaceName: KEYSPACE, removalPolicy: RemovalPolicy.DESTROY });
    const type = (name: string, ...of: Case[]) => new UserDefinedType(this, name, {
      keyspace, removalPolicy: RemovalPolicy.DESTROY, schema: new UserDefinedTypeSchema({ name, fields: columns('field', of) }),
    });
    // The outer one before the inner one: the order of their creation follows from their names.
    type('nested', ...USER_DEFINED.slice(1, 2));
    type('every_field', ...FIELDS);
    type('HomeAddress', ...NATIVE);
    type('Quoted "name"', ...NATIVE);
    const table = (tableName: string, schema: TableSchema) =>
      new Table(this, tableName, { keyspace, tableName, schema, removalPolicy: RemovalPolicy.DESTROY });
    table('every_place', new TableSchema({
      partitionKey: columns('partition_key', IN_KEYS),
      clusteringColumns: columns('clustering', IN_KEYS),
      staticColumns: columns('static', ANYWHERE),
      columns: columns('regular', ANYWHERE),
    }));
    table('counters', new TableSchema({
      partitionKey: columns('partition_key', NATIVE.slice(0, 1)),
      clusteringColumns: columns('clustering', NATIVE.slice(0, 1)),
      staticColumns: [{ name: 'counted', type: CqlType.COUNTER }],
      columns: [{ name: 'counts', type: CqlType.COUNTER }],
    }));
  }
}

/** What `system_schema.columns` says of the two tables, by place, and `system_schema.types` of the types. */
export const EXPECTED: Record<string, string[]> = {
  ...Object.fromEntries(([['partition_key', IN_KEYS], ['clustering', IN_KEYS], ['static', ANYWHERE], ['regular', ANYWHERE]] as const).map(
    ([place, cases]) => [`every_place ${place}`, cases.map(({ says }, index) => `${place}_${index} ${says}`)])),
  'counters static': ['counted counter'],
  'counters regular': ['counts counter'],
  'every_field': FIELDS.map(({ says }) => says),
  'nested': ['frozen<every_field>'],
  'HomeAddress': NATIVE.map(({ says }) => says),
  'Quoted "name"': NATIVE.map(({ says }) => says),
};
