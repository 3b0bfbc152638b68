import { CreateServiceSpecificCredentialCommand, DeleteServiceSpecificCredentialCommand } from '@aws-sdk/client-iam';
import { CreateKeyspaceCommand, CreateTableCommand, CreateTypeCommand, DeleteKeyspaceCommand, KeyspacesClient } from '@aws-sdk/client-keyspaces';
import { restore, set, settings } from './settings';
import { cleanUp, later, unique } from '../clean-up';
import { connect, refusal } from '../connections';
import { CONNECT, createUser, iam, session } from '../identities';
import { active, createKeyspace, createTable } from '../resources';
import { GUIDE } from '../target';

const QUOTAS = `${GUIDE}/quotas.html`;
const CREDENTIALS = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html';

afterEach(restore);
afterAll(cleanUp);

/** Where no other test deploys: the quotas count per Region. */
const elsewhere = new KeyspacesClient({ region: 'eu-north-1' });
const id = [{ name: 'id', type: 'int' }];
const exceeded = { name: 'ServiceQuotaExceededException' };

async function keyspace(): Promise<string> {
  const keyspaceName = unique('conformance');
  await elsewhere.send(new CreateKeyspaceCommand({ keyspaceName }));
  later(() => elsewhere.send(new DeleteKeyspaceCommand({ keyspaceName })));
  return keyspaceName;
}

function table(keyspaceName: string, types: string[] = []) {
  const allColumns = [...id, ...types.map((name, index) => ({ name: `col_${index}`, type: `frozen<${name}>` }))];
  const schemaDefinition = { allColumns, partitionKeys: [{ name: 'id' }] };
  return elsewhere.send(new CreateTableCommand({ keyspaceName, tableName: unique('orders'), schemaDefinition }));
}

async function type(keyspaceName: string): Promise<string> {
  const typeName = unique('address');
  await elsewhere.send(new CreateTypeCommand({ keyspaceName, typeName, fieldDefinitions: [{ name: 'city', type: 'text' }] }));
  return typeName;
}

test(`are those of the service, unless set otherwise (${QUOTAS})`, async () => {
  const defaults = { keyspaces: 256, tables: 256, types: 256, schemaOperations: 50, credentialsPerUser: 2, requestsPerConnection: 3000 };
  expect((await settings()).quotas).toEqual(defaults);
  await set({ quotas: { tables: 1 } });
  expect((await settings()).quotas).toMatchObject({ tables: 1, keyspaces: 256 });
  await set({ quotas: { tables: null } });
  expect((await settings()).quotas).toMatchObject({ tables: 256 });
});

test(`keyspaces of a Region (${QUOTAS})`, async () => {
  await set({ quotas: { keyspaces: 2 } });
  const [first] = [await keyspace(), await keyspace()];
  await expect(keyspace()).rejects.toMatchObject(exceeded);
  await elsewhere.send(new DeleteKeyspaceCommand({ keyspaceName: first }));
  await expect(keyspace()).resolves.toBeDefined();
});

test(`tables of a Region, over all its keyspaces (${QUOTAS})`, async () => {
  const [one, other] = [await keyspace(), await keyspace()];
  await set({ quotas: { tables: 2 } });
  await table(one);
  await table(other);
  await expect(table(one)).rejects.toMatchObject(exceeded);
  await set({ quotas: { tables: 3 } });
  await expect(table(one)).resolves.toBeDefined();
});

test(`types of a Region, and of a table (${QUOTAS})`, async () => {
  const name = await keyspace();
  await set({ quotas: { types: 51 } });
  const types: string[] = [];
  while (types.length < 51) types.push(await type(name));
  await expect(type(name)).rejects.toMatchObject(exceeded);
  await expect(table(name, types)).rejects.toMatchObject({ message: expect.stringContaining('50 user-defined types') });
  await expect(table(name, types.slice(1))).resolves.toBeDefined();
});

test(`changes of the schema at once (${QUOTAS})`, async () => {
  const name = await createKeyspace();
  await set({ quotas: { schemaOperations: 2 }, faults: { createSeconds: 2 } });
  const first = createTable(name, { tableName: 'first' });
  const second = createTable(name, { tableName: 'second' });
  await active(name, 'first').catch(() => undefined);
  await Promise.all([first, second]);
  const three = await Promise.allSettled(['a', 'b', 'c'].map((suffix) => createTable(name, { tableName: `table_${suffix}` })));
  expect(three.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  await expect(createTable(name)).resolves.toBeDefined();
});

test(`credentials of a user (${CREDENTIALS})`, async () => {
  const { name: UserName } = await createUser(CONNECT);
  const create = async () => {
    const made = await iam.send(new CreateServiceSpecificCredentialCommand({ UserName, ServiceName: 'cassandra.amazonaws.com' }));
    const { ServiceSpecificCredentialId } = made.ServiceSpecificCredential!;
    later(() => iam.send(new DeleteServiceSpecificCredentialCommand({ UserName, ServiceSpecificCredentialId })));
  };
  await set({ quotas: { credentialsPerUser: 1 } });
  await create();
  await expect(create()).rejects.toMatchObject({ name: 'LimitExceededException' });
  await restore();
  await expect(create()).resolves.toBeUndefined();
});

test(`requests of a connection in a second (${QUOTAS})`, async () => {
  const [busy, other] = [await connect(await session(CONNECT)), await connect(await session(CONNECT))];
  const ask = (client: typeof busy) => refusal(client.execute('SELECT key FROM system.local'));
  await set({ quotas: { requestsPerConnection: 5 } });
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask(busy)));
  expect(answers.filter((answer) => answer !== 'allowed').length).toBeGreaterThan(0);
  expect(answers.filter((answer) => answer === 'allowed').length).toBeLessThanOrEqual(5);
  expect(await ask(other)).toBe('allowed');
  await restore();
  expect(await Promise.all(Array.from({ length: 40 }, () => ask(busy)))).toEqual(Array(40).fill('allowed'));
});
