import {
  CreateKeyspaceCommand, GetKeyspaceCommand, GetTableCommand, GetTypeCommand, KeyspacesClient, ListKeyspacesCommand, ListTablesCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-keyspaces';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { Cassandra } from './cassandra';
import { createRole, deleteRoles, Grants } from './role';
import { only, Resources, Stack, unique } from './stack';

const ACCOUNT = '111122223333';
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

  test.each([
    ['keyspace', () => administrator.send(new GetKeyspaceCommand({ keyspaceName: 'absent' })), 'Keyspace absent'],
    ['table', () => administrator.send(new GetTableCommand({ keyspaceName: keyspace, tableName: 'absent' })), `Table ${keyspace}.absent`],
    ['type', () => administrator.send(new GetTypeCommand({ keyspaceName: keyspace, typeName: 'absent' })), `Type ${keyspace}.absent`],
    ['resource', () => administrator.send(new ListTagsForResourceCommand({ resourceArn: `${ARN}/absent/` })), 'Resource'],
  ])('knows no %s that was not deployed', async (_what, call, named) => {
    await expect(call()).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: expect.stringContaining(`${named}`) });
  });

  test('says which operation it lacks', async () => {
    await expect(administrator.send(new CreateKeyspaceCommand({ keyspaceName: 'other' }))).rejects.toThrow('CreateKeyspace is not implemented by the local stack');
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
  });

  test('stays the stack\'s for later operations, until another one is given', async () => {
    const [stack, name] = [new Stack(), unique()];
    const update = { ...resources(name).R.Properties, ClientSideTimestampsEnabled: true };
    await stack.create(resources(name), { roleArn: await role([['cassandra:Create', 'cassandra:Select'], '*']) });
    expect(await stack.update(only('AWS::Cassandra::Keyspace', update))).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', reasons: [expect.stringContaining('cassandra:Alter')] });
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
    const outcome = await new Stack().create(resources(unique()), { roleArn: `arn:aws:iam::${ACCOUNT}:role/absent` });
    expect(outcome).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [`Role arn:aws:iam::${ACCOUNT}:role/absent is invalid or cannot be assumed`] });
  });
});
