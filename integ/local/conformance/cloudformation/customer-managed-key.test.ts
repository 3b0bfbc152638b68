import { GetTableCommand, KeyspacesClient } from '@aws-sdk/client-keyspaces';
import { CreateAliasCommand, CreateKeyCommand, CreateKeyCommandInput, DisableKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { Cassandra } from './cassandra';
import { createRole, deleteRoles } from './role';
import { keyspaces, only, Resources, Stack, unique } from './stack';

const ACCOUNT = '111122223333';
const PAGE = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.customermanaged.html';

const cassandra = new Cassandra();
const kms = new KMSClient({});
const [single, multi, role, other] = [unique('single'), unique('multi'), unique('creator'), unique('other')];
const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

beforeAll(() => new Stack().create(keyspaces(single, multi)));
beforeAll(() => Promise.all([role, other].map((name) => createRole(name, ['cassandra:*', '*']))));
afterAll(() => Stack.deleteAll());
afterAll(deleteRoles);
afterAll(() => cassandra.end());

interface Statement { Effect?: string; Action: string | string[]; Principal?: unknown; Condition?: unknown }
const USE = ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey*', 'kms:CreateGrant'];
const throughKeyspaces = { StringEquals: { 'kms:ViaService': 'cassandra.us-east-1.amazonaws.com', 'kms:CallerAccount': ACCOUNT } };
const to = (name: string) => ({ AWS: roleArn(name) });

/** A key with these statements, beside the administration by the account. */
async function key(statements: Statement[], input: CreateKeyCommandInput = {}, region = 'us-east-1'): Promise<string> {
  const administration: Statement = {
    Action: ['kms:Describe*', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion', 'kms:DisableKey'],
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  };
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [administration, ...statements].map((statement) => ({ Effect: 'Allow', Resource: '*', ...statement })),
  });
  const { KeyMetadata } = await new KMSClient({ region }).send(new CreateKeyCommand({ Policy, ...input }));
  return KeyMetadata!.Arn!;
}

const usable = [{ Action: [...USE, 'kms:DescribeKey'], Principal: { AWS: '*' }, Condition: throughKeyspaces }];
const table = (KmsKeyIdentifier: unknown, TableName = unique(), KeyspaceName = single): Resources => only('AWS::Cassandra::Table', {
  KeyspaceName,
  TableName,
  PartitionKeyColumns: [{ ColumnName: 'id', ColumnType: 'uuid' }],
  EncryptionSpecification: { EncryptionType: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyIdentifier },
});

const wrongKeys: [rule: string, make: () => Promise<string | undefined>, reason: RegExp][] = [
  ['that is not given', async () => undefined, /CUSTOMER_MANAGED_KMS_KEY needs a KmsKeyIdentifier/],
  ['that is given by its id', async () => (await key(usable)).split('/')[1], /must be the ARN of a key/],
  ['that is given by an alias', async () => {
    const AliasName = `alias/${unique()}`;
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: await key(usable) }));
    return `arn:aws:kms:us-east-1:${ACCOUNT}:${AliasName}`;
  }, /must be the ARN of a key/],
  ['that does not exist', async () => `arn:aws:kms:us-east-1:${ACCOUNT}:key/00000000-0000-0000-0000-000000000000`, /does not exist/],
  ['of another Region', async () => key(usable, {}, 'eu-west-1'), /must be in the Region of the table, us-east-1/],
  ['that is disabled', async () => {
    const arn = await key(usable);
    await kms.send(new DisableKeyCommand({ KeyId: arn }));
    return arn;
  }, /is not enabled: its state is Disabled/],
  ['that is pending deletion', async () => {
    const arn = await key(usable);
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: arn }));
    return arn;
  }, /is not enabled: its state is PendingDeletion/],
  ['that is asymmetric', async () => key(usable, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' }), /is not a symmetric encryption key: RSA_2048/],
  ['that signs', async () => key(usable, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }), /is not a symmetric encryption key: HMAC_256/],
];

test.each(wrongKeys)(`refuses a key %s (${PAGE})`, async (_rule, make, reason) => {
  const name = unique();
  expect(await new Stack().create(table(await make(), name))).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [expect.stringMatching(reason)] });
  expect(await cassandra.tables(single)).not.toContain(name);
  expect(await new Stack().create(table(await key(usable), name))).toMatchObject({ status: 'CREATE_COMPLETE', reasons: [] });
});

test('takes an enabled symmetric key of the Region, and the API tells it', async () => {
  const [arn, name] = [await key(usable), unique()];
  expect((await new Stack().create(table(arn, name))).status).toBe('CREATE_COMPLETE');
  expect(await cassandra.tables(single)).toContain(name);
  const { encryptionSpecification } = await new KeyspacesClient({}).send(new GetTableCommand({ keyspaceName: single, tableName: name }));
  expect(encryptionSpecification).toEqual({ type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: arn });
});

test('refuses an AWS owned key with an identifier', async () => {
  const { R } = table(await key(usable));
  const EncryptionSpecification = { ...R.Properties.EncryptionSpecification as object, EncryptionType: 'AWS_OWNED_KMS_KEY' };
  expect(await new Stack().create(only(R.Type, { ...R.Properties, EncryptionSpecification }))).toMatchObject({
    status: 'ROLLBACK_COMPLETE', reasons: [expect.stringMatching(/AWS_OWNED_KMS_KEY takes none/)],
  });
  const without = { EncryptionType: 'AWS_OWNED_KMS_KEY' };
  expect((await new Stack().create(only(R.Type, { ...R.Properties, EncryptionSpecification: without }))).status).toBe('CREATE_COMPLETE');
});

const NAME = 'kms:EncryptionContext:aws:cassandra:';
const encryptionContext = (keyspace: string) => ({ StringEquals: { [`${NAME}keyspaceName`]: keyspace, [`${NAME}subscriberId`]: ACCOUNT } });
const looking = (principal: unknown): Statement => ({ Action: 'kms:DescribeKey', Principal: principal });

const policies: [rule: string, wrong: Statement[], right: Statement[], reason: RegExp][] = [
  ['names another principal', [{ Action: [...USE, 'kms:DescribeKey'], Principal: to(other) }], [{ Action: [...USE, 'kms:DescribeKey'], Principal: to(role) }], /kms:DescribeKey/],
  ['delegates to an account whose policies do not allow it', [{ Action: 'kms:*', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }], usable, /kms:DescribeKey/],
  ['allows another service only', [{ ...usable[0], Condition: { StringEquals: { 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' } } }], [{ ...usable[0], Condition: { StringLike: { 'kms:ViaService': 'cassandra.*.amazonaws.com' } } }], /kms:DescribeKey/],
  ['allows another account only', [{ ...usable[0], Condition: { StringEquals: { 'kms:CallerAccount': '444455556666' } } }], usable, /kms:DescribeKey/],
  ['is bound to another keyspace', [looking(to(role)), { Action: USE, Principal: to(role), Condition: encryptionContext('another') }], [looking(to(role)), { Action: USE, Principal: to(role), Condition: encryptionContext(single) }], /kms:CreateGrant/],
  ['denies', [...usable, { Effect: 'Deny', Action: 'kms:Decrypt', Principal: to(role) }], [...usable, { Effect: 'Deny', Action: 'kms:Decrypt', Principal: to(other) }], /kms:Decrypt on resource: .* with an explicit deny/],
  ...['kms:DescribeKey', 'kms:CreateGrant', 'kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey*'].map((missing): [string, Statement[], Statement[], RegExp] => [
    `lacks ${missing}`, [{ ...usable[0], Action: [...USE, 'kms:DescribeKey'].filter((action) => action !== missing) }], usable, new RegExp(missing.replace('*', '')),
  ]),
];

test.each(policies)(`refuses a key whose policy %s (${PAGE})`, async (_rule, wrong, right, reason) => {
  const name = unique();
  const options = { roleArn: roleArn(role) };
  expect(await new Stack().create(table(await key(wrong), name), options)).toMatchObject({
    status: 'ROLLBACK_COMPLETE',
    reasons: [expect.stringMatching(`^User: arn:aws:sts::${ACCOUNT}:assumed-role/${role}/AWSCloudFormation is not authorized to perform: ${reason.source}`)],
  });
  expect(await cassandra.tables(single)).not.toContain(name);
  expect(await new Stack().create(table(await key(right), name), options)).toMatchObject({ status: 'CREATE_COMPLETE', reasons: [] });
});

test('a key policy binds the administrator too', async () => {
  const statement = { Action: [...USE, 'kms:DescribeKey'], Principal: to(role) };
  expect((await new Stack().create(table(await key([statement])))).status).toBe('ROLLBACK_COMPLETE');
  expect((await new Stack().create(table(await key([statement])), { roleArn: roleArn(role) })).status).toBe('CREATE_COMPLETE');
});

test('the key is checked again when it changes, and kept as it was', async () => {
  const [stack, name, first] = [new Stack(), unique(), await key(usable)];
  const current = async () => {
    const { encryptionSpecification } = await new KeyspacesClient({}).send(new GetTableCommand({ keyspaceName: single, tableName: name }));
    return encryptionSpecification?.kmsKeyIdentifier;
  };
  await stack.create(table(first, name));
  expect((await stack.update(table(await key([]), name))).status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await current()).toBe(first);
  const second = await key(usable);
  expect((await stack.update(table(second, name))).status).toBe('UPDATE_COMPLETE');
  expect(await current()).toBe(second);
});

test('refuses a customer managed key for a multi-Region table (https://docs.aws.amazon.com/keyspaces/latest/devguide/multiRegion-replication_usage-notes.html)', async () => {
  const { R } = table(await key(usable), unique(), multi);
  expect(await new Stack().create({ R })).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [expect.stringMatching(/Multi-Region tables do not support customer managed keys/)] });
  const owned = { ...R.Properties, EncryptionSpecification: { EncryptionType: 'AWS_OWNED_KMS_KEY' } };
  expect((await new Stack().create(only(R.Type, owned))).status).toBe('CREATE_COMPLETE');
});

test('refuses to add a Region to a keyspace with such a table, and takes it when the table has an AWS owned key', async () => {
  const [keyspaceStack, tableStack, keyspace] = [new Stack(), new Stack(), unique()];
  const replicated = { ReplicationSpecification: { ReplicationStrategy: 'MULTI_REGION', RegionList: ['us-east-1', 'eu-west-1'] }, ClientSideTimestampsEnabled: true };
  const keyspaceWith = (more: object) => only('AWS::Cassandra::Keyspace', { KeyspaceName: keyspace, ...more });
  await keyspaceStack.create(keyspaceWith({}));
  const { R } = table(await key(usable), unique(), keyspace);
  await tableStack.create({ R });
  expect(await keyspaceStack.update(keyspaceWith(replicated))).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', reasons: [expect.stringMatching(/encrypted with a customer managed key/)] });
  await tableStack.update(only(R.Type, { ...R.Properties, EncryptionSpecification: { EncryptionType: 'AWS_OWNED_KMS_KEY' } }));
  expect((await keyspaceStack.update(keyspaceWith(replicated))).status).toBe('UPDATE_COMPLETE');
});
