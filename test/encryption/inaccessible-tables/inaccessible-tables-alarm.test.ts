import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { ITableRef } from 'aws-cdk-lib/aws-cassandra';
import { InaccessibleTablesAlarm, Table } from '../../../src';
import { literalApp, literalStack } from '../../support/app';
import { refusalOf } from '../../support/refusal';

function tablesIn(stack: Stack, count: number): ITableRef[] {
  return Array.from({ length: count }, (_, index) => Table.fromTableAttributes(stack, `Table${index}`, { keyspaceName: 'shop', tableName: `t${index}` }));
}

function alarmOn(count = 2, interval?: Duration) {
  const stack = literalStack();
  const alarm = new InaccessibleTablesAlarm(stack, 'Lookout', { tables: tablesIn(stack, count), interval });
  return { stack, alarm, template: Template.fromStack(stack) };
}

const propertiesOf = (template: Template, type: string) => Object.values(template.findResources(type)).map(({ Properties }) => Properties);

test('looks at the tables every 15 minutes, and is in alarm when one of them is lost or nobody has looked for 30', () => {
  const { template } = alarmOn();
  const [rule] = propertiesOf(template, 'AWS::Events::Rule');
  expect(rule.ScheduleExpression).toBe('rate(15 minutes)');
  expect(JSON.parse(rule.Targets[0].Input)).toEqual({ tables: [['shop', 't0'], ['shop', 't1']] });
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

test('many tables are shared out among rules, whose inputs have a limit', () => {
  const { template } = alarmOn(160);
  const inputs = propertiesOf(template, 'AWS::Events::Rule').map(({ Targets: [{ Input: input }] }) => input);
  expect(inputs.map((input) => JSON.parse(input).tables.length)).toEqual([75, 75, 10]);
});

test('an input with the longest names is within the limit', () => {
  const stack = literalStack();
  const tables = Array.from({ length: 75 }, (_, index) =>
    Table.fromTableAttributes(stack, `Table${index}`, { keyspaceName: 'k'.repeat(48), tableName: `${index}`.padStart(48, 't') }));
  new InaccessibleTablesAlarm(stack, 'Lookout', { tables });
  const [{ Targets: [{ Input: input }] }] = propertiesOf(Template.fromStack(stack), 'AWS::Events::Rule');
  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
  expect(input.length).toBeLessThanOrEqual(8_192);
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

test('takes tables whose account and Region are known at deployment', () => {
  const stack = new Stack();
  expect(() => new InaccessibleTablesAlarm(stack, 'Lookout', { tables: tablesIn(stack, 1) })).not.toThrow();
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
