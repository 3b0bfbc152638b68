import { type App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { type ITable, Keyspace, KeyspacesKey, Table, TableEncryption, TableGrants } from '../../src';
import { literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';
import { ORDERS } from '../support/schemas';
import { statements } from '../support/statements';

const SHOP = 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/shop';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/0f6a21cf-6a5c-4e4d-8a0c-6c9a2f2c1d3e';
const SYSTEM = { Action: 'cassandra:Select', Effect: 'Allow', Resource: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/system*' };

function setUp() {
  const stack = literalStack();
  const keyspace = new Keyspace(stack, 'Shop', { keyspaceName: 'shop' });
  const table = new Table(stack, 'Orders', { keyspace, tableName: 'orders', schema: ORDERS });
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  return { stack, keyspace, table, role };
}

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html
test('manageSchema allows what creates, alters, drops and tags the table, and no data', () => {
  const { stack, table, role } = setUp();
  table.grants.manageSchema(role);
  expect(statements(stack)).toEqual([{
    Action: ['cassandra:Alter', 'cassandra:Create', 'cassandra:Drop', 'cassandra:TagResource', 'cassandra:UntagResource'],
    Effect: 'Allow',
    Resource: `${SHOP}/table/orders`,
  }, SYSTEM]);
});

// https://docs.aws.amazon.com/keyspaces/latest/devguide/configure-cdc-permissions.html
test('readStream allows reading the streams of the table and listing streams, and nothing else', () => {
  const { stack, table, role } = setUp();
  table.grants.readStream(role);
  expect(statements(stack)).toEqual([{
    Action: ['cassandra:GetRecords', 'cassandra:GetShardIterator', 'cassandra:GetStream'],
    Effect: 'Allow',
    Resource: `${SHOP}/table/orders/stream/*`,
  }, { Action: 'cassandra:ListStreams', Effect: 'Allow', Resource: '*' }]);
});

test('streams of many tables are listed by one statement', () => {
  const { stack, role } = setUp();
  for (const tableName of ['one', 'two', 'three']) {
    Table.fromTableAttributes(stack, tableName, { keyspaceName: 'shop', tableName }).grants.readStream(role);
  }
  expect(statements(stack)).toHaveLength(2);
});

// https://docs.aws.amazon.com/keyspaces/latest/devguide/howitworks_restore_permissions.html
describe('restore', () => {
  const select = { Action: 'cassandra:Select', Effect: 'Allow', Resource: `${SHOP}/table/orders` };

  test('allows reading the table and restoring it under any name in its keyspace', () => {
    const { stack, table, role } = setUp();
    table.grants.restore(role);
    expect(statements(stack)).toEqual([
      { Action: 'cassandra:Restore', Effect: 'Allow', Resource: `${SHOP}/table/*` }, SYSTEM, select,
    ]);
  });

  test('into a keyspace and under a name, allows no other', () => {
    const { stack, table, role } = setUp();
    const keyspace = Keyspace.fromKeyspaceName(stack, 'Rescued', 'rescued');
    table.grants.restore(role, { keyspace, tableName: 'orders_before' });
    expect(statements(stack)).toContainEqual({
      Action: 'cassandra:Restore',
      Effect: 'Allow',
      Resource: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/rescued/table/orders_before',
    });
  });

  test.each<[string, string | undefined, string | undefined]>([
    ['nowhere else than it was', undefined, undefined],
    ['a keyspace that its key is bound to, too', 'rescued', undefined],
    ['a keyspace that its key is not bound to', 'elsewhere', 'restoreNeedsOtherKey'],
  ])('of a table with a key that is bound to keyspaces, into %s', (_, name, warning) => {
    const { stack, role } = setUp();
    const [shop, rescued] = ['shop', 'rescued'].map((keyspaceName) => Keyspace.fromKeyspaceName(stack, `Of-${keyspaceName}`, keyspaceName));
    const encryptionKey = new KeyspacesKey(stack, 'Key', { keyspaces: [shop, rescued] });
    const table = Table.fromTableAttributes(stack, 'Sealed', { keyspaceName: 'shop', tableName: 'sealed', encryptionKey });
    table.grants.restore(role, { keyspace: name === undefined ? undefined : Keyspace.fromKeyspaceName(stack, 'Into', name) });
    const said = Match.stringLikeRegexp('encryptionSpecificationOverride.*cdk-keyspaces:restoreNeedsOtherKey');
    if (warning) Annotations.fromStack(stack).hasWarning('/Stack/Sealed', said);
    else Annotations.fromStack(stack).hasNoWarning('*', said);
  });

  test('shares the statement of those who read', () => {
    const { stack, table, role } = setUp();
    table.grants.readData(role);
    table.grants.restore(role);
    expect(statements(stack)).toHaveLength(3);
  });

  // https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.customermanaged.html
  test('carries the use of the customer managed key through Amazon Keyspaces', () => {
    const { stack, table, role } = setUp();
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', KEY);
    TableGrants.fromTable(table, { encryptionKey }).restore(role);
    expect(statements(stack)).toContainEqual({
      Action: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      Effect: 'Allow',
      Resource: KEY,
      Condition: { StringLike: { 'kms:ViaService': ['cassandra.*.amazonaws.com'] } },
    });
  });

  test('adds nothing for a KeyspacesKey, whose own policy lets callers of the account use it', () => {
    const { stack, keyspace, role } = setUp();
    const encryption = TableEncryption.customerManagedKey(new KeyspacesKey(stack, 'Key'));
    const table = new Table(stack, 'Encrypted', { keyspace, tableName: 'orders', schema: ORDERS, encryption });
    table.grants.restore(role);
    expect(statements(stack)).toEqual([{ Action: 'cassandra:Restore', Effect: 'Allow', Resource: `${SHOP}/table/*` }, SYSTEM, select]);
  });

  test('tables with several keys share the statement that carries them', () => {
    const { stack, table, role } = setUp();
    for (const last of ['a', 'b', 'c']) {
      TableGrants.fromTable(table, { encryptionKey: kms.Key.fromKeyArn(stack, `Key${last}`, KEY.replace(/.$/, last)) }).restore(role);
    }
    const keys = statements(stack).filter(({ Action: actions }) => actions.includes('kms:Decrypt'));
    expect(keys).toHaveLength(1);
    expect(keys[0].Resource).toHaveLength(3);
  });

  test('keys whose use is bound in different ways share none', () => {
    const { stack, table, role } = setUp();
    const somewhere = Table.fromTableAttributes(new Stack(stack.node.root as App, 'Somewhere'), 'T', { keyspaceName: 'shop', tableName: 'orders' });
    [table, somewhere].forEach((source, index) => {
      const encryptionKey = kms.Key.fromKeyArn(stack, `Key${index}`, KEY.replace(/.$/, String(index)));
      TableGrants.fromTable(source, { encryptionKey }).restore(role);
    });
    const bound = statements(stack).filter(({ Condition: condition }) => condition);
    expect(bound.map(({ Resource: resource, Condition: condition }) => [resource.at(-1), condition.StringLike['kms:ViaService'].length]))
      .toEqual([['0', 1], ['1', 2]]);
  });

  test.each<[string, (keyspace: Keyspace, key: kms.IKey) => ITable]>([
    ['made here', (keyspace, key) => new Table(keyspace.stack, 'T', {
      keyspace, tableName: 'orders', schema: ORDERS, encryption: TableEncryption.customerManagedKey(key),
    })],
    ['imported', (keyspace, key) => Table.fromTableAttributes(keyspace.stack, 'T', {
      keyspaceName: 'shop', tableName: 'orders', encryptionKey: key,
    })],
  ])('knows the key of a table that is %s', (_, make) => {
    const { stack, keyspace, role } = setUp();
    make(keyspace, kms.Key.fromKeyArn(stack, 'Key', KEY)).grants.restore(role);
    expect(statements(stack)).toContainEqual(expect.objectContaining({ Resource: KEY }));
  });
});

test('fails for a service principal with each verb', () => {
  const { table } = setUp();
  const service = new iam.ServicePrincipal('lambda.amazonaws.com');
  for (const verb of ['manageSchema', 'readStream', 'restore'] as const) {
    expect(refusalOf(() => table.grants[verb](service)).name).toBe('GranteeHoldsNoPolicy');
  }
});
