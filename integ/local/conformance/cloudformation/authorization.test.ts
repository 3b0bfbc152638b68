import {
  GetKeyspaceCommand, GetTableCommand, GetTypeCommand, KeyspacesClient, ListKeyspacesCommand, ListTablesCommand,
  ListTagsForResourceCommand, RestoreTableCommand,
} from '@aws-sdk/client-keyspaces';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { Cassandra } from './cassandra';
import { createRole, deleteRoles, Grants } from './role';
import { only, Properties, Resources, Stack, unique } from './stack';

const ACCOUNT = '111122223333';
const API = 'https://docs.aws.amazon.com/keyspaces/latest/APIReference';
const ACTIONS = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html';
const PERMISSIONS = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_id-based-policy-examples.html';
const EXECUTION = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html';
const ARN = `arn:aws:cassandra:us-east-1:${ACCOUNT}:/keyspace`;

const cassandra = new Cassandra();
const administrator = new KeyspacesClient({});
const keyspace = unique('api');

const column = (ColumnName: string, ColumnType: string) => ({ ColumnName, ColumnType });

beforeAll(() => new Stack().create({
  K: { Type: 'AWS::Cassandra::Keyspace', Properties: { KeyspaceName: keyspace, Tags: [{ Key: 'team', Value: 'shop' }] } },
  T: {
    Type: 'AWS::Cassandra::Table',
    DependsOn: 'K',
    Properties: {
      KeyspaceName: keyspace,
      TableName: 'orders',
      PartitionKeyColumns: [column('id', 'UUID')],
      ClusteringKeyColumns: [{ Column: column('at', 'timeuuid'), OrderBy: 'DESC' }],
      RegularColumns: [column('note', 'TEXT STATIC'), column('total', 'decimal')],
      BillingMode: { Mode: 'PROVISIONED', ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 4 } },
      PointInTimeRecoveryEnabled: true,
      ClientSideTimestampsEnabled: true,
      DefaultTimeToLive: 60,
      CdcSpecification: { Status: 'ENABLED', ViewType: 'NEW_IMAGE' },
    },
  },
  A: { Type: 'AWS::Cassandra::Type', DependsOn: 'K', Properties: { KeyspaceName: keyspace, TypeName: 'address', Fields: [{ FieldName: 'city', FieldType: 'text' }] } },
}, { tags: [{ Key: 'stage', Value: 'test' }] }));
afterAll(() => Stack.deleteAll());
afterAll(deleteRoles);
afterAll(() => cassandra.end());

const role = (...grants: Grants) => createRole(unique('role'), ...grants);

async function clientOf(...grants: Grants): Promise<KeyspacesClient> {
  const RoleArn = await role(...grants);
  const { Credentials: session } = await new STSClient({}).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }));
  return new KeyspacesClient({
    credentials: { accessKeyId: session!.AccessKeyId!, secretAccessKey: session!.SecretAccessKey!, sessionToken: session!.SessionToken },
  });
}

describe('the Keyspaces API', () => {
  test('tells a keyspace and its tags, with those of the stack', async () => {
    const resourceArn = `${ARN}/${keyspace}/`;
    expect(await administrator.send(new GetKeyspaceCommand({ keyspaceName: keyspace }))).toMatchObject({ keyspaceName: keyspace, resourceArn, replicationStrategy: 'SINGLE_REGION', replicationRegions: ['us-east-1'] });
    expect((await administrator.send(new ListKeyspacesCommand({}))).keyspaces).toContainEqual({ keyspaceName: keyspace, resourceArn, replicationStrategy: 'SINGLE_REGION', replicationRegions: ['us-east-1'] });
    expect((await administrator.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual([{ key: 'team', value: 'shop' }, { key: 'stage', value: 'test' }]);
  });

  test('tells a table as it was deployed', async () => {
    const resourceArn = `${ARN}/${keyspace}/table/orders`;
    const names = { keyspaceName: keyspace, tableName: 'orders' };
    expect(await administrator.send(new GetTableCommand(names))).toMatchObject({
      ...names,
      resourceArn,
      creationTimestamp: expect.any(Date),
      status: 'ACTIVE',
      schemaDefinition: {
        allColumns: [{ name: 'id', type: 'uuid' }, { name: 'at', type: 'timeuuid' }, { name: 'note', type: 'text' }, { name: 'total', type: 'decimal' }],
        partitionKeys: [{ name: 'id' }],
        clusteringKeys: [{ name: 'at', orderBy: 'DESC' }],
        staticColumns: [{ name: 'note' }],
      },
      capacitySpecification: { throughputMode: 'PROVISIONED', readCapacityUnits: 3, writeCapacityUnits: 4 },
      encryptionSpecification: { type: 'AWS_OWNED_KMS_KEY' },
      pointInTimeRecovery: { status: 'ENABLED' },
      ttl: { status: 'ENABLED' },
      defaultTimeToLive: 60,
      clientSideTimestamps: { status: 'ENABLED' },
      replicaSpecifications: [],
      cdcSpecification: { status: 'ENABLED', viewType: 'NEW_IMAGE' },
      latestStreamArn: expect.stringMatching(`^${resourceArn}/stream/\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}$`),
    });
    expect((await administrator.send(new ListTablesCommand({ keyspaceName: keyspace }))).tables).toEqual([{ ...names, resourceArn }]);
    expect((await administrator.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual([{ key: 'stage', value: 'test' }]);
  });

  test('tells the replicas of a multi-Region table', async () => {
    const [stack, name] = [new Stack(), unique('multi')];
    await stack.create({
      K: { Type: 'AWS::Cassandra::Keyspace', Properties: { KeyspaceName: name, ReplicationSpecification: { ReplicationStrategy: 'MULTI_REGION', RegionList: ['us-east-1', 'eu-west-1'] } } },
      T: { Type: 'AWS::Cassandra::Table', DependsOn: 'K', Properties: { KeyspaceName: name, TableName: 'orders', PartitionKeyColumns: [column('id', 'uuid')] } },
    });
    expect(await administrator.send(new GetKeyspaceCommand({ keyspaceName: name }))).toMatchObject({ replicationStrategy: 'MULTI_REGION', replicationRegions: ['us-east-1', 'eu-west-1'] });
    const replica = (region: string) => ({ region, status: 'ACTIVE', capacitySpecification: { throughputMode: 'PAY_PER_REQUEST' } });
    expect(await administrator.send(new GetTableCommand({ keyspaceName: name, tableName: 'orders' }))).toMatchObject({
      replicaSpecifications: [replica('us-east-1'), replica('eu-west-1')], clientSideTimestamps: { status: 'ENABLED' },
    });
  });

  const found: [what: string, call: (name: string) => Promise<unknown>, present: string, named: string][] = [
    ['keyspace', (keyspaceName) => administrator.send(new GetKeyspaceCommand({ keyspaceName })), keyspace, 'Keyspace absent'],
    ['keyspace with tables', (keyspaceName) => administrator.send(new ListTablesCommand({ keyspaceName })), keyspace, 'Keyspace absent'],
    ['table', (tableName) => administrator.send(new GetTableCommand({ keyspaceName: keyspace, tableName })), 'orders', `Table ${keyspace}.absent`],
    ['type', (typeName) => administrator.send(new GetTypeCommand({ keyspaceName: keyspace, typeName })), 'address', `Type ${keyspace}.absent`],
    ['resource', (name) => administrator.send(new ListTagsForResourceCommand({ resourceArn: `${ARN}/${name}/` })), keyspace, `Resource ${ARN}/absent/`],
  ];

  test.each(found)('knows no %s that was not deployed', async (_what, call, present, named) => {
    await expect(call('absent')).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: `${named} does not exist` });
    await expect(call(present)).resolves.toBeDefined();
  });

  const required: [missing: string, operation: string, call: (name?: string) => Promise<unknown>, right: string][] = [
    ['keyspaceName', 'GetKeyspace', (keyspaceName) => administrator.send(new GetKeyspaceCommand({ keyspaceName })), keyspace],
    ['keyspaceName', 'GetTable', (keyspaceName) => administrator.send(new GetTableCommand({ keyspaceName, tableName: 'orders' })), keyspace],
    ['tableName', 'GetTable', (tableName) => administrator.send(new GetTableCommand({ keyspaceName: keyspace, tableName })), 'orders'],
    ['keyspaceName', 'GetType', (keyspaceName) => administrator.send(new GetTypeCommand({ keyspaceName, typeName: 'address' })), keyspace],
    ['typeName', 'GetType', (typeName) => administrator.send(new GetTypeCommand({ keyspaceName: keyspace, typeName })), 'address'],
    ['keyspaceName', 'ListTables', (keyspaceName) => administrator.send(new ListTablesCommand({ keyspaceName })), keyspace],
    ['resourceArn', 'ListTagsForResource', (resourceArn) => administrator.send(new ListTagsForResourceCommand({ resourceArn })), `${ARN}/${keyspace}/`],
  ];

  test.each(required)(`refuses a request without %s (${API}/API_%s.html)`, async (missing, _operation, call, right) => {
    await expect(call()).rejects.toMatchObject({ name: 'ValidationException', message: `${missing} must not be null` });
    await expect(call(right)).resolves.toBeDefined();
  });

  test(`refuses an access key that nobody has (${API}/CommonErrors.html)`, async () => {
    const stranger = new KeyspacesClient({ credentials: { accessKeyId: 'AKIA0000000000000000', secretAccessKey: 'unknown' } });
    await expect(stranger.send(new ListKeyspacesCommand({}))).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    await expect(administrator.send(new ListKeyspacesCommand({}))).resolves.toBeDefined();
  });

  test('says which operation it lacks', async () => {
    await expect(administrator.send(new RestoreTableCommand({
      sourceKeyspaceName: keyspace, sourceTableName: 'orders', targetKeyspaceName: keyspace, targetTableName: 'restored',
    }))).rejects.toThrow('RestoreTable is not implemented by the local stack');
    await expect(administrator.send(new GetKeyspaceCommand({ keyspaceName: keyspace }))).resolves.toBeDefined();
  });

  const SELECT = 'cassandra:Select';
  const SYSTEM = `${ARN}/system*`;
  const reads: [what: string, call: (client: KeyspacesClient) => Promise<unknown>, wrong: Grants, right: Grants][] = [
    ['a table without system*', (client) => client.send(new GetTableCommand({ keyspaceName: keyspace, tableName: 'orders' })), [[SELECT, `${ARN}/${keyspace}/*`]], [[SELECT, [`${ARN}/${keyspace}/table/orders`, SYSTEM]]]],
    ['a table with one system keyspace only', (client) => client.send(new GetTableCommand({ keyspaceName: keyspace, tableName: 'orders' })), [[SELECT, [`${ARN}/${keyspace}/*`, `${ARN}/system_schema/*`]]], [[SELECT, '*']]],
    ['another table', (client) => client.send(new GetTableCommand({ keyspaceName: keyspace, tableName: 'orders' })), [[SELECT, [`${ARN}/${keyspace}/table/order`, SYSTEM]]], [[SELECT, [`${ARN}/${keyspace}/table/orders`, SYSTEM]]]],
    ['a table with another action', (client) => client.send(new GetTableCommand({ keyspaceName: keyspace, tableName: 'orders' })), [['cassandra:Modify', '*']], [['cassandra:*', '*']]],
    ['a keyspace with a table only', (client) => client.send(new GetKeyspaceCommand({ keyspaceName: keyspace })), [[SELECT, [`${ARN}/${keyspace}/table/*`, SYSTEM]]], [[SELECT, [`${ARN}/${keyspace}/`, SYSTEM]]]],
    ['the keyspaces without system*', (client) => client.send(new ListKeyspacesCommand({})), [[SELECT, `${ARN}/${keyspace}/*`]], [[SELECT, SYSTEM]]],
  ];

  test.each(reads)(`denies %s (${PERMISSIONS})`, async (_what, call, wrong, right) => {
    await expect(call(await clientOf(...wrong))).rejects.toMatchObject({ name: 'AccessDeniedException', message: expect.stringContaining('is not authorized to perform: cassandra:Select') });
    await expect(call(await clientOf(...right))).resolves.toBeDefined();
  });
});

describe('the execution role of a stack', () => {
  const resources = (name: string): Resources => only('AWS::Cassandra::Keyspace', { KeyspaceName: name });
  const needed: [what: string, without: string][] = [['create', 'cassandra:Create'], ['read', 'cassandra:Select']];

  test.each(needed)(`must be allowed to %s (${EXECUTION})`, async (_what, without) => {
    const name = unique();
    const actions = ['cassandra:Create', 'cassandra:Select', 'cassandra:Drop', 'cassandra:Alter'];
    const RoleARN = await role([actions.filter((action) => action !== without), `${ARN}/*`]);
    expect(await new Stack().create(resources(name), { roleArn: RoleARN })).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [expect.stringContaining(`is not authorized to perform: ${without} on resource: ${ARN}/${name}/`)] });
    expect(await cassandra.keyspaces()).not.toContain(name);
    expect((await new Stack().create(resources(name), { roleArn: await role([actions, `${ARN}/*`]) })).status).toBe('CREATE_COMPLETE');
    expect(await cassandra.keyspaces()).toContain(name);
  });

  test('must be allowed to tag, for a keyspace with tags only', async () => {
    const roleArn = await role([['cassandra:Create', 'cassandra:Select', 'cassandra:Drop'], '*']);
    const [plain, tagged] = [unique(), unique()];
    expect((await new Stack().create(resources(plain), { roleArn })).status).toBe('CREATE_COMPLETE');
    const { R } = resources(tagged);
    expect(await new Stack().create(only(R.Type, { ...R.Properties, Tags: [{ Key: 'a', Value: 'b' }] }), { roleArn })).toMatchObject({ reasons: [expect.stringContaining('cassandra:TagResource')] });
    const tagging = await role([['cassandra:Create', 'cassandra:Select', 'cassandra:Drop', 'cassandra:TagResource'], '*']);
    expect((await new Stack().create(only(R.Type, { ...R.Properties, Tags: [{ Key: 'a', Value: 'b' }] }), { roleArn: tagging })).status).toBe('CREATE_COMPLETE');
  });

  const inSeveralRegions = (KeyspaceName: string, more: Properties = {}) => only('AWS::Cassandra::Keyspace', {
    KeyspaceName, ReplicationSpecification: { ReplicationStrategy: 'MULTI_REGION', RegionList: ['us-east-1', 'eu-west-1'] }, ...more,
  });
  const several = ['CreateMultiRegionResource', 'SelectMultiRegionResource', 'TagMultiRegionResource'];

  test.each(several)(`must be allowed %s, for a keyspace of several Regions with tags (${ACTIONS})`, async (without) => {
    const actions = ['Create', 'Select', 'TagResource', 'Drop', 'DropMultiRegionResource', ...several].map((action) => `cassandra:${action}`);
    const multi = inSeveralRegions(unique(), { Tags: [{ Key: 'a', Value: 'b' }] });
    const lacking = await role([actions.filter((action) => action !== `cassandra:${without}`), `${ARN}/*`]);
    expect(await new Stack().create(multi, { roleArn: lacking })).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [expect.stringContaining(`is not authorized to perform: cassandra:${without} on`)] });
    expect((await new Stack().create(multi, { roleArn: await role([actions, `${ARN}/*`]) })).status).toBe('CREATE_COMPLETE');
  });

  test(`must be allowed AlterMultiRegionResource and DropMultiRegionResource, for a keyspace of several Regions (${ACTIONS})`, async () => {
    const [stack, name] = [new Stack(), unique()];
    const altered = inSeveralRegions(name, { ClientSideTimestampsEnabled: true });
    const base = ['Create', 'Select', 'CreateMultiRegionResource', 'SelectMultiRegionResource', 'Alter', 'Drop'];
    const roleOf = (...more: string[]) => role([[...base, ...more].map((action) => `cassandra:${action}`), `${ARN}/*`]);
    await stack.create(inSeveralRegions(name), { roleArn: await roleOf() });
    expect(await stack.update(altered)).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', reasons: [expect.stringContaining('cassandra:AlterMultiRegionResource on')] });
    expect((await stack.update(altered, { roleArn: await roleOf('AlterMultiRegionResource') })).status).toBe('UPDATE_COMPLETE');
    expect(await stack.delete()).toMatchObject({ status: 'DELETE_FAILED', reasons: expect.arrayContaining([expect.stringContaining('cassandra:DropMultiRegionResource on')]) });
    expect((await stack.delete(await roleOf('DropMultiRegionResource'))).status).toBe('DELETE_COMPLETE');
  });

  const inside: [what: string, wrong: string, right: string, properties: Properties][] = [
    ['Table', `${ARN}/${keyspace}/`, `${ARN}/${keyspace}/table/inside`, { TableName: 'inside', PartitionKeyColumns: [column('id', 'uuid')] }],
    ['Type', `${ARN}/${keyspace}/table/*`, `${ARN}/${keyspace}/`, { TypeName: 'inside', Fields: [{ FieldName: 'city', FieldType: 'text' }] }],
  ];

  test.each(inside)(`must be allowed to create on the resource that a %s is authorized by (${ACTIONS})`, async (what, wrong, right, properties) => {
    const part = only(`AWS::Cassandra::${what}`, { KeyspaceName: keyspace, ...properties });
    expect(await new Stack().create(part, { roleArn: await role(['cassandra:*', wrong]) })).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [expect.stringContaining(`is not authorized to perform: cassandra:Create on resource: ${right} `)] });
    expect((await new Stack().create(part, { roleArn: await role(['cassandra:*', right]) })).status).toBe('CREATE_COMPLETE');
  });

  test('stays the stack\'s for later operations, until another one is given', async () => {
    const [stack, name] = [new Stack(), unique()];
    const update = { ...resources(name).R.Properties, ClientSideTimestampsEnabled: true };
    await stack.create(resources(name), { roleArn: await role([['cassandra:Create', 'cassandra:Select'], '*']) });
    expect(await stack.update(only('AWS::Cassandra::Keyspace', update))).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', reasons: [expect.stringContaining('cassandra:Alter')] });
    const altering = await role([['cassandra:Create', 'cassandra:Select', 'cassandra:Alter'], '*']);
    expect((await stack.update(only('AWS::Cassandra::Keyspace', update), { roleArn: altering })).status).toBe('UPDATE_COMPLETE');
    expect(await stack.delete()).toMatchObject({ status: 'DELETE_FAILED', reasons: expect.arrayContaining([expect.stringContaining('cassandra:Drop')]) });
    expect(await cassandra.keyspaces()).toContain(name);
    expect((await stack.delete(await role(['cassandra:*', '*']))).status).toBe('DELETE_COMPLETE');
    // A new stack under the same name has none.
    await stack.create(resources(name), { roleArn: await role(['s3:ListBucket', '*']) });
    await stack.delete();
    expect((await stack.create(resources(name))).status).toBe('CREATE_COMPLETE');
  });

  test('of another keyspace only is refused', async () => {
    const name = unique();
    const roleArn = await role([['cassandra:*'], `${ARN}/${name}_other/`]);
    expect((await new Stack().create(resources(name), { roleArn })).status).toBe('ROLLBACK_COMPLETE');
    expect((await new Stack().create(resources(`${name}_other`), { roleArn })).status).toBe('CREATE_COMPLETE');
  });

  test('must exist', async () => {
    const name = unique('late');
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/${name}`;
    expect(await new Stack().create(resources(name), { roleArn })).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [`Role ${roleArn} is invalid or cannot be assumed`] });
    await createRole(name, ['cassandra:*', '*']);
    expect((await new Stack().create(resources(name), { roleArn })).status).toBe('CREATE_COMPLETE');
  });
});
