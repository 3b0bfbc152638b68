import type { Client } from 'cassandra-driver';
import * as fc from 'fast-check';
import { type Column, CqlSchema, type CqlType } from '../../../../src';
import { anySchema } from '../../../../test/support/any-schema';
import { cassandraClient } from '../../cassandra/client';
import { refusal } from '../connections';
import { ca } from '../target';

// Apache Cassandra itself, as its superuser: what toCql() writes goes past everything that stands for the service.

const SCHEMAS = 24;
const SEED = 5;
/** Of the Regions that generated keyspaces are replicated in, those that are no data centre of a cluster of one node. */
const ABSENT = ['eu-west-1', 'us-gov-west-1'];
const THERE = ABSENT.map((region) => `, '${region}': 3`).join('');

const LOCATOR = 'org.apache.cassandra.locator';
const ONE_REGION = { class: `${LOCATOR}.SimpleStrategy`, replication_factor: '3' };
const SEVERAL_REGIONS = { 'class': `${LOCATOR}.NetworkTopologyStrategy`, 'us-east-1': '3' };

let client: Client;
beforeAll(() => { client = cassandraClient(process.env.LOCAL_CASSANDRA_PASSWORD!, ca!); });
afterAll(() => client.shutdown());

/** In a keyspace each, and some of them in one that the schema does not make. */
const schemas = fc.sample(anySchema().filter(({ keyspaces, tables }) => keyspaces.length > 0 && tables.length > 0), { seed: SEED, numRuns: SCHEMAS });

// https://cassandra.apache.org/doc/5.0/cassandra/developing/cql/ddl.html
test.each(schemas.map((schema, index) => ({ schema, index })))('Apache Cassandra accepts what toCql() writes: generated schema $index', async ({ schema }) => {
  const names = schema.keyspaces.map(({ name }) => `"${name}"`);
  try {
    await client.execute("CREATE KEYSPACE elsewhere WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    await client.execute('USE elsewhere');
    for (const statement of schema.toCql().split(/;\n+/).filter(Boolean)) {
      const known = statement.replace(THERE, '');
      if (known !== statement) {
        // It has no node in the other Regions, and says so of one of them: but for that it takes the statement.
        expect(await refusal(client.execute(statement))).toMatch(
          new RegExp(`^2300 Unrecognized strategy option \\{(${ABSENT.join('|')})\\} passed to NetworkTopologyStrategy for keyspace \\w+$`));
      }
      await client.execute(known).catch((error: Error) => { throw new Error(`${error.message}\n${known}`); });
    }
    expect(meaning(await described([...names, 'elsewhere']))).toEqual(meaning(schema));
    for (const { name, replicationRegions } of schema.keyspaces) {
      const { rows: [{ replication }] } = await client.execute('SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?', [name]);
      expect(replication).toEqual(replicationRegions ? SEVERAL_REGIONS : ONE_REGION);
    }
  } finally {
    await client.execute('USE system');
    for (const name of [...names, 'elsewhere']) await client.execute(`DROP KEYSPACE IF EXISTS ${name}`);
  }
});

/** What Apache Cassandra then says that there is. */
async function described(keyspaces: string[]): Promise<CqlSchema> {
  const statements: string[] = [];
  for (const keyspace of keyspaces) {
    const { rows } = await client.execute(`DESCRIBE KEYSPACE ${keyspace}`);
    statements.push(...rows.map((row) => row.create_statement));
  }
  return CqlSchema.fromString(statements.join('\n'));
}

/** What a schema says of columns and keys. The Regions of a keyspace are not all there. */
function meaning({ keyspaces, types, tables }: CqlSchema) {
  const inKeyspace = (keyspace: string | undefined, name: string | undefined) => `${keyspace ?? 'elsewhere'} ${name}`;
  const columns = (all: Column[]) => all.map(({ name, type }) => [name, plain(type), type._isMultiCell]);
  const sorted = (all: Column[]) => columns(all).sort();
  return {
    keyspaces: keyspaces.map(({ name }) => name).filter((name) => name !== 'elsewhere').sort(),
    types: types.map(({ keyspaceName, name, fields }) => [inKeyspace(keyspaceName, name), columns(fields)]).sort(),
    tables: tables.map(({ keyspaceName, tableName, timeToLive, ...table }) => [inKeyspace(keyspaceName, tableName), {
      partitionKey: columns(table.partitionKey),
      clusteringColumns: columns(table.clusteringColumns),
      orders: table.clusteringColumns.map(({ order = 'ASC' }) => order),
      staticColumns: sorted(table.staticColumns),
      columns: sorted(table.columns),
      timeToLive: timeToLive?.toSeconds(),
    }]).sort(),
  };
}

/** Apache Cassandra writes `frozen` also where it follows from the place, and `text` for `varchar`. */
function plain({ cql }: CqlType): string {
  const tokens = cql.match(/"(?:[^"]|"")*"|\w+|[<>,]/g)!;
  const isFrozen: boolean[] = [];
  return tokens.filter((token, index) => {
    if (token === '<') isFrozen.push(tokens[index - 1] === 'frozen');
    if (token === '>') return !isFrozen.pop();
    return token !== 'frozen' && !(token === '<' && isFrozen.at(-1));
  }).map((token) => token === 'varchar' ? 'text' : token).join('');
}
