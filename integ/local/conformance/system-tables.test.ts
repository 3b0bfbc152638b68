import { TagResourceCommand } from '@aws-sdk/client-keyspaces';
import { Client } from 'cassandra-driver';
import { cleanUp } from './clean-up';
import { connect, refusal } from './connections';
import { allow, session } from './identities';
import { createKeyspace, createTable, keyspaces, until } from './resources';
import { GUIDE, region, tableArn } from './target';

const PAGE = `${GUIDE}/working-with-keyspaces.html`;

let client: Client;
let [ks, table]: string[] = [];
beforeAll(async () => {
  ks = await createKeyspace();
  table = await createTable(ks, { capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 2, writeCapacityUnits: 3 } });
  client = await connect(await session(allow('*')));
});
afterAll(cleanUp);

const rows = async (cql: string) => (await client.execute(cql)).rows;
const one = async (from: string) => (await rows(`SELECT * FROM ${from} WHERE keyspace_name = '${ks}' AND table_name = '${table}'`))[0];

test(`system.local says what it is (${PAGE})`, async () => {
  const [row] = await rows('SELECT * FROM system.local');
  expect(row).toMatchObject({ key: 'local', release_version: expect.stringMatching(/^3\.11\./), data_center: region, partitioner: expect.stringMatching(/Partitioner$/), schema_version: expect.anything(), tokens: expect.anything() });
});

test.each([
  ['system', ['local', 'peers', 'size_estimates', 'prepared_statements']],
  ['system_schema', ['keyspaces', 'tables', 'columns', 'types']],
  ['system_schema_mcs', ['keyspaces', 'tables', 'columns', 'tags', 'types']],
  ['system_multiregion_info', ['tables', 'keyspaces']],
])(`the keyspace %s has %p (${PAGE})`, async (keyspace, tables) => {
  for (const name of tables) await expect(rows(`SELECT * FROM ${keyspace}.${name} LIMIT 1`)).resolves.toBeDefined();
});

test(`system_schema knows the keyspace, the table and its columns (${PAGE})`, async () => {
  expect(await rows(`SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = '${ks}'`)).toHaveLength(1);
  expect(await one('system_schema.tables')).toMatchObject({ table_name: table });
  const columns = await rows(`SELECT column_name, kind, type FROM system_schema.columns WHERE keyspace_name = '${ks}' AND table_name = '${table}'`);
  expect(Object.fromEntries(columns.map(({ column_name, kind, type }) => [column_name, `${kind} ${type}`]))).toEqual({
    id: 'partition_key text', at: 'clustering int', shop: 'static text', note: 'regular text', total: 'regular int',
  });
});

test(`system_schema_mcs.keyspaces knows the keyspace (${GUIDE}/keyspaces-create.html)`, async () => {
  expect(await rows(`SELECT * FROM system_schema_mcs.keyspaces WHERE keyspace_name = '${ks}'`)).toMatchObject([{ keyspace_name: ks, durable_writes: true }]);
});

test(`system_schema_mcs.tables tells that the table is ACTIVE (${GUIDE}/tables-create.html)`, async () => {
  expect(await one('system_schema_mcs.tables')).toMatchObject({ keyspace_name: ks, table_name: table, status: 'ACTIVE' });
});

test(`system_schema_mcs.tables tells the settings of the table (${GUIDE}/ReadWriteCapacityMode.html)`, async () => {
  const { custom_properties: properties } = await one('system_schema_mcs.tables');
  expect(properties.capacity_mode).toMatchObject({ throughput_mode: 'PROVISIONED', read_capacity_units: '2', write_capacity_units: '3' });
  expect(properties.encryption_specification).toMatchObject({ encryption_type: 'AWS_OWNED_KMS_KEY' });
  expect(properties.point_in_time_recovery).toMatchObject({ status: 'disabled' });
});

test(`system_schema_mcs.tags tells the tags (${GUIDE}/tagging-operations.html)`, async () => {
  await keyspaces.send(new TagResourceCommand({ resourceArn: tableArn(ks, table), tags: [{ key: 'team', value: 'shop' }] }));
  const found = await until(() => rows(`SELECT * FROM system_schema_mcs.tags WHERE keyspace_name = '${ks}'`), (tags) => tags.some((row) => row.resource_name === table));
  expect(found.find((row) => row.resource_name === table)).toMatchObject({ tags: { team: 'shop' } });
});

test.each(['system_auth.roles', 'system_traces.sessions', 'system_views.clients', 'system_virtual_schema.keyspaces'])(`%s of Apache Cassandra is not there (${PAGE})`, async (name) => {
  expect(await refusal(client.execute(`SELECT * FROM ${name}`))).toMatch(/^2200 unconfigured keyspace/);
});
