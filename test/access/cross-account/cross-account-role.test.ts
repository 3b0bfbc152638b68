import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CrossAccountRole, type CrossAccountRoleProps, PrivateKeyspacesAccess, Table } from '../../../src';
import { literalApp, literalStack } from '../../support/app';
import { isolatedVpc } from '../../support/network';
import { refusalOf } from '../../support/refusal';
import { statements } from '../../support/statements';

const CLIENT = '444455556666';
const CLIENTS = [{ account: CLIENT, roleNames: ['orders'] }];

function make(props: Partial<CrossAccountRoleProps> = {}, stack = literalStack()): { stack: Stack; made: CrossAccountRole } {
  return { stack, made: new CrossAccountRole(stack, 'Clients', { clients: CLIENTS, ...props }) };
}

function roleOf(stack: Stack): any {
  const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  return role.Properties;
}

const trustOf = (stack: Stack) => roleOf(stack).AssumeRolePolicyDocument.Statement;

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html: a role as the principal has to exist,
// and is kept as its unique id.
test('trusts the roles of another account by their names, with that account as the principal', () => {
  const { stack } = make({ clients: [{ account: CLIENT, roleNames: ['orders', 'service/returns'] }] });
  expect(trustOf(stack)).toEqual([{
    Action: 'sts:AssumeRole',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${CLIENT}:root` },
    Condition: { ArnEquals: { 'aws:PrincipalArn': [`arn:aws:iam::${CLIENT}:role/orders`, `arn:aws:iam::${CLIENT}:role/service/returns`] } },
  }]);
});

test('asks each account for its own external id', () => {
  const { stack } = make({
    clients: [{ account: CLIENT, roleNames: ['orders'], externalId: 'shop-42' }, { account: '777788889999', roleNames: ['orders'] }],
  });
  expect(trustOf(stack)).toEqual([
    expect.objectContaining({
      Principal: { AWS: `arn:aws:iam::${CLIENT}:root` },
      Condition: { ArnEquals: { 'aws:PrincipalArn': [`arn:aws:iam::${CLIENT}:role/orders`] }, StringEquals: { 'sts:ExternalId': 'shop-42' } },
    }),
    expect.objectContaining({
      Principal: { AWS: 'arn:aws:iam::777788889999:root' },
      Condition: { ArnEquals: { 'aws:PrincipalArn': ['arn:aws:iam::777788889999:role/orders'] } },
    }),
  ]);
});

test('has a literal name, so that the other account can name it', () => {
  expect(roleOf(make().stack).RoleName).toMatch(/^[\w-]{1,64}$/);
});

test('is called as it is given, and no more is said of its sessions than IAM takes for granted', () => {
  const { RoleName: name, MaxSessionDuration: duration } = roleOf(make({ roleName: 'keyspaces_access' }).stack);
  expect(name).toBe('keyspaces_access');
  expect(duration).toBeUndefined();
});

// https://docs.aws.amazon.com/keyspaces/latest/devguide/access.cross-account.noVPC.setup.html
test('without a shared VPC may use the tables and read the system keyspaces, and looks at no endpoints', () => {
  const stack = literalStack();
  const [orders, prices, wishes] = ['orders', 'prices', 'wishes']
    .map((tableName) => Table.fromTableAttributes(stack, tableName, { keyspaceName: 'shop', tableName }));
  const { made } = make({ read: [prices], readWrite: [orders] }, stack);
  wishes.grants.readData(made);
  const arn = (path: string) => `arn:aws:cassandra:us-east-1:111122223333:/keyspace/${path}`;
  expect(statements(stack)).toEqual([
    { Action: 'cassandra:Select', Effect: 'Allow', Resource: [arn('shop/table/prices'), arn('shop/table/wishes')] },
    { Action: 'cassandra:Select', Effect: 'Allow', Resource: arn('system*') },
    { Action: ['cassandra:Select', 'cassandra:Modify'], Effect: 'Allow', Resource: arn('shop/table/orders') },
  ]);
});

test('may read streams alone', () => {
  const stack = literalStack();
  make({ readStreams: [Table.fromTableAttributes(stack, 'Orders', { keyspaceName: 'shop', tableName: 'orders' })] }, stack);
  expect(statements(stack).map(({ Action: action }) => action)).toEqual([
    ['cassandra:GetRecords', 'cassandra:GetShardIterator', 'cassandra:GetStream'], 'cassandra:ListStreams',
  ]);
});

// https://docs.aws.amazon.com/keyspaces/latest/devguide/access.cross-account.sharedVPC.html
test('in a shared VPC looks at endpoints, which fills system.peers', () => {
  const stack = literalStack();
  make({ sharedVpcAccess: new PrivateKeyspacesAccess(stack, 'Access', { vpc: isolatedVpc(stack) }) }, stack);
  expect(statements(stack)).toContainEqual(
    { Action: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeVpcEndpoints'], Effect: 'Allow', Resource: '*' });
});

test('is named in the stack of the client without a dependency in either direction', () => {
  const app = literalApp();
  const owner = literalStack(app, 'Owner');
  const client = new Stack(app, 'Client', { env: { account: CLIENT, region: 'us-east-1' } });
  const { made } = make({ roleName: 'keyspaces_access' }, owner);
  expect(client.resolve(made.role.roleArn)).not.toBeUndefined();
  new CfnParameter(client, 'OwnerRole', { default: made.role.roleArn });
  const { Parameters: parameters } = app.synth().getStackByName('Client').template;
  expect(parameters.OwnerRole.Default).toBe('arn:aws:iam::111122223333:role/keyspaces_access');
  expect([...owner.dependencies, ...client.dependencies]).toEqual([]);
});

describe('fails', () => {
  const failure = (props: Partial<CrossAccountRoleProps>) => refusalOf(() => make(props)).name;

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html: role chaining limits a session to one hour.
  test('for sessions above one hour, which role chaining never gives', () => {
    expect(failure({ maxSessionDuration: Duration.minutes(61) })).toBe('CrossAccountSessionTooLong');
    expect(() => make({ maxSessionDuration: Duration.hours(1) })).not.toThrow();
  });

  test('without clients, or without roles of one', () => {
    expect(failure({ clients: [] })).toBe('CrossAccountClientsMissing');
    expect(failure({ clients: [{ account: CLIENT, roleNames: [] }] })).toBe('CrossAccountClientsMissing');
  });

  test.each(['4444', '4444555566667', 'arn:aws:iam::444455556666:root', '*'])('for the account %s', (account) => {
    expect(failure({ clients: [{ account, roleNames: ['orders'] }] })).toBe('ClientAccountInvalid');
  });

  test.each(['*', 'orders-*', 'order?', '/orders', 'arn:aws:iam::444455556666:role/orders', '', 'x'.repeat(65)])('for the role name "%s"', (name) => {
    expect(failure({ clients: [{ account: CLIENT, roleNames: ['orders', name] }] })).toBe('ClientRoleNameInvalid');
  });

  // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
  test.each(['x', 'with space', 'x'.repeat(1_225)])('for the external id "%s"', (externalId) => {
    expect(failure({ clients: [{ account: CLIENT, roleNames: ['orders'], externalId }] })).toBe('ExternalIdInvalid');
  });

  test('for a table of another account', () => {
    const stack = literalStack();
    const foreign = Table.fromTableArn(stack, 'Foreign', 'arn:aws:cassandra:us-east-1:777788889999:/keyspace/shop/table/orders');
    expect(refusalOf(() => make({ read: [foreign] }, stack)).name).toBe('GranteeInOtherAccount');
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
describe('the length of the trust policy', () => {
  /** `"arn:aws:iam::444455556666:role/<64>",` are 97 characters; the rest of the statement is less than 250. */
  const withRoles = (count: number) => make({
    clients: [{ account: CLIENT, roleNames: Array.from({ length: count }, (_, index) => `${index}`.padStart(64, 'x')) }],
  }).stack;
  const problems = (stack: Stack) => stack.node.findChild('Clients').node.findChild('Role').node.validate();

  test('is warned about where the quota of the account has to be raised', () => {
    Annotations.fromStack(withRoles(17)).hasNoWarning('*', Match.anyValue());
    Annotations.fromStack(withRoles(22)).hasWarning('/Stack/Clients/Role', Match.stringLikeRegexp('cdk-keyspaces:trustPolicyLong'));
  });

  test('fails where no quota is enough', () => {
    expect(problems(withRoles(81))).toEqual([]);
    expect(problems(withRoles(85))).toEqual([expect.stringContaining('[TrustPolicyTooLong]')]);
  });
});

test('what is known only at deployment passes', () => {
  const stack = new Stack(new App(), 'Stack');
  const token = (id: string, type = 'String') => new CfnParameter(stack, id, { type });
  make({
    clients: [{
      account: token('Account').valueAsString,
      roleNames: [token('Role').valueAsString],
      externalId: token('ExternalId').valueAsString,
    }],
    roleName: token('Name').valueAsString,
  }, stack);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    RoleName: { Ref: 'Name' },
    AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Condition: Match.objectLike({ StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } }) })] },
  });
});
