import { DeleteTableCommand, EncryptionSpecification, GetTableCommand, UpdateTableCommand } from '@aws-sdk/client-keyspaces';
import {
  CancelKeyDeletionCommand, CreateKeyCommand, DisableKeyCommand, EnableKeyCommand, KMSClient, ListGrantsCommand, PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { Client } from 'cassandra-driver';
import { cleanUp, later } from './clean-up';
import { connect, refusal } from './connections';
import { allow, document, session, Statement } from './identities';
import { active, createKeyspace, createTable, keyspaces } from './resources';
import { account, GUIDE, local } from './target';
import { eventually } from '../wait';

const PAGE = `${GUIDE}/encryption.customermanaged.html`;
const HOW = `${GUIDE}/encryption.howitworks.html`;
/** Seconds here; the service keeps a key for up to five minutes in a connection. */
const WITHIN = local ? 20 : 900;

const kms = new KMSClient({});
let ks: string;
let client: Client;
beforeAll(async () => {
  ks = await createKeyspace();
  // With the key as well: whether reading needs it is not documented.
  client = await connect(await session(allow(['*', 'kms:*'])));
});
afterAll(cleanUp);

const administration: Statement = { ...allow('kms:*'), Principal: { AWS: `arn:aws:iam::${account}:root` } };

/** What may be done with a key is said in its policy alone, apart from its administration. */
const policies = {
  usable: [administration],
  closed: [{ ...allow(['kms:Describe*', 'kms:Put*', 'kms:Get*', 'kms:List*', 'kms:Enable*', 'kms:Disable*', 'kms:Schedule*', 'kms:Cancel*', 'kms:RevokeGrant', 'kms:RetireGrant']), Principal: { AWS: `arn:aws:iam::${account}:root` } }],
};

const setPolicy = (KeyId: string, statements: Statement[]) => kms.send(new PutKeyPolicyCommand({ KeyId, Policy: document(...statements) }));

async function createKey(statements: Statement[] = policies.usable): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy: document(...statements) }));
  const KeyId = KeyMetadata!.Arn!;
  later(() => kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 })).catch((error) => { if (error.name !== 'KMSInvalidStateException') throw error; }));
  return KeyId;
}

async function encrypted(): Promise<{ KeyId: string; table: string }> {
  const KeyId = await createKey();
  return { KeyId, table: await createTable(ks, { encryptionSpecification: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: KeyId } }) };
}

const read = (table: string) => refusal(client.execute(`SELECT * FROM ${ks}.${table} WHERE id = 'a'`));
const write = (table: string) => refusal(client.execute(`INSERT INTO ${ks}.${table} (id, at) VALUES ('a', 1)`));
const status = async (tableName: string) => (await keyspaces.send(new GetTableCommand({ keyspaceName: ks, tableName }))).status;
const answers = async (table: string) => [await read(table), await write(table)];
const works = (table: string) => eventually(WITHIN, async () => expect(await answers(table)).toEqual(['allowed', 'allowed']));
const isShut = (table: string) => eventually(WITHIN, async () => {
  expect(await answers(table)).toEqual([expect.stringMatching(/^\d{4} /), expect.stringMatching(/^\d{4} /)]);
  expect(await status(table)).toBe('INACCESSIBLE_ENCRYPTION_CREDENTIALS');
});

const losses: [what: string, take: (KeyId: string) => Promise<unknown>, give: (KeyId: string) => Promise<unknown>][] = [
  ['is disabled', (KeyId) => kms.send(new DisableKeyCommand({ KeyId })), (KeyId) => kms.send(new EnableKeyCommand({ KeyId }))],
  ['is pending deletion', (KeyId) => kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 })), async (KeyId) => {
    await kms.send(new CancelKeyDeletionCommand({ KeyId }));
    await kms.send(new EnableKeyCommand({ KeyId }));
  }],
  ['is closed by its policy', (KeyId) => setPolicy(KeyId, policies.closed), (KeyId) => setPolicy(KeyId, policies.usable)],
];

test.each(losses)(`a table whose key %s is inaccessible, until it can be used again (${HOW})`, async (_what, take, give) => {
  const [{ KeyId, table }, other] = [await encrypted(), await encrypted()];
  await works(table);
  await take(KeyId);
  await isShut(table);
  expect(await answers(other.table)).toEqual(['allowed', 'allowed']);
  await give(KeyId);
  await works(table);
  await eventually(WITHIN, async () => expect(await status(table)).toBe('ACTIVE'));
});

test(`system_schema_mcs.tables tells the status, too (${HOW})`, async () => {
  const { KeyId, table } = await encrypted();
  const told = () => client.execute(`SELECT status FROM system_schema_mcs.tables WHERE keyspace_name = '${ks}' AND table_name = '${table}'`)
    .then(({ rows: [row] }) => row.status);
  expect(await told()).toBe('ACTIVE');
  await kms.send(new DisableKeyCommand({ KeyId }));
  await eventually(WITHIN, async () => expect(await told()).toBe('INACCESSIBLE_ENCRYPTION_CREDENTIALS'));
});

test(`a table is not created with a key that is disabled (${PAGE})`, async () => {
  const KeyId = await createKey();
  const create = () => createTable(ks, { encryptionSpecification: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: KeyId } });
  await kms.send(new DisableKeyCommand({ KeyId }));
  await expect(create()).rejects.toMatchObject({ name: 'ValidationException' });
  await kms.send(new EnableKeyCommand({ KeyId }));
  await expect(create()).resolves.toBeDefined();
});

test(`a table is not created with a key that its creator may not use (${PAGE})`, async () => {
  const KeyId = await createKey(policies.closed);
  const create = () => createTable(ks, { encryptionSpecification: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: KeyId } });
  await expect(create()).rejects.toMatchObject({ name: expect.stringMatching(/AccessDeniedException|ValidationException/) });
  await setPolicy(KeyId, policies.usable);
  await expect(create()).resolves.toBeDefined();
});

const grants = async (KeyId: string) => (await kms.send(new ListGrantsCommand({ KeyId }))).Grants!;

test(`a table has two grants on its key, for its own encryption context (${PAGE})`, async () => {
  const { KeyId, table } = await encrypted();
  const found = await grants(KeyId);
  expect(found).toHaveLength(2);
  for (const { Operations, Constraints } of found) {
    expect([...Operations!].sort()).toEqual(['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo', 'RetireGrant']);
    expect(Constraints!.EncryptionContextSubset).toEqual({ 'aws:cassandra:keyspaceName': ks, 'aws:cassandra:tableName': table, 'aws:cassandra:subscriberId': account });
  }
});

test(`one of them is released with the table, the other one 42 days later (${PAGE})`, async () => {
  const { KeyId, table } = await encrypted();
  await keyspaces.send(new DeleteTableCommand({ keyspaceName: ks, tableName: table }));
  await eventually(WITHIN, async () => expect(await grants(KeyId)).toHaveLength(1));
});

test(`a table takes another key, and an AWS owned one, in place (${PAGE})`, async () => {
  const { table } = await encrypted();
  const KeyId = await createKey();
  const use = (encryptionSpecification: EncryptionSpecification) => keyspaces.send(new UpdateTableCommand({
    keyspaceName: ks, tableName: table, encryptionSpecification,
  }));
  await use({ type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: KeyId });
  expect((await active(ks, table)).encryptionSpecification).toEqual({ type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: KeyId });
  await use({ type: 'AWS_OWNED_KMS_KEY' });
  expect((await active(ks, table)).encryptionSpecification).toMatchObject({ type: 'AWS_OWNED_KMS_KEY' });
  await kms.send(new DisableKeyCommand({ KeyId }));
  await works(table);
});

test(`CQL sets a key as the API does (${GUIDE}/encryption.customermanaged.html)`, async () => {
  const [KeyId, table] = [await createKey(), 'by_cql'];
  await client.execute(`CREATE TABLE ${ks}.${table} (id text, at int, PRIMARY KEY (id, at)) WITH CUSTOM_PROPERTIES = {'encryption_specification': {'encryption_type': 'CUSTOMER_MANAGED_KMS_KEY', 'kms_key_identifier': '${KeyId}'}}`);
  expect((await active(ks, table)).encryptionSpecification).toEqual({ type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: KeyId });
  await kms.send(new DisableKeyCommand({ KeyId }));
  await isShut(table);
});
