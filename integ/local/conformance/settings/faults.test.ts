import { DescribeNetworkInterfacesCommand, DescribeVpcEndpointsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateTableCommand, DeleteTableCommand, GetTableCommand, KeyspacesClient, UpdateTableCommand } from '@aws-sdk/client-keyspaces';
import { restore, set, settings } from './settings';
import { eventually } from '../../wait';
import { cleanUp, unique } from '../clean-up';
import { connect, refusal } from '../connections';
import { allow, Identity, session } from '../identities';
import { anyAddress, Door, openDoor } from '../local/door';
import { active, createKeyspace, createTable, keyspaces } from '../resources';
import { GUIDE, patience } from '../target';

const PEERS = `${GUIDE}/vpc-endpoints.html`;
const STATUS = `${GUIDE}/tables-create.html`;
const API = 'https://docs.aws.amazon.com/keyspaces/latest/APIReference';

let door: Door;
let everything: Identity;
let ks: string;
beforeAll(async () => {
  [door, everything, ks] = [await openDoor(), await session(allow('*'), allow('ec2:Describe*')), await createKeyspace()];
});
afterEach(restore);
afterAll(cleanUp);

/** Tries once, where an SDK would try again. */
const impatient = new KeyspacesClient({ maxAttempts: 1 });
const start = (tableName: string) => impatient.send(new CreateTableCommand({
  keyspaceName: ks, tableName, schemaDefinition: { allColumns: [{ name: 'id', type: 'text' }], partitionKeys: [{ name: 'id' }] },
}));

test('there are none, unless asked for', async () => {
  expect(Object.values((await settings()).faults).filter(Boolean)).toEqual([]);
});

test(`throttled EC2 requests leave system.peers empty for a while (${PEERS})`, async () => {
  const ec2 = new EC2Client({ maxAttempts: 1 });
  const peers = async () => (await (await connect(everything, anyAddress(door))).execute('SELECT peer FROM system.peers')).rowLength;
  expect(await peers()).toBe(2);
  await set({ faults: { describeThrottled: true } });
  for (const request of [new DescribeNetworkInterfacesCommand({}), new DescribeVpcEndpointsCommand({})]) {
    await expect(ec2.send(request as DescribeVpcEndpointsCommand)).rejects.toMatchObject({ name: 'RequestLimitExceeded' });
  }
  expect(await peers()).toBe(0);
  await restore();
  expect(await peers()).toBe(2);
});

test(`a table that is CREATING cannot be used, changed or deleted yet (${STATUS}, ${API}/API_DeleteTable.html)`, async () => {
  const [client, tableName] = [await connect(everything), unique('slow')];
  const insert = () => refusal(client.execute(`INSERT INTO ${ks}.${tableName} (id) VALUES ('a')`));
  await set({ faults: { createSeconds: 3 } });
  await start(tableName);
  expect((await keyspaces.send(new GetTableCommand({ keyspaceName: ks, tableName }))).status).toBe('CREATING');
  expect(await insert()).toMatch(/^2200 unconfigured table/);
  await expect(keyspaces.send(new UpdateTableCommand({ keyspaceName: ks, tableName, defaultTimeToLive: 60 }))).rejects.toMatchObject({ name: 'ConflictException' });
  await expect(keyspaces.send(new DeleteTableCommand({ keyspaceName: ks, tableName }))).rejects.toMatchObject({ name: 'ConflictException' });
  const { rows: [row] } = await client.execute(`SELECT status FROM system_schema_mcs.tables WHERE keyspace_name = '${ks}' AND table_name = '${tableName}'`);
  expect(row.status).toBe('CREATING');
  await active(ks, tableName);
  expect(await insert()).toBe('allowed');
});

test('a change of the schema fails, once', async () => {
  const tableName = unique('failing');
  await set({ faults: { failSchemaOperation: true } });
  await expect(start(tableName)).rejects.toMatchObject({ name: 'InternalServerException' });
  await expect(createTable(ks, { tableName })).resolves.toBe(tableName);
});

test('a change of the schema by CQL fails, once', async () => {
  const [client, name] = [await connect(everything), unique('failing')];
  const create = () => refusal(client.execute(`CREATE TABLE ${ks}.${name} (id int PRIMARY KEY)`));
  await set({ faults: { failSchemaOperation: true } });
  expect(await create()).toMatch(/^\d{4} /);
  expect(await create()).toBe('allowed');
});

test('connections through an endpoint are cut, and come again', async () => {
  const client = await connect(everything, anyAddress(door));
  const ask = () => refusal(client.execute('SELECT key FROM system.local'));
  expect(await ask()).toBe('allowed');
  await set({ faults: { dropConnections: true } });
  await eventually(patience, async () => expect(await ask()).not.toBe('allowed'));
  expect(await refusal(connect(everything, anyAddress(door)))).not.toBe('allowed');
  expect(await refusal(connect(everything))).toBe('allowed');
  await restore();
  await eventually(patience, async () => expect(await refusal(connect(everything, anyAddress(door)))).toBe('allowed'));
});

test.each([
  ['expired', /expired/],
  ['wrong-root', /self.signed|unable to (get|verify)/],
  ['wrong-name', /altnames|does not match/],
])(`a certificate that is %s is refused by the driver (${GUIDE}/using_nodejs_driver.html)`, async (certificate, reason) => {
  await set({ faults: { certificate } });
  expect(await refusal(connect(everything, anyAddress(door)))).toMatch(reason);
  expect(await refusal(connect(everything))).toBe('allowed');
  await restore();
  expect(await refusal(connect(everything, anyAddress(door)))).toBe('allowed');
});
