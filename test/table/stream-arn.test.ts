import { NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ChangeDataCapture, Keyspace, Table } from '../../src';
import { literalApp, literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';
import { ORDERS } from '../support/schemas';
import { statements } from '../support/statements';

const SHOP = 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/shop';
const TYPE = 'Custom::KeyspacesLatestStreamArn';

function tableIn(stack: Stack, tableName = 'orders', changeDataCapture: ChangeDataCapture | undefined = ChangeDataCapture.newImage()): Table {
  const keyspace = Keyspace.fromKeyspaceName(stack, `Shop-${tableName}`, 'shop');
  return new Table(stack, tableName, { keyspace, tableName, schema: ORDERS, changeDataCapture });
}

function only(template: Template, type: string): [logicalId: string, resource: any] {
  const found = Object.entries(template.findResources(type));
  expect(found).toHaveLength(1);
  return found[0];
}

test('nothing is made for a stream whose ARN nobody asks for', () => {
  const stack = literalStack();
  tableIn(stack);
  expect(Object.keys(Template.fromStack(stack).toJSON().Resources)).toHaveLength(1);
});

test('reading the streams needs no ARN', () => {
  const stack = literalStack();
  tableIn(stack).grants.readStream(new iam.User(stack, 'Reader'));
  Template.fromStack(stack).resourceCountIs(TYPE, 0);
});

test('the ARN is told by a custom resource, with what decides which stream is the latest', () => {
  const stack = literalStack();
  const arn = tableIn(stack).streamArn;
  const template = Template.fromStack(stack);
  const [table] = only(template, 'AWS::Cassandra::Table');
  const [lambda] = only(template, 'AWS::Lambda::Function');
  const [logicalId, resource] = only(template, TYPE);
  expect(resource).toMatchObject({
    Properties: {
      ServiceToken: { 'Fn::GetAtt': [lambda, 'Arn'] },
      ServiceTimeout: '900',
      keyspaceName: 'shop',
      tableName: 'orders',
      viewType: 'NEW_IMAGE',
    },
    DependsOn: [table],
  });
  expect(stack.resolve(arn)).toEqual({ 'Fn::GetAtt': [logicalId, 'StreamArn'] });
});

// https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_GetTable.html
test('its function may read the table and the system keyspaces, write its own log, and nothing else', () => {
  const stack = literalStack();
  expect(tableIn(stack).streamArn).toBeDefined();
  const template = Template.fromStack(stack);
  const [logs, { DeletionPolicy: policy }] = only(template, 'AWS::Logs::LogGroup');
  expect(policy).toBe('Delete');
  expect(statements(stack)).toEqual([
    { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Effect: 'Allow', Resource: { 'Fn::GetAtt': [logs, 'Arn'] } },
    { Action: 'cassandra:Select', Effect: 'Allow', Resource: `${SHOP}/table/orders` },
    { Action: 'cassandra:Select', Effect: 'Allow', Resource: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/system*' },
  ]);
  const [role, { Properties: properties }] = only(template, 'AWS::IAM::Role');
  expect(Object.keys(properties)).toEqual(['AssumeRolePolicyDocument']);
  const [, lambda] = only(template, 'AWS::Lambda::Function');
  expect(lambda.Properties).toMatchObject({
    Role: { 'Fn::GetAtt': [role, 'Arn'] }, LoggingConfig: { LogGroup: { Ref: logs } }, Handler: 'index.handler', Timeout: 600,
  });
});

test('it can ask before anything is asked of it', () => {
  const stack = literalStack();
  expect(tableIn(stack).streamArn).toBeDefined();
  const template = Template.fromStack(stack);
  const [policy] = only(template, 'AWS::IAM::Policy');
  template.hasResource('AWS::Lambda::Function', { DependsOn: Match.arrayWith([policy]) });
});

test('however often it is asked for, and for however many tables, one function answers', () => {
  const stack = literalStack();
  const tables = ['one', 'two', 'three'].map((tableName) => tableIn(stack, tableName));
  for (const table of [...tables, ...tables]) expect(stack.resolve(table.streamArn)['Fn::GetAtt'][1]).toBe('StreamArn');
  const template = Template.fromStack(stack);
  for (const [type, count] of Object.entries({ 'AWS::Lambda::Function': 1, 'AWS::IAM::Role': 1, 'AWS::Logs::LogGroup': 1, [TYPE]: 3 })) {
    template.resourceCountIs(type, count);
  }
  expect(statements(stack)[1].Resource).toEqual(['one', 'two', 'three'].map((name) => `${SHOP}/table/${name}`));
});

test('stacks and Stages share nothing', () => {
  const app = literalApp();
  const parent = literalStack(app, 'Parent');
  const stacks = [parent, new NestedStack(parent, 'Nested'), literalStack(new Stage(app, 'Test'), 'Shop'), literalStack(new Stage(app, 'Production'), 'Shop')];
  for (const stack of stacks) expect(tableIn(stack).streamArn).toBeDefined();
  for (const stack of stacks) {
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.resourceCountIs(TYPE, 1);
  }
});

test('another stack can use the ARN', () => {
  const app = literalApp();
  const table = tableIn(literalStack(app, 'Tables'));
  const consumer = literalStack(app, 'Consumer');
  consumer.exportValue(table.streamArn, { name: 'Stream' });
  Template.fromStack(consumer).hasOutput('*', { Value: { 'Fn::ImportValue': Match.stringLikeRegexp('LatestStreamArn') } });
});

test('it is found where neither account nor Region are known', () => {
  const stack = new Stack(undefined, 'Stack');
  expect(tableIn(stack).streamArn).toBeDefined();
  expect(statements(stack)[1].Resource).toEqual({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':cassandra:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':/keyspace/shop/table/orders']],
  });
});

test('cdk-nag finds nothing but that all system keyspaces are read', () => {
  const app = literalApp();
  expect(tableIn(literalStack(app)).streamArn).toBeDefined();
  expect(new AwsSolutionsChecks().validateScope(app).violations.map(({ ruleName }) => ruleName))
    .toEqual(['AwsSolutions-IAM5[Resource::arn:aws:cassandra:us-east-1:111122223333:/keyspace/system*]']);
});

test.each([
  ['has none', undefined],
  ['has it turned off', ChangeDataCapture.disabled()],
])('fails for a table that %s', (_, changeDataCapture) => {
  const keyspace = Keyspace.fromKeyspaceName(literalStack(), 'Shop', 'shop');
  const table = new Table(keyspace.stack, 'Orders', { keyspace, schema: ORDERS, changeDataCapture });
  const { name, message } = refusalOf(() => table.streamArn);
  expect(name).toBe('StreamMissing');
  expect(message).toContain('changeDataCapture');
});

describe('an imported table', () => {
  const NAMES = { keyspaceName: 'shop', tableName: 'orders' };
  const STREAM = `${SHOP}/table/orders/stream/2025-03-07T22:20:10.454`;

  test('has the ARN that it was given, and asks for nothing', () => {
    const stack = literalStack();
    expect(Table.fromTableAttributes(stack, 'T', { ...NAMES, streamArn: STREAM }).streamArn).toBe(STREAM);
    expect(Table.fromTableArn(stack, 'U', `${SHOP}/table/orders`, { streamArn: STREAM }).streamArn).toBe(STREAM);
    expect(Template.fromStack(stack).toJSON()).not.toHaveProperty('Resources');
  });

  test('fails when it was given none', () => {
    const { name, message } = refusalOf(() => Table.fromTableAttributes(literalStack(), 'T', NAMES).streamArn);
    expect(name).toBe('StreamArnUnknown');
    expect(message).toContain('fromTableAttributes');
  });
});
