import type { Client } from 'cassandra-driver';
import * as fc from 'fast-check';
import { cleanUp } from './clean-up';
import { connect } from './connections';
import { allow, session } from './identities';
import { active, createKeyspace } from './resources';
import { anySchema } from '../../../test/support/any-schema';

/** Of each a keyspace with up to two types and two tables. */
const SCHEMAS = 12;
const SEED = 5;

let client: Client;
beforeAll(async () => { client = await connect(await session(allow('*'))); });
afterAll(cleanUp);

// https://cassandra.apache.org/doc/3.11/cassandra/cql/ddl.html
test.each(Array.from({ length: SCHEMAS }, (_, index) => index))('what toCql() writes makes its types and tables: generated schema %i', async (index) => {
  const keyspace = await createKeyspace();
  const typeNames = fc.oneof(fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_]{1,20}$/), fc.constantFrom('order', 'Text', 'text', 'list'));
  const [{ types, tables }] = fc.sample(anySchema({ keyspaces: fc.constant([keyspace]), typeNames })
    .filter((schema) => schema.tables.some(({ keyspaceName }) => keyspaceName === keyspace)), { seed: SEED + index, numRuns: 1 });
  const mine = [...types, ...tables].filter(({ keyspaceName }) => keyspaceName === keyspace);
  for (const part of mine) {
    const cql = part.toCql().trim().replace(/;$/, '');
    await client.execute(cql).catch((error: Error) => { throw new Error(`${error.message}\n${cql}`); });
  }
  for (const { keyspaceName, tableName, partitionKey } of tables) {
    if (keyspaceName !== keyspace) continue;
    const { schemaDefinition } = await active(keyspace, tableName!);
    expect(schemaDefinition!.partitionKeys!.map(({ name }) => name)).toEqual(partitionKey.map(({ name }) => name));
  }
});
