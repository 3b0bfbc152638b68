import { Token } from 'aws-cdk-lib';

/**
 * What cannot be a name without quotes in any of Apache Cassandra 3.11, 4 and 5.
 *
 * @see https://cassandra.apache.org/doc/latest/cassandra/reference/cql-commands/keywords.html
 */
const RESERVED = new Set(`add allow alter and any apply asc authorize batch begin by columnfamily create default delete desc describe
  drop each_quorum entries execute from full grant if in index inet infinity insert into is keyspace keyspaces limit local_one local_quorum
  materialized mbean mbeans modify nan norecursive not null of on one or order partition password per primary quorum rename replace
  revoke schema select set table three to token truncate two unlogged unset update use using view where with`.split(/\s+/));

/** What Cassandra reads as another type, or keeps for one, where the name of a user-defined type could stand. */
const RESERVED_TYPES = new Set(`ascii bigint bitstring blob boolean byte cast complex count counter date decimal distinct double duration
  empty enum float frozen int interval json list macaddr map maxwritetime set smallint text time timestamp timeuuid tinyint ttl tuple
  uuid varchar varint vector writetime`.split(/\s+/));

const PLAIN = /^[a-z][a-z0-9_]*$/;

/** A name that the service holds, as CQL: quoted only where it has to be. A token is not touched. */
export function cqlName(name: string): string {
  return Token.isUnresolved(name) || (PLAIN.test(name) && !RESERVED.has(name)) ? name : `"${name.replace(/"/g, '""')}"`;
}

/** The name of a user-defined type, which must not be read as another type. */
export function cqlTypeName(name: string): string {
  return RESERVED_TYPES.has(name) ? `"${name}"` : cqlName(name);
}

/** A table or a type with its keyspace, where it has one. */
export function cqlQualifiedName(keyspace: string | undefined, name: string): string {
  return keyspace === undefined ? name : `${cqlName(keyspace)}.${name}`;
}

/** The name that the service holds for a name in CQL: without quotes it is in lower case. Undefined for what is no name. */
export function nameOfCql(cql: string): string | undefined {
  if (/^[a-zA-Z]\w*$/.test(cql)) return cql.toLowerCase();
  return /^"(?:[^"]|"")+"$/.test(cql) ? cql.slice(1, -1).replace(/""/g, '"') : undefined;
}
