import {
  CreateKeyspaceCommand, CreateTableCommand, CreateTypeCommand, DeleteKeyspaceCommand, DeleteTableCommand, DeleteTypeCommand,
  GetKeyspaceCommand, GetTypeCommand, ListTagsForResourceCommand, ListTypesCommand, TagResourceCommand, UntagResourceCommand, UpdateTableCommand,
  UpdateTableCommandInput,
} from '@aws-sdk/client-keyspaces';
import { Client } from 'cassandra-driver';
import { cleanUp, unique } from './clean-up';
import { connect, refusal } from './connections';
import { allow, session } from './identities';
import { active, createKeyspace, createTable, keyspaces, until } from './resources';
import { GUIDE, keyspaceArn, patience, region, tableArn } from './target';
import { eventually } from '../wait';

const API = 'https://docs.aws.amazon.com/keyspaces/latest/APIReference';

let client: Client;
let ks: string;
beforeAll(async () => {
  ks = await createKeyspace();
  client = await connect(await session(allow('*')));
});
afterAll(cleanUp);

const rows = async (cql: string) => (await client.execute(cql)).rows;
async function columns(table: string): Promise<string[]> {
  const found = await rows(`SELECT column_name FROM system_schema.columns WHERE keyspace_name = '${ks}' AND table_name = '${table}'`);
  return found.map((row) => row.column_name);
}
function update(tableName: string, more: Partial<UpdateTableCommandInput>) {
  return keyspaces.send(new UpdateTableCommand({ keyspaceName: ks, tableName, ...more }));
}

test(`a keyspace is told by its ARN, and is there over CQL (${API}/API_CreateKeyspace.html)`, async () => {
  const keyspaceName = await createKeyspace();
  const expected = { keyspaceName, resourceArn: keyspaceArn(keyspaceName), replicationStrategy: 'SINGLE_REGION' };
  expect(await keyspaces.send(new GetKeyspaceCommand({ keyspaceName }))).toMatchObject(expected);
  expect(await rows(`SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = '${keyspaceName}'`)).toHaveLength(1);
});

test(`a keyspace that exists is a conflict (${API}/API_CreateKeyspace.html)`, async () => {
  await expect(keyspaces.send(new CreateKeyspaceCommand({ keyspaceName: ks }))).rejects.toMatchObject({ name: 'ConflictException' });
});

test.each(['with-hyphen', `long_${'x'.repeat(44)}`])(`%s is no name of a keyspace (${API}/API_CreateKeyspace.html)`, async (keyspaceName) => {
  await expect(keyspaces.send(new CreateKeyspaceCommand({ keyspaceName }))).rejects.toMatchObject({ name: 'ValidationException' });
});

test(`a keyspace is deleted with its tables (${API}/API_DeleteKeyspace.html)`, async () => {
  const keyspaceName = await createKeyspace();
  const table = await createTable(keyspaceName);
  expect(await refusal(client.execute(`SELECT * FROM ${keyspaceName}.${table}`))).toBe('allowed');
  await keyspaces.send(new DeleteKeyspaceCommand({ keyspaceName }));
  await eventually(patience, async () => expect(await refusal(client.execute(`SELECT * FROM ${keyspaceName}.${table}`))).toMatch(/^2200 /));
});

test(`a table takes writes over CQL once it is ACTIVE (${API}/API_CreateTable.html)`, async () => {
  const table = await createTable(ks);
  expect(await active(ks, table)).toMatchObject({ resourceArn: tableArn(ks, table), status: 'ACTIVE' });
  expect(await refusal(client.execute(`INSERT INTO ${ks}.${table} (id, at, shop, note, total) VALUES ('a', 1, 'b', 'c', 2)`))).toBe('allowed');
});

test(`a table that exists is a conflict (${API}/API_CreateTable.html)`, async () => {
  const tableName = await createTable(ks);
  await expect(createTable(ks, { tableName })).rejects.toMatchObject({ name: 'ConflictException' });
});

test(`a table needs its keyspace (${API}/API_CreateTable.html)`, async () => {
  const create = (keyspaceName: string) => keyspaces.send(new CreateTableCommand({
    keyspaceName, tableName: unique('orders'), schemaDefinition: { allColumns: [{ name: 'id', type: 'int' }], partitionKeys: [{ name: 'id' }] },
  }));
  await expect(create(unique('absent'))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(create(ks)).resolves.toMatchObject({ resourceArn: expect.stringContaining(keyspaceArn(ks)) });
});

test(`a column that is added is there over CQL (${API}/API_UpdateTable.html)`, async () => {
  const table = await createTable(ks);
  await update(table, { addColumns: [{ name: 'more', type: 'set<text>' }] });
  await active(ks, table);
  expect(await until(() => columns(table), (names) => names.includes('more'))).toContain('note');
});

test.each<[string, Partial<UpdateTableCommandInput>]>([
  ['capacity', { capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 1, writeCapacityUnits: 2 } }],
  ['point-in-time recovery', { pointInTimeRecovery: { status: 'ENABLED' } }],
  ['default time to live', { defaultTimeToLive: 60 }],
  ['time to live', { ttl: { status: 'ENABLED' } }],
  ['client-side timestamps', { clientSideTimestamps: { status: 'ENABLED' } }],
])(`another setting of a table: %s (${API}/API_UpdateTable.html)`, async (_what, setting) => {
  const table = await createTable(ks);
  expect(await active(ks, table)).not.toMatchObject(setting);
  await update(table, setting);
  expect(await active(ks, table)).toMatchObject(setting);
});

test(`one setting in one update (${API}/API_UpdateTable.html)`, async () => {
  const table = await createTable(ks);
  await expect(update(table, { pointInTimeRecovery: { status: 'ENABLED' }, defaultTimeToLive: 60 })).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(update(table, { defaultTimeToLive: 60 })).resolves.toBeDefined();
});

test(`a table that is deleted is gone over CQL (${API}/API_DeleteTable.html)`, async () => {
  const table = await createTable(ks);
  await keyspaces.send(new DeleteTableCommand({ keyspaceName: ks, tableName: table }));
  await eventually(patience, async () => expect(await refusal(client.execute(`SELECT * FROM ${ks}.${table}`))).toMatch(/^2200 /));
  await expect(keyspaces.send(new DeleteTableCommand({ keyspaceName: ks, tableName: table }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test(`a type is used over CQL, and is not deleted as long as it is (${API}/API_DeleteType.html)`, async () => {
  const typeName = unique('address');
  const remove = () => keyspaces.send(new DeleteTypeCommand({ keyspaceName: ks, typeName }));
  await keyspaces.send(new CreateTypeCommand({ keyspaceName: ks, typeName, fieldDefinitions: [{ name: 'city', type: 'text' }] }));
  await until(() => keyspaces.send(new GetTypeCommand({ keyspaceName: ks, typeName })));
  const table = unique('people');
  await client.execute(`CREATE TABLE ${ks}.${table} (id int PRIMARY KEY, home frozen<${typeName}>)`);
  await active(ks, table);
  expect(await keyspaces.send(new GetTypeCommand({ keyspaceName: ks, typeName }))).toMatchObject({ directReferringTables: [table] });
  await expect(remove()).rejects.toMatchObject({ name: expect.stringMatching(/ConflictException|ValidationException/) });
  await client.execute(`DROP TABLE ${ks}.${table}`);
  await eventually(patience, remove);
});

test.each([
  ['in lower case', (name: string) => name.toUpperCase(), (name: string) => name],
  ['as it stands in double quotes', (name: string) => `"My ""${name.toUpperCase()}"""`, (name: string) => `My "${name.toUpperCase()}"`],
])(`the name of a type is CQL: it is held %s (${API}/API_CreateType.html)`, async (_how, entered, formatted) => {
  const name = unique('udt');
  const fieldDefinitions = [{ name: 'city', type: 'text' }];
  const made = await keyspaces.send(new CreateTypeCommand({ keyspaceName: ks, typeName: entered(name), fieldDefinitions }));
  expect(made.typeName).toBe(formatted(name));
  const listed = async () => (await keyspaces.send(new ListTypesCommand({ keyspaceName: ks }))).types!;
  expect(await until(listed, (types) => types.includes(formatted(name)))).not.toContain(entered(name));
  const held = await rows(`SELECT type_name FROM system_schema.types WHERE keyspace_name = '${ks}' AND type_name = '${formatted(name)}'`);
  expect(held).toHaveLength(1);
  // By the same CQL a column has it.
  const table = unique('people');
  await client.execute(`CREATE TABLE ${ks}.${table} (id int PRIMARY KEY, home frozen<${entered(name)}>)`);
  await active(ks, table);
});

test.each([
  ['a blank', (name: string) => `my ${name}`, (name: string) => `"my ${name}"`],
  ['a digit at its beginning', (name: string) => `1${name}`, (name: string) => `"1${name}"`],
])(`the name of a type with %s is in double quotes (${GUIDE}/keyspaces-create-udt.html)`, async (_what, wrong, right) => {
  const name = unique('udt');
  const create = (typeName: string) => keyspaces.send(new CreateTypeCommand({ keyspaceName: ks, typeName, fieldDefinitions: [{ name: 'city', type: 'text' }] }));
  await expect(create(wrong(name))).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(create(right(name))).resolves.toMatchObject({ typeName: right(name).slice(1, -1) });
});

test(`tags are put on and taken off (${API}/API_TagResource.html)`, async () => {
  const resourceArn = tableArn(ks, await createTable(ks, { tags: [{ key: 'team', value: 'shop' }] }));
  const tags = async () => (await keyspaces.send(new ListTagsForResourceCommand({ resourceArn }))).tags;
  await keyspaces.send(new TagResourceCommand({ resourceArn, tags: [{ key: 'stage', value: 'test' }] }));
  await eventually(patience, async () => expect(await tags()).toEqual(expect.arrayContaining([{ key: 'team', value: 'shop' }, { key: 'stage', value: 'test' }])));
  await keyspaces.send(new UntagResourceCommand({ resourceArn, tags: [{ key: 'team', value: 'shop' }] }));
  await eventually(patience, async () => expect(await tags()).toEqual([{ key: 'stage', value: 'test' }]));
});

test(`what does not exist is not tagged (${API}/API_TagResource.html)`, async () => {
  const tag = (resourceArn: string) => keyspaces.send(new TagResourceCommand({ resourceArn, tags: [{ key: 'team', value: 'shop' }] }));
  await expect(tag(tableArn(ks, unique('absent')))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(tag(keyspaceArn(ks))).resolves.toBeDefined();
});

test(`a keyspace of several Regions has tables in all of them (${GUIDE}/keyspaces-mrr-create.html)`, async () => {
  const regionList = [region, region === 'us-west-2' ? 'us-east-1' : 'us-west-2'];
  const keyspaceName = await createKeyspace({ replicationSpecification: { replicationStrategy: 'MULTI_REGION', regionList } });
  expect(await keyspaces.send(new GetKeyspaceCommand({ keyspaceName }))).toMatchObject({ replicationStrategy: 'MULTI_REGION', replicationRegions: expect.arrayContaining(regionList) });
  const found = await active(keyspaceName, await createTable(keyspaceName));
  expect(found.replicaSpecifications!.map((replica) => replica.region).sort()).toEqual([...regionList].sort());
});
