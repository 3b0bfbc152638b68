import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnParameter, DefaultStackSynthesizer, Stack, Token } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { EndpointPolicy, type IPrivateKeyspacesAccess, KeyspacesService, PrivateKeyspacesAccess, Table } from '../../src';
import { literalApp, literalStack } from '../support/app';
import { isolatedVpc } from '../support/network';
import { refusalOf } from '../support/refusal';
import { statements } from '../support/statements';
import { cycle, resourceGraph, stackGraph } from '../templates/dependency-graph';

const IN_ACCOUNT = 'arn:aws:cassandra:us-east-1:111122223333:/keyspace';
const SYSTEM = `${IN_ACCOUNT}/system*`;
const SERVICE = new iam.ServicePrincipal('ecs-tasks.amazonaws.com');

function access(stack: Stack, id: string, service?: KeyspacesService): IPrivateKeyspacesAccess {
  return PrivateKeyspacesAccess.fromAttributes(stack, id, { vpcEndpointId: `vpce-${id}`, securityGroups: [], service });
}

function table(stack: Stack, tableName: string) {
  return Table.fromTableAttributes(stack, Token.isUnresolved(tableName) ? 'Table' : tableName, { keyspaceName: 'shop', tableName });
}

function setUp(stack = literalStack()) {
  return { stack, role: new iam.Role(stack, 'Role', { assumedBy: SERVICE }), one: access(stack, 'one'), orders: table(stack, 'orders') };
}

const failureOf = (stack: Stack) => refusalOf(() => (stack.node.root as App).synth()).message;

// https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
test('denies everything on the table and the system keyspaces, as the documentation has it, but for what services do', () => {
  const { stack, role, one, orders } = setUp();
  PrivateKeyspacesAccess.require(role, { accesses: [one], tables: [orders] });
  expect(statements(stack)).toEqual([
    {
      Sid: 'ThroughEndpointsOnly',
      Effect: 'Deny',
      Action: 'cassandra:*',
      Resource: [`${IN_ACCOUNT}/shop/table/orders`, SYSTEM],
      Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-one'] }, BoolIfExists: { 'aws:ViaAWSService': 'false' } },
    },
    {
      Sid: 'StreamsThroughEndpointsOnly',
      Effect: 'Deny',
      Action: ['cassandra:GetRecords', 'cassandra:GetShardIterator', 'cassandra:GetStream'],
      Resource: `${IN_ACCOUNT}/shop/table/orders/stream/*`,
      Condition: { BoolIfExists: { 'aws:ViaAWSService': 'false' } },
    },
  ]);
});

test('counts an access for streams for streams alone', () => {
  const { stack, role, orders } = setUp();
  PrivateKeyspacesAccess.require(role, { accesses: [access(stack, 'streams', KeyspacesService.STREAMS)], tables: [orders] });
  expect(statements(stack).map(({ Condition: condition }) => condition.StringNotEquals)).toEqual([undefined, { 'aws:SourceVpce': ['vpce-streams'] }]);
});

test('counts FIPS as CQL', () => {
  const { stack, role, one, orders } = setUp();
  PrivateKeyspacesAccess.require(role, { accesses: [one, access(stack, 'fips', KeyspacesService.CQL_FIPS)], tables: [orders] });
  expect(statements(stack)[0].Condition.StringNotEquals).toEqual({ 'aws:SourceVpce': ['vpce-one', 'vpce-fips'] });
});

test.each([[true], [false]])('is one statement for all calls (minimizePolicies: %s)', (minimize) => {
  const app = new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true, '@aws-cdk/aws-iam:minimizePolicies': minimize } });
  const { stack, role, one, orders } = setUp(literalStack(app));
  const two = access(stack, 'two', KeyspacesService.CQL);
  const streams = access(stack, 'streams', KeyspacesService.STREAMS);
  PrivateKeyspacesAccess.require(role, { accesses: [one], tables: [orders] });
  PrivateKeyspacesAccess.require(role, { accesses: [two, one], tables: [table(stack, 'lines'), orders] });
  PrivateKeyspacesAccess.require(role, { accesses: [streams], tables: [orders] });
  const [data, ofStreams, ...others] = statements(stack);
  expect(others).toEqual([]);
  expect(data.Condition.StringNotEquals['aws:SourceVpce']).toEqual(['vpce-one', 'vpce-two']);
  expect([...data.Resource].sort()).toEqual([`${IN_ACCOUNT}/shop/table/lines`, `${IN_ACCOUNT}/shop/table/orders`, SYSTEM]);
  expect(ofStreams.Condition.StringNotEquals['aws:SourceVpce']).toEqual(['vpce-streams']);
  expect(ofStreams.Resource).toHaveLength(2);
});

test('is one statement for a role that is imported twice', () => {
  const { stack, one, orders } = setUp();
  const imported = (id: string) => iam.Role.fromRoleArn(stack, id, 'arn:aws:iam::111122223333:role/by-hand');
  PrivateKeyspacesAccess.require(imported('Once'), { accesses: [one], tables: [orders] });
  PrivateKeyspacesAccess.require(imported('Twice'), { accesses: [access(stack, 'two')], tables: [orders] });
  expect(statements(stack).map(({ Sid: sid }) => sid)).toEqual(['ThroughEndpointsOnly', 'StreamsThroughEndpointsOnly']);
});

describe('a role that is made here and imported too', () => {
  const named = (stack: Stack) => new iam.Role(stack, 'Named', { assumedBy: SERVICE, roleName: 'by-name', path: '/team/' });
  const imports: [string, (stack: Stack, role: iam.Role) => iam.IRole][] = [
    ['its name', (stack) => iam.Role.fromRoleName(stack, 'Import', 'by-name')],
    ['its ARN', (stack) => iam.Role.fromRoleArn(stack, 'Import', 'arn:aws:iam::111122223333:role/team/by-name')],
    ['an ARN without its path', (stack) => iam.Role.fromRoleArn(stack, 'Import', 'arn:aws:iam::111122223333:role/by-name')],
    ['a reference to its ARN', (stack, role) => iam.Role.fromRoleArn(stack, 'Import', role.roleArn)],
    ['a reference to its name', (stack, role) => iam.Role.fromRoleName(stack, 'Import', role.roleName)],
  ];

  describe.each(imports)('by %s', (_, importIn) => {
    test.each([['first', true], ['last', false]])('is one statement, the role %s', (__, isFirst) => {
      const { stack, one, orders } = setUp();
      const role = named(stack);
      const both = [role, importIn(stack, role)];
      const [former, latter] = isFirst ? both : both.reverse();
      PrivateKeyspacesAccess.require(former, { accesses: [one], tables: [orders] });
      PrivateKeyspacesAccess.require(latter, { accesses: [access(stack, 'two')], tables: [orders] });
      const [data, ...others] = statements(stack);
      expect(data.Condition.StringNotEquals['aws:SourceVpce']).toEqual(['vpce-one', 'vpce-two']);
      expect(others.map(({ Sid: sid }) => sid)).toEqual(['StreamsThroughEndpointsOnly']);
    });
  });

  test('is one statement in another stack of the account', () => {
    const { stack, one, orders } = setUp();
    const service = literalStack(stack.node.root, 'Service');
    PrivateKeyspacesAccess.require(named(stack), { accesses: [one], tables: [orders] });
    PrivateKeyspacesAccess.require(iam.Role.fromRoleName(service, 'Import', 'by-name'), { accesses: [access(service, 'two')], tables: [orders] });
    expect(statements(stack)[0].Condition.StringNotEquals['aws:SourceVpce']).toEqual(['vpce-one', 'vpce-two']);
    expect(statements(service)).toEqual([]);
  });

  test('is wrapped and still one', () => {
    const { stack, one, orders } = setUp();
    const role = named(stack);
    PrivateKeyspacesAccess.require(role, { accesses: [one], tables: [orders] });
    const wrapped = new iam.PrincipalWithConditions(role, { Bool: { 'aws:SecureTransport': 'true' } });
    PrivateKeyspacesAccess.require(wrapped, { accesses: [access(stack, 'two')], tables: [orders] });
    expect(statements(stack)).toHaveLength(2);
  });

  test.each<[string, (stack: Stack) => iam.IGrantable]>([
    ['a role of another name', (stack) => iam.Role.fromRoleName(stack, 'Import', 'by-name-2')],
    ['a user of that name', (stack) => iam.User.fromUserName(stack, 'Import', 'by-name')],
    ['a role made under that name in a stack that takes turns', (stack) => named(literalStack(stack.node.root, 'Green'))],
    ['a role without a name', (stack) => new iam.Role(stack, 'Import', { assumedBy: SERVICE })],
  ])('is not taken for %s', (_, other) => {
    const { stack, one, orders } = setUp();
    PrivateKeyspacesAccess.require(named(stack), { accesses: [one], tables: [orders] });
    PrivateKeyspacesAccess.require(other(stack), { accesses: [one], tables: [orders] });
    expect((stack.node.root as App).node.findAll().filter((each) => each instanceof iam.Policy)).toHaveLength(2);
  });

  test('is one statement in each of two stacks that take turns, however often it is required there', () => {
    const { stack, one, orders } = setUp();
    const green = literalStack(stack.node.root, 'Green');
    const roles = [named(stack), named(green)];
    for (const through of [one, access(stack, 'two')]) {
      for (const role of roles) PrivateKeyspacesAccess.require(role, { accesses: [through], tables: [orders] });
    }
    for (const each of [stack, green]) {
      expect(statements(each)).toHaveLength(2);
      expect(statements(each)[0].Condition.StringNotEquals['aws:SourceVpce']).toEqual(['vpce-one', 'vpce-two']);
    }
  });

  test('is not taken for one that is imported, where neither account is known', () => {
    const app = literalApp();
    const [made, other] = ['Made', 'Other'].map((id) => new Stack(app, id));
    for (const [stack, role] of [[made, named(made)], [other, iam.Role.fromRoleName(other, 'Import', 'by-name')]] as const) {
      PrivateKeyspacesAccess.require(role, { accesses: [access(stack, 'one')], tables: [table(stack, 'orders')] });
    }
    expect([made, other].map((each) => statements(each).length)).toEqual([2, 2]);
  });

  test('is not taken for one of a stack whose account is not known either', () => {
    const app = literalApp();
    const roles = ['Blue', 'Green'].map((id) => named(new Stack(app, id)));
    for (const role of roles) PrivateKeyspacesAccess.require(role, { accesses: [access(role.stack, 'one')], tables: [table(role.stack, 'orders')] });
    for (const { stack } of roles) expect(statements(stack)).toHaveLength(2);
  });
});

test('works with a plain table, for a user and for a group', () => {
  const { stack, one } = setUp();
  const plain = new CfnTable(stack, 'Plain', { keyspaceName: 'shop', partitionKeyColumns: [{ columnName: 'id', columnType: 'uuid' }] });
  for (const grantee of [new iam.User(stack, 'User'), new iam.Group(stack, 'Group')]) {
    PrivateKeyspacesAccess.require(grantee, { accesses: [one], tables: [plain] });
  }
  expect(statements(stack)).toHaveLength(4);
});

test('refers to an endpoint of another stack of the same environment, and not the other way round', () => {
  const app = literalApp();
  const network = literalStack(app, 'Network');
  const made = new PrivateKeyspacesAccess(network, 'Access', { vpc: isolatedVpc(network) });
  const { stack, role, orders } = setUp(literalStack(app, 'Service'));
  PrivateKeyspacesAccess.require(role, { accesses: [made], tables: [orders] });
  expect(statements(stack)[0].Condition.StringNotEquals['aws:SourceVpce']).toEqual([{ 'Fn::ImportValue': expect.stringContaining('AccessEndpoint') }]);
  expect(network.dependencies).toEqual([]);
});

// The endpoint names the role, the role's policy names the endpoint, and the function comes after that policy.
test.each([['one stack', 'Stack'], ['two stacks', 'Service']])('closes no cycle with an endpoint for who is admitted only, in %s', (_, id) => {
  const app = literalApp();
  const network = literalStack(app, 'Stack');
  const vpc = isolatedVpc(network);
  const made = new PrivateKeyspacesAccess(network, 'Access', { vpc, endpointPolicy: EndpointPolicy.restricted({ admittedOnly: true }) });
  const service = id === 'Stack' ? network : literalStack(app, id);
  const orders = table(service, 'orders');
  const client = new lambda.Function(service, 'Function', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
    vpc,
    role: new iam.Role(service, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), roleName: id === 'Stack' ? undefined : 'orders-reader',
    }),
  });
  made.admit(client);
  orders.grants.readData(client);
  PrivateKeyspacesAccess.require(client, { accesses: [made], tables: [orders] });
  const assembly = app.synth();
  for (const { template } of assembly.stacks) expect(cycle(resourceGraph(template))).toBeUndefined();
  expect(cycle(stackGraph(assembly))).toBeUndefined();
});

test('a hundred tables are split into statements of the same condition, each small enough for a managed policy', () => {
  const { stack, role, one } = setUp();
  const tables = Array.from({ length: 100 }, (_, index) => table(stack, `table_${index}`));
  PrivateKeyspacesAccess.require(role, { accesses: [one], tables });
  PrivateKeyspacesAccess.require(role, { accesses: [access(stack, 'two')], tables: [tables[0]] });
  const data = statements(stack).filter(({ Action: action }) => action === 'cassandra:*');
  expect(data.length).toBeGreaterThan(1);
  expect(data.flatMap(({ Resource: resource }) => resource).sort()).toEqual(
    [...tables.map(({ tableName }) => `${IN_ACCOUNT}/shop/table/${tableName}`), SYSTEM].sort(),
  );
  for (const statement of data) {
    expect(statement.Condition).toEqual(data[0].Condition);
    expect(JSON.stringify(statement).length).toBeLessThan(6_000);
  }
  expect(data[0].Condition.StringNotEquals['aws:SourceVpce']).toEqual(['vpce-one', 'vpce-two']);
  expect(new Set(statements(stack).map(({ Sid: sid }) => sid)).size).toBe(statements(stack).length);
});

test('is one statement in the report of customized roles, too', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'roles-'));
  const app = new App({ outdir, context: { '@aws-cdk/core:enablePartitionLiterals': true } });
  const stack = literalStack(app);
  iam.Role.customizeRoles(stack, { usePrecreatedRoles: { 'Stack/Role': 'by-hand' } });
  const { role, one, orders } = setUp(stack);
  PrivateKeyspacesAccess.require(role, { accesses: [one], tables: [orders] });
  PrivateKeyspacesAccess.require(role, { accesses: [access(stack, 'two')], tables: [table(stack, 'lines')] });
  app.synth();
  const report = join(outdir, 'iam-policy-report.json');
  expect(existsSync(report)).toBe(true);
  const [{ identityPolicyStatements: reported }] = JSON.parse(readFileSync(report, 'utf8')).roles;
  expect(reported).toHaveLength(2);
  expect(reported[0].Condition.StringNotEquals['aws:SourceVpce']).toEqual(['vpce-one', 'vpce-two']);
  expect(reported[0].Resource).toEqual([`${IN_ACCOUNT}/shop/table/orders`, SYSTEM, `${IN_ACCOUNT}/shop/table/lines`]);
});

describe('what cannot be required', () => {
  test.each<[string, (given: { accesses: IPrivateKeyspacesAccess[]; tables: Table[] }) => object]>([
    ['accesses', ({ tables }) => ({ accesses: [], tables })],
    ['tables', ({ accesses }) => ({ accesses, tables: [] })],
  ])('fails without %s', (what, without) => {
    const { role, one, orders } = setUp();
    const refusal = refusalOf(() => PrivateKeyspacesAccess.require(role, without({ accesses: [one], tables: [orders as Table] }) as never));
    expect(refusal.name).toBe('RequirementEmpty');
    expect(refusal.message).toContain(what);
  });

  // https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
  test.each(['cfn-exec', 'deploy', 'lookup', 'file-publishing', 'image-publishing'])('fails for the role of the AWS CDK for %s', (kind) => {
    const { stack, one, orders } = setUp();
    const name = `cdk-hnb659fds-${kind}-role-111122223333-us-east-1`;
    for (const deploying of [
      iam.Role.fromRoleArn(stack, 'ByArn', `arn:aws:iam::111122223333:role/team/${name}`),
      iam.Role.fromRoleName(stack, 'ByName', name),
    ]) {
      expect(refusalOf(() => PrivateKeyspacesAccess.require(deploying, { accesses: [one], tables: [orders] })).name).toBe('GranteeDeploys');
    }
  });

  test('fails for another role that this stack is deployed with, and not for one that is called alike', () => {
    const executing = 'arn:aws:iam::111122223333:role/our-executing-role';
    const synthesizer = new DefaultStackSynthesizer({ cloudFormationExecutionRole: executing });
    const { stack, one, orders } = setUp(literalStack(literalApp(), 'Stack', { synthesizer }));
    const required = { accesses: [one], tables: [orders] };
    expect(refusalOf(() => PrivateKeyspacesAccess.require(iam.Role.fromRoleArn(stack, 'Executing', executing), required)).name).toBe('GranteeDeploys');
    PrivateKeyspacesAccess.require(iam.Role.fromRoleArn(stack, 'Other', `${executing}-2`), required);
    PrivateKeyspacesAccess.require(iam.Role.fromRoleName(stack, 'Alike', 'cdk-application-deployer'), required);
    expect(statements(stack)).toHaveLength(4);
  });

  // https://docs.aws.amazon.com/cdk/v2/guide/customize-synth.html
  test.each<[string, string, (stack: Stack) => iam.IRole]>([
    ['placeholders', 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/team/executing', (stack) => iam.Role.fromRoleName(stack, 'Executing', 'executing')],
    ['a path', 'arn:aws:iam::111122223333:role/team/executing', (stack) =>
      iam.Role.fromRoleArn(stack, 'Executing', 'arn:aws:iam::111122223333:role/team/executing')],
    ['a role that is made here', 'arn:aws:iam::111122223333:role/executing', (stack) =>
      new iam.Role(stack, 'Executing', { assumedBy: SERVICE, roleName: 'executing' })],
  ])('fails for a role that a stack is deployed with, given with %s: at once here, at synthesis for a later stack', (_, executing, roleIn) => {
    const app = literalApp();
    const synthesizer = new DefaultStackSynthesizer({ cloudFormationExecutionRole: executing });
    const other = setUp(literalStack(app, 'Other'));
    PrivateKeyspacesAccess.require(roleIn(other.stack), { accesses: [other.one], tables: [other.orders] });
    const { stack, one, orders } = setUp(literalStack(app, 'Stack', { synthesizer }));
    expect(refusalOf(() => PrivateKeyspacesAccess.require(roleIn(stack), { accesses: [one], tables: [orders] })).name).toBe('GranteeDeploys');
    expect(failureOf(stack)).toContain('[GranteeDeploys]');
  });

  test('takes a role that is called like one that another account is deployed with', () => {
    const { stack, one, orders } = setUp();
    const synthesizer = new DefaultStackSynthesizer({ cloudFormationExecutionRole: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/executing' });
    new Stack(stack.node.root, 'Other', { synthesizer, env: { account: '444455556666', region: 'us-east-1' } });
    PrivateKeyspacesAccess.require(iam.Role.fromRoleName(stack, 'Executing', 'executing'), { accesses: [one], tables: [orders] });
    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });

  test.each([
    ['takes a role that is called like one of another account that deploys', '444455556666', false],
    ['fails for the role that deploys', '111122223333', true],
  ])('%s a stack whose account is not known', (_, account, fails) => {
    const { stack, one, orders } = setUp();
    const synthesizer = new DefaultStackSynthesizer({ cloudFormationExecutionRole: `arn:aws:iam::${account}:role/executing` });
    new Stack(stack.node.root, 'Other', { synthesizer });
    PrivateKeyspacesAccess.require(iam.Role.fromRoleName(stack, 'Executing', 'executing'), { accesses: [one], tables: [orders] });
    if (fails) expect(failureOf(stack)).toContain('[GranteeDeploys]');
    else expect(() => (stack.node.root as App).synth()).not.toThrow();
  });

  test('takes a role, a table and an endpoint whose names are tokens', () => {
    const { stack } = setUp();
    const [role, name, id] = ['Arn', 'Name', 'Id'].map((each) => new CfnParameter(stack, each).valueAsString);
    PrivateKeyspacesAccess.require(iam.Role.fromRoleArn(stack, 'Imported', role), {
      accesses: [PrivateKeyspacesAccess.fromAttributes(stack, 'Access', { vpcEndpointId: id, securityGroups: [] })],
      tables: [table(stack, name)],
    });
    const [data] = statements(stack);
    expect(data.Condition.StringNotEquals).toEqual({ 'aws:SourceVpce': [{ Ref: 'Id' }] });
    expect(data.Resource[0]).toEqual({ 'Fn::Join': ['', [`${IN_ACCOUNT}/shop/table/`, { Ref: 'Name' }]] });
  });

  test.each<[string, () => iam.IGrantable]>([
    ['a service', () => SERVICE],
    ['an account', () => new iam.AccountPrincipal('111122223333')],
  ])('fails for %s, which has no policy', (_, grantee) => {
    const { one, orders } = setUp();
    expect(refusalOf(() => PrivateKeyspacesAccess.require(grantee(), { accesses: [one], tables: [orders] })).name).toBe('GranteeHoldsNoPolicy');
  });

  test('fails for tables of another account than the principal, of whatever account the endpoint is', () => {
    const { stack, role, one } = setUp();
    const loot = Table.fromTableArn(stack, 'Loot', 'arn:aws:cassandra:us-east-1:444455556666:/keyspace/elsewhere/table/loot');
    expect(refusalOf(() => PrivateKeyspacesAccess.require(role, { accesses: [one], tables: [loot] })).name).toBe('GranteeInOtherAccount');
  });

  test.each([['account', { account: '444455556666', region: 'us-east-1' }], ['Region', { account: '111122223333', region: 'eu-west-1' }]])(
    'fails for an endpoint that is made in another %s, whose id cannot be known, and takes it when it is', (_, env) => {
      const app = literalApp();
      const network = new Stack(app, 'Network', { env });
      const made = new PrivateKeyspacesAccess(network, 'Access', { vpc: isolatedVpc(network) });
      const { stack, role, orders } = setUp(literalStack(app, 'Service'));
      const refusal = refusalOf(() => PrivateKeyspacesAccess.require(role, { accesses: [made], tables: [orders] }));
      expect(refusal.name).toBe('EndpointInOtherEnvironment');
      PrivateKeyspacesAccess.require(role, { accesses: [access(network, 'known')], tables: [orders] });
      expect(statements(stack)[0].Condition.StringNotEquals['aws:SourceVpce']).toEqual(['vpce-known']);
    },
  );

  test.each([['another Region', { region: 'eu-west-1' }], ['the same one', { region: 'us-east-1' }]])(
    'fails for an endpoint that is made in another environment than the first import of the role, whose policy has the denial: %s', (_, { region }) => {
      const { stack, one, orders } = setUp();
      const imported = (into: Stack) => iam.Role.fromRoleName(into, 'Import', 'by-hand');
      PrivateKeyspacesAccess.require(imported(stack), { accesses: [one], tables: [orders] });
      const other = literalStack(stack.node.root, 'Other', { env: { account: '111122223333', region } });
      const made = new PrivateKeyspacesAccess(other, 'Access', { vpc: isolatedVpc(other) });
      const require = () => PrivateKeyspacesAccess.require(imported(other), { accesses: [made], tables: [orders] });
      if (region === 'us-east-1') expect(require).not.toThrow();
      else expect(refusalOf(require).name).toBe('EndpointInOtherEnvironment');
    },
  );

  test.each<[string, (stack: Stack, role: iam.Role) => iam.IGrantable]>([
    ['an immutable role', (stack) => iam.Role.fromRoleArn(stack, 'ByHand', 'arn:aws:iam::111122223333:role/by-hand', { mutable: false })],
    ['a role without policy updates', (_, role) => role.withoutPolicyUpdates()],
  ])('fails at synthesis for %s, in whose policy it would be missing', (_, grantee) => {
    const { stack, role, one, orders } = setUp();
    PrivateKeyspacesAccess.require(grantee(stack, role), { accesses: [one], tables: [orders] });
    expect(failureOf(stack)).toContain('[RequirementNotAttached]');
  });

  test('a role that is still looked up is not judged', () => {
    const { stack, one, orders } = setUp();
    PrivateKeyspacesAccess.require(iam.Role.fromLookup(stack, 'LookedUp', { roleName: 'later' }), { accesses: [one], tables: [orders] });
    expect(statements(stack)).toEqual([]);
  });
});
