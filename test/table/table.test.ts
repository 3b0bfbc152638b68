import { App, Duration, Lazy, RemovalPolicies, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnKeyspace, type IKeyspaceRef } from 'aws-cdk-lib/aws-cassandra';
import { ClusteringOrder, CqlType, Keyspace, KeyspacesKey, Table, TableEncryption, type TableProps, TableSchema } from '../../src';
import { literalApp, literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';
import { ORDERS } from '../support/schemas';

const ORDERS_IN_IRELAND = 'arn:aws:cassandra:eu-west-1:444455556666:/keyspace/shop/table/orders';

function tableIn(stack: Stack, props: Partial<TableProps> = {}): Table {
  const keyspace = props.keyspace ?? new Keyspace(stack, 'Shop', { keyspaceName: 'shop' });
  return new Table(stack, 'Orders', { schema: ORDERS, ...props, keyspace });
}

test('with default properties is on demand, encrypted, restorable, kept, and has a literal name', () => {
  const stack = literalStack();
  const table = tableIn(stack);
  expect(table.tableName).toMatch(/^stack_orders_[0-9a-f]{8}$/);
  Template.fromStack(stack).hasResource('AWS::Cassandra::Table', {
    Properties: {
      KeyspaceName: { Ref: 'Shop563325D0' },
      TableName: table.tableName,
      BillingMode: { Mode: 'ON_DEMAND' },
      EncryptionSpecification: { EncryptionType: 'AWS_OWNED_KMS_KEY' },
      PointInTimeRecoveryEnabled: true,
      DefaultTimeToLive: Match.absent(),
      ClusteringKeyColumns: Match.absent(),
    },
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
  });
});

test('is one CloudFormation resource', () => {
  const stack = literalStack();
  tableIn(stack);
  expect(Object.values(Template.fromStack(stack).toJSON().Resources).map((resource) => (resource as { Type: string }).Type))
    .toEqual(['AWS::Cassandra::Keyspace', 'AWS::Cassandra::Table']);
});

test('renders key, clustering order, static and regular columns', () => {
  const stack = literalStack();
  tableIn(stack, {
    schema: new TableSchema({
      partitionKey: [{ name: 'customer_id', type: CqlType.UUID }],
      clusteringColumns: [
        { name: 'placed_at', type: CqlType.TIMEUUID, order: ClusteringOrder.DESC },
        { name: 'line', type: CqlType.INT },
      ],
      staticColumns: [{ name: 'tags', type: CqlType.set(CqlType.TEXT) }],
      columns: [{ name: 'total', type: CqlType.DECIMAL }],
    }),
  });
  Template.fromStack(stack).hasResourceProperties('AWS::Cassandra::Table', {
    PartitionKeyColumns: [{ ColumnName: 'customer_id', ColumnType: 'uuid' }],
    ClusteringKeyColumns: [
      { Column: { ColumnName: 'placed_at', ColumnType: 'timeuuid' }, OrderBy: 'DESC' },
      { Column: { ColumnName: 'line', ColumnType: 'int' }, OrderBy: 'ASC' },
    ],
    RegularColumns: [
      { ColumnName: 'tags', ColumnType: 'set<text> static' },
      { ColumnName: 'total', ColumnType: 'decimal' },
    ],
  });
});

test('takes a name, a time to live, no recovery and a removal policy', () => {
  const stack = literalStack();
  tableIn(stack, {
    tableName: 'orders',
    timeToLive: Duration.days(30),
    pointInTimeRecovery: false,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  Template.fromStack(stack).hasResource('AWS::Cassandra::Table', {
    Properties: { TableName: 'orders', DefaultTimeToLive: 2592000, PointInTimeRecoveryEnabled: false },
    DeletionPolicy: 'Delete',
  });
});

// https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_service-with-iam.html
test('its ARN does not end in a slash', () => {
  const table = tableIn(literalStack(), { tableName: 'orders' });
  expect(table.tableArn).toBe('arn:aws:cassandra:us-east-1:111122223333:/keyspace/shop/table/orders');
});

test('knows its customer managed key', () => {
  const stack = literalStack();
  const key = new KeyspacesKey(stack, 'Key');
  expect(tableIn(stack, { encryption: TableEncryption.customerManagedKey(key) }).encryptionKey).toBe(key);
  expect(tableIn(literalStack(), { encryption: TableEncryption.awsOwnedKey() }).encryptionKey).toBeUndefined();
});

describe('in another stack than its keyspace', () => {
  test('names the keyspace literally, without an export, and is deployed after it', () => {
    const app = literalApp();
    const data = literalStack(app, 'Data');
    const tables = literalStack(app, 'Tables');
    tableIn(tables, { keyspace: new Keyspace(data, 'Shop', { keyspaceName: 'shop' }) });
    Template.fromStack(tables).hasResourceProperties('AWS::Cassandra::Table', { KeyspaceName: 'shop' });
    Template.fromStack(data).templateMatches({ Outputs: Match.absent() });
    expect(tables.dependencies).toEqual([data]);
  });
});

test('a plain CfnKeyspace works, too', () => {
  const stack = literalStack();
  const keyspace = new CfnKeyspace(stack, 'Plain', { keyspaceName: 'plain' });
  tableIn(stack, { keyspace, removalPolicy: RemovalPolicy.DESTROY });
  Template.fromStack(stack).allResourcesProperties('AWS::Cassandra::Table', { KeyspaceName: { Ref: 'Plain' } });
});

test.each<[string, string, Partial<TableProps>]>([
  ['a name with a hyphen', 'TableNameInvalid', { tableName: 'my-orders' }],
  ['a one-letter name', 'TableNameInvalid', { tableName: 'o' }],
  ['a time to live of nothing', 'TimeToLiveInvalid', { timeToLive: Duration.seconds(0) }],
  ['a time to live in parts of a second', 'TimeToLiveInvalid', { timeToLive: Duration.millis(1500) }],
  ['a time to live above 20 years', 'TimeToLiveInvalid', { timeToLive: Duration.seconds(630_720_001) }],
  ['a time to live beside static counters', 'TimeToLiveOnCounters', {
    timeToLive: Duration.days(1),
    schema: new TableSchema({
      partitionKey: ORDERS.partitionKey,
      clusteringColumns: [{ name: 'day', type: CqlType.DATE }],
      staticColumns: [{ name: 'hits', type: CqlType.COUNTER }],
    }),
  }],
  ['a time to live beside counters', 'TimeToLiveOnCounters', {
    timeToLive: Duration.days(1),
    schema: new TableSchema({ partitionKey: ORDERS.partitionKey, columns: [{ name: 'hits', type: CqlType.COUNTER }] }),
  }],
])('fails for %s', (_, code, props) => {
  expect(refusalOf(() => tableIn(literalStack(), props)).name).toBe(code);
});

test.each<[string, Partial<TableProps>]>([
  ['the longest time to live', { timeToLive: Duration.seconds(630_720_000) }],
  ['a time to live of one second', { timeToLive: Duration.seconds(1) }],
  ['a time to live in a token', { timeToLive: Duration.seconds(Lazy.number({ produce: () => 0 })) }],
  ['a name in a token', { tableName: Lazy.string({ produce: () => 'orders' }) }],
])('accepts %s', (_, props) => {
  expect(() => tableIn(literalStack(), props)).not.toThrow();
});

describe('in a keyspace that is destroyed', () => {
  const KEYSPACES: [string, (stack: Stack) => IKeyspaceRef][] = [
    ['by its property', (stack) => new Keyspace(stack, 'Gone', { removalPolicy: RemovalPolicy.DESTROY })],
    ['by a later call', (stack) => {
      const keyspace = new Keyspace(stack, 'Gone');
      keyspace.applyRemovalPolicy(RemovalPolicy.DESTROY);
      return keyspace;
    }],
    ['for lack of a policy', (stack) => new CfnKeyspace(stack, 'Gone', { keyspaceName: 'gone' })],
  ];

  test.each(KEYSPACES)('%s, synthesis fails for a table that shall be kept', (_, keyspace) => {
    const stack = literalStack();
    tableIn(stack, { keyspace: keyspace(stack) });
    expect(() => Template.fromStack(stack)).toThrow(/RetainExceptOnCreate.*Stack\/Gone.*\[RetainedTableInDestroyedKeyspace\]/);
  });

  test.each(KEYSPACES)('%s, a table may be destroyed', (_, keyspace) => {
    const stack = literalStack();
    tableIn(stack, { keyspace: keyspace(stack), removalPolicy: RemovalPolicy.DESTROY });
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('all may be destroyed at last', () => {
    const stack = literalStack();
    tableIn(stack);
    RemovalPolicies.of(stack).destroy();
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});

test.each([
  ['Region', { account: '111122223333', region: 'eu-west-1' }],
  ['account', { account: '444455556666', region: 'us-east-1' }],
])('fails in another %s than its keyspace', (_, env) => {
  const app = literalApp();
  const keyspace = new Keyspace(literalStack(app, 'Data'), 'Shop');
  const refusal = refusalOf(() => tableIn(literalStack(app, 'Tables', { env }), { keyspace }));
  expect(refusal.name).toBe('KeyspaceInOtherEnvironment');
});

test('an account and Region that are not known yet pass', () => {
  const app = literalApp();
  const [known, unknown] = [literalStack(app, 'Known'), new Stack(app, 'Unknown')];
  expect(() => tableIn(unknown, { keyspace: new Keyspace(known, 'Shop') })).not.toThrow();
  expect(() => tableIn(known, { keyspace: new Keyspace(unknown, 'Shop') })).not.toThrow();
});

test('in another Stage than its keyspace it names the keyspace and leaves the order to the pipeline', () => {
  const app = literalApp();
  const keyspace = new Keyspace(literalStack(new Stage(app, 'Data'), 'Stack'), 'Shop', { keyspaceName: 'shop' });
  const stack = literalStack(new Stage(app, 'Tables'), 'Stack');
  tableIn(stack, { keyspace });
  Template.fromStack(stack).hasResourceProperties('AWS::Cassandra::Table', { KeyspaceName: 'shop' });
});

describe('imported', () => {
  test('by its names belongs to this account and Region', () => {
    const table = Table.fromTableAttributes(literalStack(), 'Imported', { keyspaceName: 'shop', tableName: 'orders' });
    expect(table.tableArn).toBe('arn:aws:cassandra:us-east-1:111122223333:/keyspace/shop/table/orders');
    expect(table.tableRef).toEqual({ keyspaceName: 'shop', tableName: 'orders' });
  });

  test('by its ARN belongs to the account and Region of the ARN', () => {
    const table = Table.fromTableArn(literalStack(), 'Imported', ORDERS_IN_IRELAND);
    expect([table.keyspaceName, table.tableName, table.tableArn]).toEqual(['shop', 'orders', ORDERS_IN_IRELAND]);
    expect(table.env).toEqual(expect.objectContaining({ account: '444455556666', region: 'eu-west-1' }));
  });

  test('by an ARN that is a token takes its parts at deployment', () => {
    const stack = new Stack(new App(), 'Stack');
    const table = Table.fromTableArn(stack, 'Imported', Lazy.string({ produce: () => 'arn' }));
    expect(stack.resolve(table.tableName)).toEqual({ 'Fn::Select': [4, { 'Fn::Split': ['/', 'arn'] }] });
    expect(stack.resolve(table.keyspaceName)).toEqual({ 'Fn::Select': [2, { 'Fn::Split': ['/', 'arn'] }] });
  });

  test.each([
    'orders',
    'arn:aws:dynamodb:us-east-1:111122223333:table/orders',
    'arn:aws:cassandra:us-east-1:111122223333:/keyspace/shop/',
    'arn:aws:cassandra:us-east-1:111122223333:/keyspace/shop/table/orders/stream/2025-03-07T22:20:10.454',
    'arn:aws:cassandra:::/keyspace/shop/table/orders',
  ])('fails for %s', (arn) => {
    const refusal = refusalOf(() => Table.fromTableArn(literalStack(), 'Imported', arn));
    expect(refusal.name).toBe('TableArnInvalid');
    expect(refusal.message).toContain(arn);
  });

  test('knows its Regions and its key, as they are said', () => {
    const stack = literalStack();
    const encryptionKey = new KeyspacesKey(stack, 'Key');
    const replicationRegions = ['us-east-1', 'eu-west-1'];
    const attributes = { keyspaceName: 'shop', tableName: 'orders', replicationRegions, encryptionKey };
    const table = Table.fromTableAttributes(stack, 'Imported', attributes);
    expect([table.replicationRegions, table.encryptionKey]).toEqual([replicationRegions, encryptionKey]);
    const byArn = Table.fromTableArn(stack, 'ByArn', ORDERS_IN_IRELAND, { replicationRegions, encryptionKey });
    expect([byArn.replicationRegions, byArn.encryptionKey]).toEqual([replicationRegions, encryptionKey]);
  });

  test.each([
    ['without Regions', [], 'RegionListInvalid'],
    ['in other Regions than its own', ['us-east-1', 'us-west-2'], 'RegionOfStackMissing'],
  ])('fails %s', (_, replicationRegions, code) => {
    expect(refusalOf(() => Table.fromTableArn(literalStack(), 'Imported', ORDERS_IN_IRELAND, { replicationRegions })).name).toBe(code);
  });

  test.each([
    'stream',
    `${ORDERS_IN_IRELAND}/stream/`,
    'arn:aws:cassandra:eu-west-1:444455556666:/keyspace/shop/table/others/stream/2025-03-07T22:20:10.454',
    'arn:aws:dynamodb:eu-west-1:444455556666:/keyspace/shop/table/orders/stream/2025-03-07T22:20:10.454',
  ])('fails for the stream %s', (streamArn) => {
    expect(refusalOf(() => Table.fromTableArn(literalStack(), 'Imported', ORDERS_IN_IRELAND, { streamArn })).name).toBe('StreamArnInvalid');
  });

  test.each([
    ['of the table', `${ORDERS_IN_IRELAND}/stream/2025-03-07T22:20:10.454`],
    ['in a token', Lazy.string({ produce: () => 'stream' })],
  ])('accepts a stream %s', (_, streamArn) => {
    expect(() => Table.fromTableArn(literalStack(), 'Imported', ORDERS_IN_IRELAND, { streamArn })).not.toThrow();
  });

  test('fails for a name that no table can have', () => {
    const attributes = { keyspaceName: 'shop', tableName: 'my-orders' };
    expect(refusalOf(() => Table.fromTableAttributes(literalStack(), 'Imported', attributes)).name).toBe('TableNameInvalid');
  });
});
