import { GetKeyspaceCommand } from '@aws-sdk/client-keyspaces';
import type { Client } from 'cassandra-driver';
import * as fc from 'fast-check';
import { cleanUp, later, unique } from './clean-up';
import { connect, refusal } from './connections';
import { allow, session } from './identities';
import { active, createKeyspace, deleteKeyspace, keyspaces, until } from './resources';
import { GUIDE, region } from './target';
import { KeyspaceSchema } from '../../../src';
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

const KEYSPACE = `${GUIDE}/cql.ddl.keyspace.html`;

async function create(name: string, cql: string): Promise<string> {
  later(() => deleteKeyspace(name));
  return refusal(client.execute(cql.trim().replace(/;$/, '')));
}

test(`what toCql() writes makes a keyspace of several Regions (${KEYSPACE})`, async () => {
  const keyspaceName = unique('conformance');
  const regions = [region, region === 'us-west-2' ? 'us-east-1' : 'us-west-2'];
  expect(await create(keyspaceName, new KeyspaceSchema({ name: keyspaceName, replicationRegions: regions }).toCql())).toBe('allowed');
  expect(await until(() => keyspaces.send(new GetKeyspaceCommand({ keyspaceName })))).toMatchObject({
    replicationStrategy: 'MULTI_REGION', replicationRegions: expect.arrayContaining(regions),
  });
});

// What it writes is for Apache Cassandra, which does not know the one strategy that the service has.
test(`a keyspace of a single Region takes the service's own strategy in the place of Cassandra's (${KEYSPACE})`, async () => {
  const keyspaceName = unique('conformance');
  const written = new KeyspaceSchema({ name: keyspaceName }).toCql();
  const own = written.replace(/\{.*\}/, "{'class': 'SingleRegionStrategy'}");
  expect([await create(keyspaceName, written), await create(keyspaceName, own)]).toEqual([expect.stringMatching(/^2[23]00 /), 'allowed']);
  expect(await until(() => keyspaces.send(new GetKeyspaceCommand({ keyspaceName })))).toMatchObject({ replicationStrategy: 'SINGLE_REGION' });
});
