import { App, CfnParameter, NestedStack, PhysicalName, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnKeyspace, CfnTable } from 'aws-cdk-lib/aws-cassandra';
import * as iam from 'aws-cdk-lib/aws-iam';
import { accessWith, EVERYBODY, failureOf, imported, IN_ACCOUNT, policyOf, SERVICE, statementsOf, SYSTEM } from './endpoint-policies';
import {
  EndpointPolicy, Keyspace, KeyspacesService, PrivateKeyspacesAccess, Replication, type RestrictedEndpointPolicyOptions, Table,
} from '../../src';
import { literalApp, literalStack } from '../support/app';
import { isolatedVpc } from '../support/network';
import { refusalOf } from '../support/refusal';
import { ORDERS } from '../support/schemas';

// https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
describe('restricted', () => {
  // The documentation has all actions on the system keyspaces too.
  test('to one table is as the documentation has it, but that the system keyspaces are only read', () => {
    const stack = literalStack();
    const access = accessWith(EndpointPolicy.restricted({ tables: [imported(stack, 'mykeyspace', 'mytable')] }), { stack });
    expect(policyOf(access)).toEqual({
      Version: '2012-10-17',
      Statement: [
        { ...EVERYBODY, Sid: 'Restricted', Action: 'cassandra:*', Resource: `${IN_ACCOUNT}/mykeyspace/table/mytable` },
        { ...EVERYBODY, Sid: 'SystemKeyspaces', Action: ['cassandra:Select', 'cassandra:SelectMultiRegionResource'], Resource: SYSTEM },
      ],
    });
  });

  test('to a keyspace needs no room for its tables, and keeps those of another that begins alike', () => {
    const stack = literalStack();
    const access = accessWith(EndpointPolicy.restricted({
      keyspaces: [Keyspace.fromKeyspaceName(stack, 'Shop', 'shop')],
      tables: [imported(stack, 'shop', 'orders'), imported(stack, 'shop_archive', 'orders'), imported(stack, 'shop', 'lines')],
    }), { stack });
    expect(statementsOf(access)[0].Resource).toEqual([`${IN_ACCOUNT}/shop/*`, `${IN_ACCOUNT}/shop_archive/table/orders`]);
    expect(statementsOf(access)[1].Resource).toBe(SYSTEM);
  });

  test('to tables that begin alike names each of them once', () => {
    const stack = literalStack();
    const tables = ['orders_1', 'orders_2'].map((name) => imported(stack, 'shop', name));
    expect(statementsOf(accessWith(EndpointPolicy.restricted({ tables: [...tables, ...tables] }), { stack }))[0].Resource).toEqual([
      `${IN_ACCOUNT}/shop/table/orders_1`, `${IN_ACCOUNT}/shop/table/orders_2`,
    ]);
  });

  test('to some actions still reads the system keyspaces, and has the actions of multi-Region resources', () => {
    const stack = literalStack();
    const access = accessWith(EndpointPolicy.restricted({
      tables: [imported(stack, 'shop', 'orders')],
      actions: ['cassandra:Select', 'cassandra:Modify'],
    }), { stack });
    expect(statementsOf(access)).toEqual([
      {
        ...EVERYBODY,
        Sid: 'Restricted',
        Action: ['cassandra:Select', 'cassandra:Modify', 'cassandra:SelectMultiRegionResource', 'cassandra:ModifyMultiRegionResource'],
        Resource: `${IN_ACCOUNT}/shop/table/orders`,
      },
      {
        ...EVERYBODY, Sid: 'SystemKeyspaces', Action: ['cassandra:Select', 'cassandra:SelectMultiRegionResource'], Resource: SYSTEM,
      },
    ]);
  });

  test('to some actions alone is about all keyspaces of the account', () => {
    const [data, system] = statementsOf(accessWith(EndpointPolicy.restricted({ actions: ['cassandra:Modify'] })));
    expect(data.Resource).toBe('arn:aws:cassandra:*:111122223333:/keyspace/*');
    expect(system.Resource).toBe('arn:aws:cassandra:*:111122223333:/keyspace/system*');
  });

  test('to a multi-Region table names it, and the system keyspaces, in each of its Regions', () => {
    const stack = literalStack();
    const keyspace = new Keyspace(stack, 'World', { keyspaceName: 'world', replication: Replication.multiRegion('us-east-1', 'eu-west-1') });
    const sales = new Table(stack, 'Sales', { keyspace, tableName: 'sales', schema: ORDERS });
    const [data, system] = statementsOf(accessWith(EndpointPolicy.restricted({ tables: [sales] }), { stack }));
    expect(data.Resource).toEqual([`${IN_ACCOUNT}/world/table/sales`, `${IN_ACCOUNT.replace('us-east-1', 'eu-west-1')}/world/table/sales`]);
    expect(system.Resource).toEqual([SYSTEM, SYSTEM.replace('us-east-1', 'eu-west-1')]);
  });

  test('to a table of another account brings the system keyspaces of that account', () => {
    const stack = literalStack();
    const orders = Table.fromTableArn(stack, 'Orders', 'arn:aws:cassandra:us-east-1:444455556666:/keyspace/shop/table/orders');
    const [data, system] = statementsOf(accessWith(EndpointPolicy.restricted({ tables: [orders] }), { stack }));
    expect(data.Resource).toBe('arn:aws:cassandra:us-east-1:444455556666:/keyspace/shop/table/orders');
    expect(system.Resource).toEqual([SYSTEM, 'arn:aws:cassandra:us-east-1:444455556666:/keyspace/system*']);
  });

  test('is one policy for several accesses', () => {
    const stack = literalStack();
    const policy = EndpointPolicy.restricted({ tables: [imported(stack, 'shop', 'orders')] });
    const vpc = isolatedVpc(stack);
    new PrivateKeyspacesAccess(stack, 'Data', { vpc, endpointPolicy: policy });
    new PrivateKeyspacesAccess(stack, 'Streams', { vpc, endpointPolicy: policy, service: KeyspacesService.STREAMS });
    const resources = Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint'))
      .map(({ Properties: { PolicyDocument: { Statement: statements } } }) => [statements[0].Resource].flat()[0]);
    expect(resources).toEqual([`${IN_ACCOUNT}/shop/table/orders`, `${IN_ACCOUNT}/shop/table/orders/stream/*`]);
  });

  test.each([
    ['nothing', {}],
    ['an empty list of tables', { tables: [], admittedOnly: true }],
    ['empty lists', { keyspaces: [], tables: [], actions: ['cassandra:Select'] }],
  ])('fails for %s', (_, options) => {
    expect(refusalOf(() => accessWith(EndpointPolicy.restricted(options))).name).toBe('EndpointPolicyUnrestricted');
  });

  test.each([['no actions', []], ['an action that does not exist', ['cassandra:GetTable']]])('fails for %s', (_, actions) => {
    expect(refusalOf(() => accessWith(EndpointPolicy.restricted({ actions }))).name).toBe('ActionUnknown');
  });
});

describe('restricted to what other stacks have', () => {
  const setUp = () => {
    const app = literalApp();
    return { network: literalStack(app, 'Network'), data: literalStack(app, 'Data') };
  };
  const key = { partitionKeyColumns: [{ columnName: 'id', columnType: 'uuid' }] };

  test('names keyspaces and tables of this library, and plain ones with names, without depending on their stack', () => {
    const { network, data } = setUp();
    const keyspace = new Keyspace(data, 'Shop', { keyspaceName: 'shop' });
    const access = accessWith(EndpointPolicy.restricted({
      keyspaces: [new CfnKeyspace(data, 'Bank', { keyspaceName: 'bank' })],
      tables: [
        new Table(data, 'Orders', { keyspace, tableName: 'orders', schema: ORDERS }),
        new CfnTable(data, 'Lines', { keyspaceName: 'shop', tableName: 'lines', ...key }),
      ],
    }), { stack: network });
    expect(statementsOf(access)[0].Resource).toEqual([
      `${IN_ACCOUNT}/bank/*`, `${IN_ACCOUNT}/shop/table/orders`, `${IN_ACCOUNT}/shop/table/lines`,
    ]);
    expect(network.dependencies).toEqual([]);
  });

  test('fails for a plain table whose name CloudFormation makes', () => {
    const { network, data } = setUp();
    const unnamed = new CfnTable(data, 'Unnamed', { keyspaceName: 'shop', ...key });
    const refusal = refusalOf(() => accessWith(EndpointPolicy.restricted({ tables: [unnamed] }), { stack: network }));
    expect(refusal.name).toBe('NameNotLiteral');
    expect(refusal.message).toContain('"Data/Unnamed"');
  });

  test('fails for a table that is imported by a name in a token of that stack', () => {
    const { network, data } = setUp();
    const name = new CfnParameter(data, 'Name').valueAsString;
    const table = Table.fromTableAttributes(data, 'Imported', { keyspaceName: 'shop', tableName: name });
    expect(refusalOf(() => accessWith(EndpointPolicy.restricted({ tables: [table] }), { stack: network })).name).toBe('NameNotLiteral');
  });

  test('takes actions in tokens, which are judged by nobody here', () => {
    const { network } = setUp();
    const actions = [new CfnParameter(network, 'Action').valueAsString];
    expect(statementsOf(accessWith(EndpointPolicy.restricted({ actions }), { stack: network }))[0].Action).toEqual({ Ref: 'Action' });
  });

  test('takes such a table of its own stack', () => {
    const { network } = setUp();
    const unnamed = new CfnTable(network, 'Unnamed', { keyspaceName: 'shop', ...key });
    const access = accessWith(EndpointPolicy.restricted({ tables: [unnamed] }), { stack: network });
    expect(JSON.stringify(statementsOf(access)[0].Resource)).toContain('{"Ref":"Unnamed"}');
  });

  test('fails for a plain keyspace whose name CloudFormation makes', () => {
    const { network, data } = setUp();
    const unnamed = new CfnKeyspace(data, 'Unnamed', {});
    expect(refusalOf(() => accessWith(EndpointPolicy.restricted({ keyspaces: [unnamed] }), { stack: network })).name).toBe('NameNotLiteral');
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
describe('restricted to who is admitted', () => {
  const policy = EndpointPolicy.restricted({ admittedOnly: true });
  const conditionOf = (access: PrivateKeyspacesAccess) => statementsOf(access)[0].Condition;

  test('names those who are admitted later too, each once', () => {
    const access = accessWith(policy);
    const [first, second] = ['First', 'Second'].map((id) => new iam.Role(access.stack, id, { assumedBy: SERVICE }));
    for (const role of [first, second, first]) access.grants.connect(role);
    access.grants.connect(iam.Role.fromRoleArn(access.stack, 'Imported', 'arn:aws:iam::111122223333:role/team/imported'));
    access.grants.connect(new iam.User(access.stack, 'User'));
    expect(conditionOf(access)).toEqual({
      ArnEquals: {
        'aws:PrincipalArn': [
          { 'Fn::GetAtt': [expect.stringMatching('First'), 'Arn'] },
          { 'Fn::GetAtt': [expect.stringMatching('Second'), 'Arn'] },
          'arn:aws:iam::111122223333:role/team/imported',
          { 'Fn::GetAtt': [expect.stringMatching('User'), 'Arn'] },
        ],
      },
    });
  });

  test('alone is about the whole account, the system keyspaces included', () => {
    const access = accessWith(policy);
    access.grants.connect(new iam.Role(access.stack, 'Role', { assumedBy: SERVICE }));
    expect(statementsOf(access)).toEqual([{
      ...EVERYBODY,
      Sid: 'Restricted',
      Action: 'cassandra:*',
      Resource: 'arn:aws:cassandra:*:111122223333:/keyspace/*',
      Condition: { ArnEquals: { 'aws:PrincipalArn': [{ 'Fn::GetAtt': [expect.any(String), 'Arn'] }] } },
    }]);
  });

  test.each<[string, (stack: Stack) => RestrictedEndpointPolicyOptions]>([
    ['actions', () => ({ actions: ['cassandra:Select'] })],
    ['tables', (stack) => ({ tables: [imported(stack, 'shop', 'orders')] })],
  ])('puts the condition on every statement, with %s', (_, more) => {
    const stack = literalStack();
    const access = accessWith(EndpointPolicy.restricted({ admittedOnly: true, ...more(stack) }), { stack });
    access.grants.connect(new iam.Role(access.stack, 'Role', { assumedBy: SERVICE }));
    const [data, system] = statementsOf(access);
    expect(data.Condition).toEqual({ ArnEquals: { 'aws:PrincipalArn': [{ 'Fn::GetAtt': [expect.any(String), 'Arn'] }] } });
    expect(system.Condition).toEqual(data.Condition);
  });

  test('names a role of another stack by its literal name, with its path and its own account', () => {
    const app = literalApp();
    const access = accessWith(policy, { stack: literalStack(app, 'Network') });
    const service = literalStack(app, 'Service');
    access.grants.connect(new iam.Role(service, 'Role', { assumedBy: SERVICE, roleName: 'reader', path: '/team/' }));
    access.grants.connect(new iam.User(service, 'User', { userName: 'auditor' }));
    expect(conditionOf(access)).toEqual({
      ArnEquals: { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/team/reader', 'arn:aws:iam::111122223333:user/auditor'] },
    });
    expect(access.stack.dependencies).toEqual([]);
  });

  test.each<[string, (parent: Stack) => Stack]>([
    ['another stack', (parent) => literalStack(parent.node.root as App, 'Service')],
    ['a nested stack, which uses the endpoint', (parent) => new NestedStack(parent, 'Nested')],
  ])('fails for a role of %s without a literal name', (_, other) => {
    const access = accessWith(policy);
    const role = new iam.Role(other(access.stack), 'Role', { assumedBy: SERVICE });
    expect(refusalOf(() => access.grants.connect(role)).name).toBe('AdmittedPrincipalUnnamed');
  });

  test.each<[string, (stack: Stack) => Partial<iam.RoleProps>]>([
    ['a name that is made when it is needed', () => ({ roleName: PhysicalName.GENERATE_IF_NEEDED })],
    ['a name in a token', (stack) => ({ roleName: new CfnParameter(stack, 'Name').valueAsString })],
    ['a path in a token', (stack) => ({ roleName: 'reader', path: new CfnParameter(stack, 'Path').valueAsString })],
  ])('fails for a role of another stack with %s', (_, props) => {
    const access = accessWith(policy);
    const service = literalStack(access.stack.node.root as App, 'Service');
    const role = new iam.Role(service, 'Role', { assumedBy: SERVICE, ...props(service) });
    expect(refusalOf(() => access.grants.connect(role)).name).toBe('AdmittedPrincipalUnnamed');
  });

  test.each(['arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:role/reader-?'])('fails for %s, which is many roles', (arn) => {
    const access = accessWith(policy);
    const roles = iam.Role.fromRoleArn(access.stack, 'Roles', arn, { mutable: false });
    expect(refusalOf(() => access.grants.connect(roles)).name).toBe('AdmittedPrincipalsByPattern');
  });

  test('names an imported role whose ARN is a token of its own stack', () => {
    const access = accessWith(policy);
    const arn = new CfnParameter(access.stack, 'Arn').valueAsString;
    access.grants.connect(iam.Role.fromRoleArn(access.stack, 'Role', arn));
    expect(conditionOf(access)).toEqual({ ArnEquals: { 'aws:PrincipalArn': [{ Ref: 'Arn' }] } });
  });

  test('fails for a group, which asks for nothing itself', () => {
    const access = accessWith(policy);
    const refusal = refusalOf(() => access.grants.connect(new iam.Group(access.stack, 'Group')));
    expect(refusal.name).toBe('AdmittedPrincipalUnknown');
  });

  test('fails at synthesis if nobody is admitted', () => {
    expect(failureOf(accessWith(policy).stack)).toContain('[EndpointPolicyAdmitsNobody]');
  });
});
