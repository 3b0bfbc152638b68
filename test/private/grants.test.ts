import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AspectPriority, Aspects, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { type ITable, Table } from '../../src';
import { literalApp, literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';

const service = new iam.ServicePrincipal('lambda.amazonaws.com');

function tables(stack: Stack): ITable[] {
  return ['orders', 'lines'].map((tableName) => Table.fromTableAttributes(stack, tableName, { keyspaceName: 'shop', tableName }));
}

describe('a principal whose policy cannot be changed', () => {
  const ROLE = 'arn:aws:iam::111122223333:role/by-hand';

  test.each<[string, (stack: Stack) => iam.IGrantable]>([
    ['an immutable role', (stack) => iam.Role.fromRoleArn(stack, 'Role', ROLE, { mutable: false })],
    ['a role without policy updates', (stack) => new iam.Role(stack, 'Role', { assumedBy: service }).withoutPolicyUpdates()],
  ])('%s is warned about, with all that it was granted', (_, grantee) => {
    const stack = literalStack();
    const role = grantee(stack);
    for (const table of tables(stack)) table.grants.readData(role);
    const [warning, ...others] = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('cdk-keyspaces:grantNotAttached'));
    expect(others).toEqual([]);
    expect(warning.entry.data).toContain('"Resource":["arn:aws:cassandra:us-east-1:111122223333:/keyspace/shop/table/orders",'
      + '"arn:aws:cassandra:us-east-1:111122223333:/keyspace/shop/table/lines"]');
    expect(warning.entry.data).toContain('/keyspace/system*');
  });

  test('what is known at deployment only stands in angle brackets', () => {
    const stack = new Stack(undefined, 'Stack');
    tables(stack)[0].grants.readData(iam.Role.fromRoleArn(stack, 'Role', ROLE, { mutable: false }));
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp(
      '"arn:<AWS::Partition>:cassandra:<AWS::Region>:<AWS::AccountId>:/keyspace/shop/table/orders"',
    ));
  });

  test.each<[string, (stack: Stack) => iam.IGrantable]>([
    ['a role', (stack) => new iam.Role(stack, 'Role', { assumedBy: service })],
    ['an imported role', (stack) => iam.Role.fromRoleArn(stack, 'Role', ROLE)],
    ['a user', (stack) => new iam.User(stack, 'User')],
    ['a group', (stack) => new iam.Group(stack, 'Group')],
    ['a role that is made when it is needed', (stack) => new iam.LazyRole(stack, 'Role', { assumedBy: service })],
  ])('%s is not warned about', (_, grantee) => {
    const stack = literalStack();
    const role = grantee(stack);
    for (const table of tables(stack)) table.grants.readData(role);
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });
});

test('fails for a function that is imported without its role', () => {
  const stack = literalStack();
  const imported = lambda.Function.fromFunctionArn(stack, 'Function', 'arn:aws:lambda:us-east-1:111122223333:function:orders');
  const refusal = refusalOf(() => tables(stack)[0].grants.readData(imported));
  expect(refusal.name).toBe('GranteeHoldsNoPolicy');
  expect(refusal.message).toContain('import a function with its role');
});

test('a role that is still looked up stands in nobody\'s way', () => {
  const app = literalApp();
  const stack = literalStack(app);
  tables(stack)[0].grants.readData(iam.Role.fromLookup(stack, 'Role', { roleName: 'orders' }));
  expect(app.synth().manifest.missing).toHaveLength(1);
});

test('users and groups of the account that a look-up stands for are granted to like others', () => {
  const stack = new Stack(literalApp(), 'Stack', { env: { account: '123456789012', region: 'us-east-1' } });
  const [orders] = tables(stack);
  for (const grantee of [new iam.User(stack, 'User'), new iam.Group(stack, 'Group')]) expect(orders.grants.readData(grantee).success).toBe(true);
});

test('the report of roles that others create names every table', () => {
  const app = literalApp();
  iam.Role.customizeRoles(app);
  const stack = literalStack(app);
  const role = new iam.Role(stack, 'Role', { assumedBy: service });
  for (const table of tables(stack)) table.grants.readData(role);
  const report = readFileSync(join(app.synth().directory, 'iam-policy-report.txt'), 'utf8');
  expect(report).toContain('/table/orders');
  expect(report).toContain('/table/lines');
});

test('what a grant wrote cannot be changed, because others share it', () => {
  const stack = literalStack();
  const [orders, lines] = tables(stack);
  const role = new iam.Role(stack, 'Role', { assumedBy: service });
  for (const table of [orders, lines]) {
    const [statement] = table.grants.readData(role).principalStatements;
    expect(() => statement.addActions('cassandra:Modify')).toThrow(/freeze/);
    expect(() => statement.addCondition('Bool', { 'aws:ViaAWSService': 'false' })).toThrow(/freeze/);
  }
  expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).not.toContain('cassandra:Modify');
});

test('an aspect may grant when all other policies are final', () => {
  const stack = literalStack();
  const role = new iam.Role(stack, 'Role', { assumedBy: service });
  const [orders, lines] = tables(stack);
  orders.grants.readData(role);
  Aspects.of(stack).add({ visit: (node) => void (node === lines && lines.grants.readData(role)) }, { priority: AspectPriority.READONLY });
  expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))).toContain('/table/lines');
});

test('a grant is deployed before what waits for it', () => {
  const stack = literalStack();
  const role = new iam.Role(stack, 'Role', { assumedBy: service });
  const [orders, lines] = tables(stack);
  orders.grants.readData(role);
  const waiting = new iam.User(stack, 'Waiting');
  lines.grants.readData(role).applyBefore(waiting);
  Template.fromStack(stack).hasResource('AWS::IAM::User', { DependsOn: [Match.stringLikeRegexp('RoleDefaultPolicy')] });
});
