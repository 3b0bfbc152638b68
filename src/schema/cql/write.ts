import { Token } from 'aws-cdk-lib';
import { cqlName, cqlQualifiedName, cqlTypeName } from './names';
import { refusal } from '../../private/errors';
import type { Column } from '../column';
import type { KeyspaceSchema } from '../keyspace-schema';
import type { TableSchema } from '../table-schema';
import type { UserDefinedTypeSchema } from '../user-defined-type-schema';

/**
 * Apache Cassandra knows no strategy of one Region: three replicas are what Amazon Keyspaces keeps in any case.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/how-it-works.replication.html
 */
export function writeKeyspace({ name, replicationRegions }: KeyspaceSchema): string {
  const replication = replicationRegions
    ? ['\'class\': \'NetworkTopologyStrategy\'', ...replicationRegions.map((region) => `${literal(region)}: 3`)]
    : ['\'class\': \'SimpleStrategy\'', '\'replication_factor\': 3'];
  return `CREATE KEYSPACE ${cqlName(name)} WITH replication = {${replication.join(', ')}};\n`;
}

export function writeType(schema: UserDefinedTypeSchema): string {
  const name = cqlQualifiedName(schema.keyspaceName, cqlTypeName(requireNamed('user-defined type', schema.name)));
  return `CREATE TYPE ${name} (\n${lines(schema.fields.map((field) => define(field)))}\n);\n`;
}

export function writeTable(schema: TableSchema): string {
  const { partitionKey, clusteringColumns, staticColumns, columns, keyspaceName, tableName } = schema;
  const name = cqlQualifiedName(keyspaceName, cqlName(requireNamed('table', tableName)));
  const body = lines([
    ...[...partitionKey, ...clusteringColumns].map((key) => define(key)),
    ...staticColumns.map((each) => define(each, ' static')),
    ...columns.map((each) => define(each)),
    `PRIMARY KEY (${[partition(partitionKey), ...clusteringColumns.map((each) => cqlName(each.name))].join(', ')})`,
  ]);
  const options = [...order(schema), ...timeToLive(schema)];
  return `CREATE TABLE ${name} (\n${body}\n)${options.length > 0 ? ` WITH ${options.join('\n  AND ')}` : ''};\n`;
}

function partition(key: Column[]): string {
  const names = key.map(({ name }) => cqlName(name)).join(', ');
  return key.length > 1 ? `(${names})` : names;
}

/** All columns or none, as Apache Cassandra wants them. */
function order({ clusteringColumns }: TableSchema): string[] {
  if (clusteringColumns.every((column) => (column.order ?? 'ASC') === 'ASC')) return [];
  return [`CLUSTERING ORDER BY (${clusteringColumns.map((each) => `${cqlName(each.name)} ${each.order ?? 'ASC'}`).join(', ')})`];
}

function timeToLive({ timeToLive: duration }: TableSchema): string[] {
  if (!duration) return [];
  const seconds = duration.toSeconds();
  return [`default_time_to_live = ${Token.isUnresolved(seconds) ? Token.asString(seconds) : seconds}`];
}

function define({ name, type }: Column, suffix = ''): string {
  return `${cqlName(name)} ${type.cql}${suffix}`;
}

function lines(parts: string[]): string {
  return parts.map((part) => `  ${part}`).join(',\n');
}

function literal(text: string): string {
  return `'${text.replace(/'/g, '\'\'')}'`;
}

function requireNamed(kind: 'table' | 'user-defined type', name: string | undefined): string {
  if (name !== undefined) return name;
  throw refusal('SchemaUnnamed', undefined, {
    what: `the name of the ${kind}`,
    got: null,
    expected: 'one, because CQL makes nothing without a name',
    remedy: kind === 'table' ? 'give the schema a tableName' : 'give the schema a name',
  });
}
