import { App, CfnParameter, NestedStack, PhysicalName, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnKeyspace, CfnTable } from 'aws-cdk-lib/aws-cassandra';
import * as iam from 'aws-cdk-lib/aws-iam';
import { EndpointPolicy, Keyspace, KeyspacesService, PrivateKeyspacesAccess, Replication, Table } from '../../src';
import { literalApp, literalStack } from '../support/app';
import { isolatedVpc } from '../support/network';
import { refusalOf } from '../support/refusal';
import { ORDERS } from '../support/schemas';

const IN_ACCOUNT = 'arn:aws:cassandra:us-east-1:111122223333:/keyspace';
const SYSTEM = `${IN_ACCOUNT}/system*`;
const EVERYBODY = { Effect: 'Allow', Principal: '*' };
const LIST_STREAMS = { ...EVERYBODY, Sid: 'ListStreams', Action: 'cassandra:ListStreams', Resource: '*' };
const SERVICE = new iam.ServicePrincipal('ecs-tasks.amazonaws.com');

function accessWith(endpointPolicy: EndpointPolicy, { stack = literalStack(), service = KeyspacesService.CQL } = {}): PrivateKeyspacesAccess {
  return new PrivateKeyspacesAccess(stack, 'Access', { vpc: isolatedVpc(stack), endpointPolicy, service });
}

function policyOf(access: PrivateKeyspacesAccess): any {
  const [endpoint] = Object.values(Template.fromStack(access.stack).findResources('AWS::EC2::VPCEndpoint'));
  return endpoint.Properties.PolicyDocument;
}

function statementsOf(access: PrivateKeyspacesAccess): any[] {
  return policyOf(access).Statement;
}

function imported(stack: Stack, keyspaceName: string, tableName: string) {
  return Table.fromTableAttributes(stack, `${keyspaceName}.${tableName}`, { keyspaceName, tableName });
}

/** What synthesis fails with. */
function failureOf(stack: Stack): string {
  return refusalOf(() => (stack.node.root as App).synth()).message;
}

describe('readOnly', () => {
  test('lets through reading in this account alone, with the action of multi-Region resources', () => {
    expect(statementsOf(accessWith(EndpointPolicy.readOnly()))).toEqual([{
      ...EVERYBODY,
      Sid: 'ReadKeyspacesOfThisAccount',
      Action: ['cassandra:Select', 'cassandra:SelectMultiRegionResource'],
      Resource: 'arn:aws:cassandra:*:111122223333:/keyspace/*',
    }]);
  });
});

// https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints-streams.html
describe('on an access for streams', () => {
  test.each([['account', EndpointPolicy.account()], ['readOnly', EndpointPolicy.readOnly()]])(
    '%s lets through reading the streams of this account, and no system keyspaces', (_, policy) => {
      expect(statementsOf(accessWith(policy, { service: KeyspacesService.STREAMS }))).toEqual([
        {
          ...EVERYBODY,
          Sid: 'StreamsOfThisAccount',
          Action: ['cassandra:GetRecords', 'cassandra:GetShardIterator', 'cassandra:GetStream'],
          Resource: 'arn:aws:cassandra:*:111122223333:/keyspace/*/table/*/stream/*',
        },
        LIST_STREAMS,
      ]);
    },
  );

  test('restricted names the streams of tables and of keyspaces', () => {
    const stack = literalStack();
    const access = accessWith(EndpointPolicy.restricted({
      keyspaces: [Keyspace.fromKeyspaceName(stack, 'Shop', 'shop')],
      tables: [imported(stack, 'shop', 'orders'), imported(stack, 'bank', 'accounts')],
    }), { stack, service: KeyspacesService.STREAMS });
    expect(statementsOf(access)).toEqual([
      expect.objectContaining({
        Action: ['cassandra:GetRecords', 'cassandra:GetShardIterator', 'cassandra:GetStream'],
        Resource: [`${IN_ACCOUNT}/shop/table/*/stream/*`, `${IN_ACCOUNT}/bank/table/accounts/stream/*`],
      }),
      LIST_STREAMS,
    ]);
  });

  test('restricted to some actions has those alone', () => {
    const actions = ['cassandra:GetRecords', 'cassandra:liststreams'];
    expect(statementsOf(accessWith(EndpointPolicy.restricted({ actions }), { service: KeyspacesService.STREAMS }))).toEqual([
      expect.objectContaining({ Action: 'cassandra:GetRecords' }),
      { ...LIST_STREAMS, Action: 'cassandra:liststreams' },
    ]);
  });

  test('fails for actions on data, which are not asked for there', () => {
    const policy = EndpointPolicy.restricted({ actions: ['cassandra:Select'] });
    const refusal = refusalOf(() => accessWith(policy, { service: KeyspacesService.STREAMS }));
    expect(refusal.name).toBe('ActionUnknown');
    expect(refusal.message).toContain('know streams');
  });
});

// https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
describe('restricted', () => {
  test('to one table is as the documentation has it', () => {
    const stack = literalStack();
    const access = accessWith(EndpointPolicy.restricted({ tables: [imported(stack, 'mykeyspace', 'mytable')] }), { stack });
    expect(policyOf(access)).toEqual({
      Version: '2012-10-17',
      Statement: [{
        ...EVERYBODY, Sid: 'Restricted', Action: 'cassandra:*', Resource: [`${IN_ACCOUNT}/mykeyspace/table/mytable`, SYSTEM],
      }],
    });
  });

  test('to a keyspace needs no room for its tables, and keeps those of another that begins alike', () => {
    const stack = literalStack();
    const access = accessWith(EndpointPolicy.restricted({
      keyspaces: [Keyspace.fromKeyspaceName(stack, 'Shop', 'shop')],
      tables: [imported(stack, 'shop', 'orders'), imported(stack, 'shop_archive', 'orders'), imported(stack, 'shop', 'lines')],
    }), { stack });
    expect(statementsOf(access)[0].Resource).toEqual([`${IN_ACCOUNT}/shop/*`, `${IN_ACCOUNT}/shop_archive/table/orders`, SYSTEM]);
  });

  test('to tables that begin alike names each of them once', () => {
    const stack = literalStack();
    const tables = ['orders_1', 'orders_2'].map((name) => imported(stack, 'shop', name));
    expect(statementsOf(accessWith(EndpointPolicy.restricted({ tables: [...tables, ...tables] }), { stack }))[0].Resource).toEqual([
      `${IN_ACCOUNT}/shop/table/orders_1`, `${IN_ACCOUNT}/shop/table/orders_2`, SYSTEM,
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
    expect(statementsOf(accessWith(EndpointPolicy.restricted({ tables: [sales] }), { stack }))[0].Resource).toEqual([
      `${IN_ACCOUNT}/world/table/sales`,
      `${IN_ACCOUNT.replace('us-east-1', 'eu-west-1')}/world/table/sales`,
      SYSTEM,
      SYSTEM.replace('us-east-1', 'eu-west-1'),
    ]);
  });

  test('to a table of another account brings the system keyspaces of that account', () => {
    const stack = literalStack();
    const orders = Table.fromTableArn(stack, 'Orders', 'arn:aws:cassandra:us-east-1:444455556666:/keyspace/shop/table/orders');
    expect(statementsOf(accessWith(EndpointPolicy.restricted({ tables: [orders] }), { stack }))[0].Resource).toEqual([
      'arn:aws:cassandra:us-east-1:444455556666:/keyspace/shop/table/orders',
      SYSTEM,
      'arn:aws:cassandra:us-east-1:444455556666:/keyspace/system*',
    ]);
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
      `${IN_ACCOUNT}/bank/*`, `${IN_ACCOUNT}/shop/table/orders`, `${IN_ACCOUNT}/shop/table/lines`, SYSTEM,
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

  test('puts the condition on every statement', () => {
    const access = accessWith(EndpointPolicy.restricted({ admittedOnly: true, actions: ['cassandra:Select'] }));
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

describe('a document', () => {
  const statement = (resource: string) => new iam.PolicyStatement({
    principals: [new iam.StarPrincipal()], actions: ['cassandra:*'], resources: [resource],
  });

  test('is taken as it is, also what is added to it or to the endpoint later', () => {
    const document = new iam.PolicyDocument({ statements: [statement(SYSTEM)] });
    const access = accessWith(EndpointPolicy.document(document));
    document.addStatements(statement(`${IN_ACCOUNT}/shop/*`));
    access.endpoint.addToPolicy(statement(`${IN_ACCOUNT}/bank/*`));
    expect(statementsOf(access).map(({ Resource: resource }) => resource)).toEqual([SYSTEM, `${IN_ACCOUNT}/shop/*`, `${IN_ACCOUNT}/bank/*`]);
    Annotations.fromStack(access.stack).hasNoWarning('*', Match.anyValue());
  });

  test('fails at synthesis if it is empty, because an endpoint without a policy lets everything through', () => {
    expect(failureOf(accessWith(EndpointPolicy.document(new iam.PolicyDocument())).stack)).toContain('[EndpointPolicyEmpty]');
  });

  test('without system keyspaces is warned about', () => {
    const access = accessWith(EndpointPolicy.document(new iam.PolicyDocument({ statements: [statement(`${IN_ACCOUNT}/shop/*`)] })));
    Annotations.fromStack(access.stack).hasWarning('/Stack/Access', Match.stringLikeRegexp('cdk-keyspaces:endpointPolicyWithoutSystemKeyspaces'));
  });

  test.each([['on everything', '*'], ['on every keyspace', 'arn:aws:cassandra:*:111122223333:/keyspace/*']])('%s is not', (_, resource) => {
    const access = accessWith(EndpointPolicy.document(new iam.PolicyDocument({ statements: [statement(resource)] })));
    Annotations.fromStack(access.stack).hasNoWarning('*', Match.anyValue());
  });
});

// https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html
describe('the length of a policy', () => {
  /** A document of exactly so many characters without white space. */
  const ofLength = (characters: number) => {
    const make = (name: string) => new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({
        principals: [new iam.StarPrincipal()], actions: ['cassandra:*'], resources: [`${IN_ACCOUNT}/*`, ...name ? [name] : []],
      })],
    });
    const written = (document: iam.PolicyDocument) => JSON.stringify(new Stack().resolve(document)).length;
    return EndpointPolicy.document(make('x'.repeat(characters - written(make('x')) + 1)));
  };

  test('of 20,480 characters fits, but may not with white space', () => {
    const { stack } = accessWith(ofLength(20_480));
    (stack.node.root as App).synth();
    Annotations.fromStack(stack).hasWarning('/Stack/Access', Match.stringLikeRegexp('cdk-keyspaces:endpointPolicyLong'));
  });

  test('of 20,481 characters fails at synthesis, with the count and the way out', () => {
    const failure = failureOf(accessWith(ofLength(20_481)).stack);
    expect(failure).toContain('20481');
    expect(failure).toContain('name whole keyspaces');
    expect(failure).toContain('[EndpointPolicyTooLong]');
  });

  test('of 20,400 characters, the white space in it included, is nothing to warn about', () => {
    const { stack } = accessWith(ofLength(20_400));
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('is counted with every token at its shortest, so that nothing is refused that fits', () => {
    const tables = (stack: Stack, count: number) => Array.from({ length: count }, (_, index) => imported(stack, 'shop', `t${1000 + index}`));
    const agnostic = new Stack(new App(), 'Stack');
    const access = accessWith(EndpointPolicy.restricted({ tables: tables(agnostic, 280) }), { stack: agnostic });
    expect(statementsOf(access)[0].Resource).toHaveLength(281);
    Annotations.fromStack(agnostic).hasWarning('/Stack/Access', Match.stringLikeRegexp('cdk-keyspaces:endpointPolicyLong'));
  });

  test('of 500 tables fails, of their keyspaces it does not', () => {
    const stack = literalStack();
    const tables = Array.from({ length: 500 }, (_, index) => imported(stack, `keyspace_${index % 20}`, `table_${index}`));
    expect(failureOf(accessWith(EndpointPolicy.restricted({ tables }), { stack }).stack)).toContain('[EndpointPolicyTooLong]');

    const other = literalStack();
    const keyspaces = Array.from({ length: 20 }, (_, index) => Keyspace.fromKeyspaceName(other, `keyspace_${index}`, `keyspace_${index}`));
    expect(statementsOf(accessWith(EndpointPolicy.restricted({ keyspaces }), { stack: other }))[0].Resource).toHaveLength(21);
  });
});
