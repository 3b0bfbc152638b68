import { GetKeyspaceCommand, GetTypeCommand, ListTablesCommand, ListTagsForResourceCommand } from '@aws-sdk/client-keyspaces';
import { Client } from 'cassandra-driver';
import { cleanUp, later, unique } from './clean-up';
import { connect, refusal } from './connections';
import { allow, session } from './identities';
import { active, createKeyspace, createTable, deleteKeyspace, keyspaces, until } from './resources';
import { GUIDE, keyspaceArn, patience, region } from './target';
import { eventually } from '../wait';

const TABLE = `${GUIDE}/cql.ddl.table.html`;
const KEYSPACE = `${GUIDE}/cql.ddl.keyspace.html`;
const TYPE = `${GUIDE}/cql.ddl.type.html`;
const TAGS = `${GUIDE}/tagging-operations.html`;

let client: Client;
let ks: string;
beforeAll(async () => {
  ks = await createKeyspace();
  client = await connect(await session(allow('*')));
});
afterAll(cleanUp);

async function keyspaceBy(more: string): Promise<string> {
  const name = unique('conformance');
  await client.execute(`CREATE KEYSPACE ${name} WITH ${more}`);
  later(() => deleteKeyspace(name));
  await until(() => keyspaces.send(new GetKeyspaceCommand({ keyspaceName: name })));
  return name;
}

/** A table by CQL, as the API then describes it. */
async function described(more = '', columns = 'id text, at int, note text, PRIMARY KEY (id, at)') {
  const name = unique('orders');
  await client.execute(`CREATE TABLE ${ks}.${name} (${columns})${more}`);
  return active(ks, name);
}

const custom = (properties: string) => ` WITH CUSTOM_PROPERTIES = {${properties}}`;
const tags = (resourceArn: string) => keyspaces.send(new ListTagsForResourceCommand({ resourceArn }))
  .then((found) => Object.fromEntries(found.tags!.map(({ key, value }) => [key, value])));

test(`a keyspace (${KEYSPACE})`, async () => {
  const keyspaceName = await keyspaceBy("replication = {'class': 'SingleRegionStrategy'}");
  expect(await keyspaces.send(new GetKeyspaceCommand({ keyspaceName }))).toMatchObject({ resourceArn: keyspaceArn(keyspaceName), replicationStrategy: 'SINGLE_REGION' });
});

test(`a keyspace with tags (${TAGS})`, async () => {
  expect(await tags(keyspaceArn(await keyspaceBy("replication = {'class': 'SingleRegionStrategy'} AND TAGS = {'team': 'shop', 'stage': 'test'}")))).toEqual({ team: 'shop', stage: 'test' });
});

test(`tags of a keyspace that are added and dropped (${TAGS})`, async () => {
  const name = await keyspaceBy("replication = {'class': 'SingleRegionStrategy'} AND TAGS = {'team': 'shop'}");
  await client.execute(`ALTER KEYSPACE ${name} ADD TAGS {'stage': 'test'}`);
  await until(() => tags(keyspaceArn(name)), ({ stage }) => stage === 'test');
  await client.execute(`ALTER KEYSPACE ${name} DROP TAGS {'team': 'shop'}`);
  expect(await until(() => tags(keyspaceArn(name)), ({ team }) => team === undefined)).toEqual({ stage: 'test' });
});

test(`the columns of a table (${TABLE})`, async () => {
  const { schemaDefinition } = await described(' WITH CLUSTERING ORDER BY (at DESC)', 'id text, day date, at timeuuid, shop text static, lines list<frozen<map<text, int>>>, PRIMARY KEY ((id, day), at)');
  expect(schemaDefinition).toMatchObject({ partitionKeys: [{ name: 'id' }, { name: 'day' }], clusteringKeys: [{ name: 'at', orderBy: 'DESC' }], staticColumns: [{ name: 'shop' }] });
  expect(Object.fromEntries(schemaDefinition!.allColumns!.map(({ name, type }) => [name, type!.replaceAll(' ', '')]))).toEqual({ id: 'text', day: 'date', at: 'timeuuid', shop: 'text', lines: 'list<frozen<map<text,int>>>' });
});

const properties: [what: string, page: string, more: string, expected: object][] = [
  ['on-demand capacity and AWS owned keys by default', TABLE, '', { capacitySpecification: { throughputMode: 'PAY_PER_REQUEST' }, encryptionSpecification: { type: 'AWS_OWNED_KMS_KEY' }, pointInTimeRecovery: { status: 'DISABLED' } }],
  ['provisioned capacity', `${GUIDE}/ReadWriteCapacityMode.html`, custom("'capacity_mode': {'throughput_mode': 'PROVISIONED', 'read_capacity_units': 5, 'write_capacity_units': 3}"), { capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 5, writeCapacityUnits: 3 } }],
  ['point-in-time recovery', `${GUIDE}/PointInTimeRecovery.html`, custom("'point_in_time_recovery': {'status': 'enabled'}"), { pointInTimeRecovery: { status: 'ENABLED' } }],
  ['client-side timestamps', `${GUIDE}/client-side-timestamps.html`, custom("'client_side_timestamps': {'status': 'enabled'}"), { clientSideTimestamps: { status: 'ENABLED' } }],
  ['a time to live', `${GUIDE}/TTL.html`, custom("'ttl': {'status': 'enabled'}"), { ttl: { status: 'ENABLED' } }],
  ['a default time to live', `${GUIDE}/TTL-how-to-create-table.html`, ' WITH default_time_to_live = 3600', { defaultTimeToLive: 3600 }],
  ['two at once', TABLE, `${custom("'point_in_time_recovery': {'status': 'enabled'}, 'capacity_mode': {'throughput_mode': 'PAY_PER_REQUEST'}")} AND default_time_to_live = 60`, { pointInTimeRecovery: { status: 'ENABLED' }, defaultTimeToLive: 60 }],
  ['options of Cassandra that mean nothing here', `${GUIDE}/cassandra-apis.html`, " WITH compaction = {'class': 'LeveledCompactionStrategy'} AND gc_grace_seconds = 1 AND bloom_filter_fp_chance = 0.1 AND caching = {'keys': 'NONE'}", {}],
];

test.each(properties)('a table with %s (%s)', async (_what, _page, more, expected) => {
  expect(await described(more)).toMatchObject(expected);
});

test(`a table with a stream (${GUIDE}/keyspaces-enable-cdc-new-table.html)`, async () => {
  const found = await described(`${custom("'cdc_specification': {'view_type': 'NEW_IMAGE'}")} AND CDC = true`);
  expect(found).toMatchObject({ cdcSpecification: { status: 'ENABLED', viewType: 'NEW_IMAGE' }, latestStreamArn: expect.stringContaining(`${found.resourceArn}/stream/`) });
});

test(`tags of a table that are set, added and dropped (${TAGS})`, async () => {
  const { resourceArn, tableName } = await described(" WITH TAGS = {'team': 'shop'}");
  expect(await tags(resourceArn!)).toEqual({ team: 'shop' });
  await client.execute(`ALTER TABLE ${ks}.${tableName} ADD TAGS {'stage': 'test'}`);
  await until(() => tags(resourceArn!), ({ stage }) => stage === 'test');
  await client.execute(`ALTER TABLE ${ks}.${tableName} DROP TAGS {'team': 'shop'}`);
  expect(await until(() => tags(resourceArn!), ({ team }) => team === undefined)).toEqual({ stage: 'test' });
});

test(`a column that is added (${TABLE})`, async () => {
  const { tableName } = await described();
  await client.execute(`ALTER TABLE ${ks}.${tableName} ADD more set<int>`);
  await until(() => active(ks, tableName!), ({ schemaDefinition }) => schemaDefinition!.allColumns!.some(({ name, type }) => name === 'more' && type === 'set<int>'));
});

test.each([
  ['capacity', "'capacity_mode': {'throughput_mode': 'PROVISIONED', 'read_capacity_units': 1, 'write_capacity_units': 1}", { capacitySpecification: { throughputMode: 'PROVISIONED' } }],
  ['point-in-time recovery', "'point_in_time_recovery': {'status': 'enabled'}", { pointInTimeRecovery: { status: 'ENABLED' } }],
  ['client-side timestamps', "'client_side_timestamps': {'status': 'enabled'}", { clientSideTimestamps: { status: 'ENABLED' } }],
])(`another setting of a table: %s (${TABLE})`, async (_what, setting, expected) => {
  const { tableName } = await described();
  await client.execute(`ALTER TABLE ${ks}.${tableName}${custom(setting)}`);
  await eventually(patience, async () => expect(await active(ks, tableName!)).toMatchObject(expected));
});

test(`one setting at a time (${TABLE})`, async () => {
  const { tableName } = await described();
  const [recovery, capacity] = ["'point_in_time_recovery': {'status': 'enabled'}", "'capacity_mode': {'throughput_mode': 'PROVISIONED', 'read_capacity_units': 1, 'write_capacity_units': 1}"];
  const alter = (setting: string) => refusal(client.execute(`ALTER TABLE ${ks}.${tableName}${custom(setting)}`));
  expect(await alter(`${recovery}, ${capacity}`)).toMatch(/^\d{4} /);
  expect(await alter(recovery)).toBe('allowed');
});

test(`a table that is dropped (${TABLE})`, async () => {
  const { tableName } = await described();
  await client.execute(`DROP TABLE ${ks}.${tableName}`);
  const names = () => keyspaces.send(new ListTablesCommand({ keyspaceName: ks })).then(({ tables = [] }) => tables.map((table) => table.tableName));
  await until(names, (found) => !found.includes(tableName));
  expect(await refusal(client.execute(`SELECT * FROM ${ks}.${tableName}`))).toMatch(/^2200 unconfigured table/);
});

test(`a keyspace that is dropped (${KEYSPACE})`, async () => {
  const keyspaceName = await keyspaceBy("replication = {'class': 'SingleRegionStrategy'}");
  await client.execute(`DROP KEYSPACE ${keyspaceName}`);
  await expect(until(async () => keyspaces.send(new GetKeyspaceCommand({ keyspaceName })).then(() => false, (error) => error.name), Boolean)).resolves.toBe('ResourceNotFoundException');
});

test(`a type, with its fields, and its end (${TYPE})`, async () => {
  const typeName = unique('address');
  const get = () => keyspaces.send(new GetTypeCommand({ keyspaceName: ks, typeName }));
  await client.execute(`CREATE TYPE ${ks}.${typeName} (city text, lines frozen<list<text>>)`);
  expect((await until(get)).fieldDefinitions).toEqual([{ name: 'city', type: 'text' }, { name: 'lines', type: 'frozen<list<text>>' }]);
  await client.execute(`DROP TYPE ${ks}.${typeName}`);
  await expect(until(async () => get().then(() => false, (error) => error.name), Boolean)).resolves.toBe('ResourceNotFoundException');
});

test(`a type that a table uses stays (${TYPE})`, async () => {
  const typeName = unique('address');
  await client.execute(`CREATE TYPE ${ks}.${typeName} (city text)`);
  await until(() => keyspaces.send(new GetTypeCommand({ keyspaceName: ks, typeName })));
  const { tableName } = await described('', `id text PRIMARY KEY, home frozen<${typeName}>`);
  expect(await refusal(client.execute(`DROP TYPE ${ks}.${typeName}`))).toMatch(/^\d{4} /);
  await client.execute(`DROP TABLE ${ks}.${tableName}`);
  await until(() => refusal(client.execute(`DROP TYPE ${ks}.${typeName}`)), (answer) => answer === 'allowed');
});

test(`what exists already is refused, and left alone with IF NOT EXISTS (${TABLE})`, async () => {
  const table = await createTable(ks);
  const create = (condition: string) => refusal(client.execute(`CREATE TABLE ${condition} ${ks}.${table} (other int PRIMARY KEY)`));
  expect(await create('')).toMatch(/^2400 /);
  expect(await create('IF NOT EXISTS')).toBe('allowed');
  expect((await active(ks, table)).schemaDefinition!.partitionKeys).toEqual([{ name: 'id' }]);
  expect(await refusal(client.execute(`CREATE KEYSPACE ${ks} WITH replication = {'class': 'SingleRegionStrategy'}`))).toMatch(/^2400 /);
  expect(await refusal(client.execute(`CREATE KEYSPACE IF NOT EXISTS ${ks} WITH replication = {'class': 'SingleRegionStrategy'}`))).toBe('allowed');
});

test(`a keyspace of several Regions (${GUIDE}/keyspaces-mrr-create.html)`, async () => {
  const other = region === 'us-west-2' ? 'us-east-1' : 'us-west-2';
  const keyspaceName = await keyspaceBy(`replication = {'class': 'NetworkTopologyStrategy', '${region}': '3', '${other}': '3'}`);
  expect(await keyspaces.send(new GetKeyspaceCommand({ keyspaceName }))).toMatchObject({ replicationStrategy: 'MULTI_REGION', replicationRegions: expect.arrayContaining([region, other]) });
});

test(`options of Apache Cassandra that the service ignores are taken (${GUIDE}/cassandra-apis.html)`, async () => {
  const { tableName } = await described(' WITH gc_grace_seconds = 60');
  expect(await refusal(client.execute(`ALTER TABLE ${ks}.${tableName} WITH compaction = {'class': 'SizeTieredCompactionStrategy'}`))).toBe('allowed');
  const two = "{'point_in_time_recovery': {'status': 'enabled'}, 'ttl': {'status': 'enabled'}}";
  expect(await refusal(client.execute(`ALTER TABLE ${ks}.${tableName} WITH CUSTOM_PROPERTIES = ${two}`))).toMatch(/^2200 /);
});

test(`a comment before a statement changes nothing (${GUIDE}/cql.lexical.html)`, async () => {
  const name = unique('orders');
  await client.execute(`/* of the shop */ CREATE TABLE ${ks}.${name} (id text PRIMARY KEY)${custom("'point_in_time_recovery': {'status': 'enabled'}")}`);
  expect((await active(ks, name)).pointInTimeRecovery).toMatchObject({ status: 'ENABLED' });
  const replicated = (strategy: string) => refusal(keyspaceBy(`"replication" = {'class': '${strategy}'}`));
  expect(await replicated('SimpleStrategy')).toMatch(/^2[23]00 /);
});

test(`counters take no time to live (${GUIDE}/TTL.html)`, async () => {
  const counters = (more: string) => refusal(described(more, 'id text PRIMARY KEY, seen counter'));
  expect(await counters('')).toBe('allowed');
  expect(await counters(custom("'ttl': {'status': 'enabled'}"))).toMatch(/^2[23]00 /);
});
