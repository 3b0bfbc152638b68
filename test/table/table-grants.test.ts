import { Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Keyspace, Table, TableGrants } from '../../src';
import { literalApp, literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';
import { ORDERS } from '../support/schemas';
import { statements } from '../support/statements';

const ORDERS_ARN = 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/shop/table/orders';
// https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_id-based-policy-examples.html
const SYSTEM = {
  Action: 'cassandra:Select',
  Effect: 'Allow',
  Resource: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/system*',
};

const lambda = new iam.ServicePrincipal('lambda.amazonaws.com');

function setUp() {
  const stack = literalStack();
  const keyspace = new Keyspace(stack, 'Shop', { keyspaceName: 'shop' });
  const table = new Table(stack, 'Orders', { keyspace, tableName: 'orders', schema: ORDERS });
  const role = new iam.Role(stack, 'Role', { assumedBy: lambda });
  return { stack, keyspace, table, role };
}

test.each<[string, (grants: TableGrants, grantee: iam.IGrantable) => iam.Grant, string | string[]]>([
  ['readData', (grants, grantee) => grants.readData(grantee), 'cassandra:Select'],
  ['writeData', (grants, grantee) => grants.writeData(grantee), 'cassandra:Modify'],
  ['readWriteData', (grants, grantee) => grants.readWriteData(grantee), ['cassandra:Select', 'cassandra:Modify']],
  ['actions', (grants, grantee) => grants.actions(grantee, 'cassandra:Alter'), 'cassandra:Alter'],
])('%s allows its actions on the table, and reading the system keyspaces', (_, grant, actions) => {
  const { stack, table, role } = setUp();
  expect(grant(table.grants, role).success).toBe(true);
  expect(statements(stack)).toEqual([{ Action: actions, Effect: 'Allow', Resource: ORDERS_ARN }, SYSTEM]);
});

test.each<[string, (stack: Stack) => TableGrants]>([
  ['an imported table', (stack) => Table.fromTableAttributes(stack, 'T', { keyspaceName: 'shop', tableName: 'orders' }).grants],
  ['a table imported by its ARN', (stack) => Table.fromTableArn(stack, 'T', ORDERS_ARN).grants],
])('grants on %s as on a Table', (_, grantsIn) => {
  const { stack, role } = setUp();
  grantsIn(stack).readData(role);
  expect(statements(stack)).toEqual([{ Action: 'cassandra:Select', Effect: 'Allow', Resource: ORDERS_ARN }, SYSTEM]);
});

test('grants on a plain CfnTable, whose names are known at deployment', () => {
  const { stack, role } = setUp();
  const table = new CfnTable(stack, 'Plain', {
    keyspaceName: 'shop',
    partitionKeyColumns: [{ columnName: 'id', columnType: 'uuid' }],
  });
  TableGrants.fromTable(table).readData(role);
  const part = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': ['|', { Ref: 'Plain' }] }] });
  expect(statements(stack)[0]).toEqual({
    Action: 'cassandra:Select',
    Effect: 'Allow',
    Resource: { 'Fn::Join': ['', ['arn:aws:cassandra:us-east-1:111122223333:/keyspace/', part(0), '/table/', part(1)]] },
  });
});

test.each([true, false])('tables granted in the same way share one statement, with minimizePolicies %s', (minimize) => {
  const stack = literalStack();
  stack.node.setContext('@aws-cdk/aws-iam:minimizePolicies', minimize);
  const role = new iam.Role(stack, 'Role', { assumedBy: lambda });
  for (const tableName of ['one', 'two', 'three']) {
    Table.fromTableAttributes(stack, tableName, { keyspaceName: 'shop', tableName }).grants.readWriteData(role);
  }
  expect(statements(stack)).toHaveLength(2);
});

test('a second grant adds nothing to what the first one gave', () => {
  const { stack, table, role } = setUp();
  table.grants.readData(role);
  table.grants.readData(role);
  expect(statements(stack)).toHaveLength(2);
});

test('a statement never outgrows what a managed policy can hold', () => {
  const { stack, role } = setUp();
  for (let index = 0; index < 100; index++) {
    const tableName = `t${String(index).padStart(47, '0')}`;
    Table.fromTableAttributes(stack, tableName, { keyspaceName: 'k'.repeat(48), tableName }).grants.readData(role);
  }
  const policies = Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy');
  const documents = [...Object.values(policies), ...Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))]
    .map((policy) => policy.Properties.PolicyDocument);
  const granted = documents.flatMap((document) => document.Statement).flatMap((statement) => statement.Resource);
  expect(granted.filter((resource) => resource.includes('/table/t'))).toHaveLength(100);
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  for (const document of documents) expect(JSON.stringify(document).length).toBeLessThanOrEqual(10_240);
  for (const policy of Object.values(policies)) {
    expect(JSON.stringify(policy.Properties.PolicyDocument).length).toBeLessThanOrEqual(6_144);
  }
});

test('two Stages never share a statement', () => {
  const app = literalApp();
  const stacks = ['Test', 'Production'].map((id) => {
    const stack = literalStack(new Stage(app, id), 'Shop');
    const role = new iam.Role(stack, 'Role', { assumedBy: lambda });
    Table.fromTableAttributes(stack, 'T', { keyspaceName: 'shop', tableName: id.toLowerCase() }).grants.readData(role);
    return stack;
  });
  const [inTest, inProduction] = stacks.map((stack) => JSON.stringify(statements(stack)));
  expect(inTest).toContain('/table/test"');
  expect(inTest).not.toContain('/table/production"');
  expect(inProduction).toContain('/table/production"');
  expect(inProduction).not.toContain('/table/test"');
});

test.each<[string, (stack: Stack) => iam.IGrantable]>([
  ['a user', (stack) => new iam.User(stack, 'Grantee')],
  ['a group', (stack) => new iam.Group(stack, 'Grantee')],
  ['an imported role of this account', (stack) => iam.Role.fromRoleArn(stack, 'Grantee', 'arn:aws:iam::111122223333:role/orders')],
])('can be granted to %s', (_, grantee) => {
  const { stack, table } = setUp();
  table.grants.readData(grantee(stack));
  expect(statements(stack)).toEqual([{ Action: 'cassandra:Select', Effect: 'Allow', Resource: ORDERS_ARN }, SYSTEM]);
});

test.each<[string, (stack: Stack) => iam.IGrantable, string]>([
  ['a service principal', () => lambda, 'GranteeHoldsNoPolicy'],
  ['an account', () => new iam.AccountPrincipal('111122223333'), 'GranteeHoldsNoPolicy'],
  ['another account', () => new iam.AccountPrincipal('444455556666'), 'GranteeInOtherAccount'],
  ['a role of another account', (stack) => iam.Role.fromRoleArn(stack, 'Foreign', 'arn:aws:iam::444455556666:role/reader'), 'GranteeInOtherAccount'],
  ['a role made in a stack of another account', (stack) => new iam.Role(
    new Stack(stack.node.root as never, 'Foreign', { env: { account: '444455556666', region: 'us-east-1' } }), 'Role', { assumedBy: lambda },
  ), 'GranteeInOtherAccount'],
])('fails for %s, which the AWS CDK would grant nothing', (_, grantee, code) => {
  const { stack, table } = setUp();
  const refusal = refusalOf(() => table.grants.readData(grantee(stack)));
  expect(refusal.name).toBe(code);
  expect(refusal.message).toContain('Amazon Keyspaces has no resource policies');
});

test.each([
  [['cassandra:GetTable']], [['Select']], [['dynamodb:Query']], [[]], [['cassandra:GetRecords']], [['cassandra:ListStreams']],
])('fails for the actions %j', (actions) => {
  const { table, role } = setUp();
  expect(refusalOf(() => table.grants.actions(role, ...actions)).name).toBe('ActionUnknown');
});

test('grants in a stack whose account and Region are not known yet', () => {
  const stack = new Stack(undefined, 'Stack');
  const role = new iam.Role(stack, 'Role', { assumedBy: lambda });
  Table.fromTableAttributes(stack, 'T', { keyspaceName: 'shop', tableName: 'orders' }).grants.readData(role);
  const arn = (path: string) => ({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':cassandra:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, path]],
  });
  expect(statements(stack)).toEqual([
    { Action: 'cassandra:Select', Effect: 'Allow', Resource: arn(':/keyspace/shop/table/orders') },
    { Action: 'cassandra:Select', Effect: 'Allow', Resource: arn(':/keyspace/system*') },
  ]);
});
