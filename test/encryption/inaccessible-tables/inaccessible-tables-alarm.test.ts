import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { ITableRef } from 'aws-cdk-lib/aws-cassandra';
import { InaccessibleTablesAlarm, Keyspace, Table } from '../../../src';
import { literalApp, literalStack } from '../../support/app';
import { refusalOf } from '../../support/refusal';
import { ORDERS } from '../../support/schemas';

function tablesIn(stack: Stack, count: number): ITableRef[] {
  return Array.from({ length: count }, (_, index) => Table.fromTableAttributes(stack, `Table${index}`, { keyspaceName: 'shop', tableName: `t${index}` }));
}

function alarmOn(count = 2, interval?: Duration) {
  const stack = literalStack();
  const alarm = new InaccessibleTablesAlarm(stack, 'Lookout', { tables: tablesIn(stack, count), interval });
  return { stack, alarm, template: Template.fromStack(stack) };
}

const propertiesOf = (template: Template, type: string) => Object.values(template.findResources(type)).map(({ Properties }) => Properties);

test('looks at the tables every 15 minutes, and is in alarm when one of them is lost or nobody has looked', () => {
  const { template } = alarmOn();
  const [rule] = propertiesOf(template, 'AWS::Events::Rule');
  expect(rule.ScheduleExpression).toBe('rate(15 minutes)');
  expect(JSON.parse(rule.Targets[0].Input)).toEqual({ tables: [['shop', 't0', 't1']] });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace: 'CdkKeyspaces',
    MetricName: 'InaccessibleTables',
    Dimensions: [{ Name: 'FunctionName', Value: { Ref: Object.keys(template.findResources('AWS::Lambda::Function'))[0] } }],
    Statistic: 'Maximum',
    Period: 1_800,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'breaching',
  });
});

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html
test('the function may look at these tables and write its own log', () => {
  const { template } = alarmOn();
  const [{ PolicyDocument: policy }] = propertiesOf(template, 'AWS::IAM::Policy');
  const keyspaces = 'arn:aws:cassandra:us-east-1:111122223333:/keyspace';
  const actions = policy.Statement.map(({ Action: action }: { Action: unknown }) => action);
  expect(actions).toEqual([
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    'cassandra:Select',
    'cassandra:Select',
  ]);
  expect(policy.Statement[1].Resource).toEqual([`${keyspaces}/shop/table/t0`, `${keyspaces}/shop/table/t1`]);
  expect(policy.Statement[2].Resource).toBe(`${keyspaces}/system*`);
  expect(propertiesOf(template, 'AWS::IAM::Role')[0].ManagedPolicyArns).toBeUndefined();
});

const longNames = (count: number, nameOf: (index: number) => string) => {
  const stack = literalStack();
  const tables = Array.from({ length: count }, (_, index) =>
    Table.fromTableAttributes(stack, `Table${index}`, { keyspaceName: 'k'.repeat(48), tableName: nameOf(index) }));
  return { stack, lookAtThem: () => new InaccessibleTablesAlarm(stack, 'Lookout', { tables }) };
};

// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
test('one look has all tables, also when there are as many as have their names in an input', () => {
  const { stack, lookAtThem } = longNames(160, (index) => `${index}`.padStart(index < 159 ? 48 : 15, 't'));
  lookAtThem();
  const [{ Targets: [{ Input: input }] }, ...others] = propertiesOf(Template.fromStack(stack), 'AWS::Events::Rule');
  expect(others).toEqual([]);
  expect(JSON.parse(input).tables[0]).toHaveLength(161);
  expect(input).toHaveLength(8_192);
});

// The policy of the function has room for as many: the synthesis of the test would fail otherwise.
test('has room for 1,000 tables with short names', () => {
  const { template } = alarmOn(1_000);
  const [{ Targets: [{ Input: input }] }] = propertiesOf(template, 'AWS::Events::Rule');
  expect(JSON.parse(input).tables[0]).toHaveLength(1_001);
});

test('fails for more tables than have their names in an input', () => {
  const { name, message } = refusalOf(longNames(160, (index) => `${index}`.padStart(index < 159 ? 48 : 16, 't')).lookAtThem);
  expect(name).toBe('TooManyTablesLookedAt');
  expect(message).toContain('tables to look at, in number 160: expected fewer: their names take 8193 characters');
  expect(message).toContain('share the tables out among several alarms');
});

test('a name that is known at deployment counts with as many characters as it may have', () => {
  const known = (index: number) => Lazy.string({ produce: () => `t${index}` });
  expect(refusalOf(longNames(160, known).lookAtThem).name).toBe('TooManyTablesLookedAt');
  expect(longNames(159, known).lookAtThem).not.toThrow();
});

test('a table that is given twice is looked at once', () => {
  const stack = literalStack();
  const [table] = tablesIn(stack, 1);
  new InaccessibleTablesAlarm(stack, 'Lookout', { tables: [table, table] });
  const [{ Targets: [{ Input: input }] }] = propertiesOf(Template.fromStack(stack), 'AWS::Events::Rule');
  expect(JSON.parse(input)).toEqual({ tables: [['shop', 't0']] });
});

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
test('the deployment looks at the tables, after those of this stack are made and before the alarm is', () => {
  const app = literalApp();
  const [stack, other] = [literalStack(app), literalStack(app, 'Other')];
  const tableIn = (scope: Stack, tableName: string) => new Table(scope, tableName, {
    keyspace: Keyspace.fromKeyspaceName(scope, 'Shop', 'shop'), tableName, schema: ORDERS,
  });
  new InaccessibleTablesAlarm(stack, 'Lookout', { tables: [tableIn(stack, 'orders'), tableIn(other, 'returns')] });
  const template = Template.fromStack(stack);
  const [look] = Object.entries(template.findResources('Custom::KeyspacesTableStatus'));
  expect(look[1]).toMatchObject({
    Properties: {
      ServiceToken: { 'Fn::GetAtt': [Object.keys(template.findResources('AWS::Lambda::Function'))[0], 'Arn'] },
      ServiceTimeout: '600',
      tables: [['shop', 'orders', 'returns']],
    },
    DependsOn: Object.keys(template.findResources('AWS::Cassandra::Table')),
  });
  template.hasResource('AWS::CloudWatch::Alarm', { DependsOn: [look[0]] });
  // The stack of the tables may need this one, for the key.
  expect(stack.dependencies).toEqual([]);
});

test.each([[1, 'rate(1 minute)', 120], [720, 'rate(12 hours)', 86_400]])('takes an interval of %i minutes', (minutes, expression, period) => {
  const { template } = alarmOn(1, Duration.minutes(minutes));
  template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: expression });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { Period: period });
});

test.each([59, 90, 43_260])('fails for an interval of %i seconds', (seconds) => {
  const { name, message } = refusalOf(() => alarmOn(1, Duration.seconds(seconds)));
  expect(name).toBe('IntervalInvalid');
  expect(message).toContain(`an interval in seconds of ${seconds}: expected whole minutes`);
});

test('fails for an interval that is known at deployment, of which no schedule and no period can be made', () => {
  const { name, message } = refusalOf(() => alarmOn(1, Duration.seconds(Lazy.number({ produce: () => 900 }))));
  expect(name).toBe('IntervalInvalid');
  expect(message).toContain('an interval in seconds of "a value that is known at deployment"');
});

test('takes tables whose account and Region are known at deployment', () => {
  const stack = new Stack();
  new InaccessibleTablesAlarm(stack, 'Lookout', { tables: tablesIn(stack, 1) });
  const [{ PolicyDocument: policy }] = propertiesOf(Template.fromStack(stack), 'AWS::IAM::Policy');
  const here = ['arn:', { Ref: 'AWS::Partition' }, ':cassandra:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }];
  expect([policy.Statement[1].Resource].flat()[0]).toEqual({ 'Fn::Join': ['', [...here, ':/keyspace/shop/table/t0']] });
});

test('takes a name that is known at deployment', () => {
  const stack = literalStack();
  const table = Table.fromTableAttributes(stack, 'Table', { keyspaceName: 'shop', tableName: Lazy.string({ produce: () => 'orders' }) });
  new InaccessibleTablesAlarm(stack, 'Lookout', { tables: [table] });
  const [{ Targets: [{ Input: input }] }] = propertiesOf(Template.fromStack(stack), 'AWS::Events::Rule');
  expect(JSON.parse(input)).toEqual({ tables: [['shop', 'orders']] });
});

test('fails without tables, and for tables of elsewhere', () => {
  expect(refusalOf(() => alarmOn(0)).name).toBe('TablesNotLookedAt');
  const app = literalApp();
  const elsewhere = literalStack(app, 'Elsewhere', { env: { account: '111122223333', region: 'eu-west-1' } });
  const { name, message } = refusalOf(() => new InaccessibleTablesAlarm(literalStack(app), 'Lookout', { tables: tablesIn(elsewhere, 1) }));
  expect(name).toBe('TablesNotLookedAt');
  expect(message).toContain('["Elsewhere/Table0"]: expected at least one, all of them in the account and Region of the alarm');
});
