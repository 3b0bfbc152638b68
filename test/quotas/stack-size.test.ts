import { readFileSync } from 'fs';
import { join } from 'path';
import { App, CfnResource, NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Keyspace, KeyspacesQuotas, Table } from '../../src';
import { circle, greatestInFlight } from '../schema-window/in-flight';
import { ORDERS } from '../support/schemas';

const quiet = (context = {}) => new App({ analyticsReporting: false, treeMetadata: false, context });

function fill(stack: Stack, count: number, type = 'AWS::Cassandra::Table'): void {
  for (let index = 0; index < count; index++) new CfnResource(stack, `R${index}`, { type });
}

test('fails for a stack with more than 500 resources, and says the way out', () => {
  const app = quiet();
  const stack = new Stack(app, 'Stack');
  new Keyspace(stack, 'Shop');
  fill(stack, 500);
  expect(() => app.synth()).toThrow(/template of Stack 501: expected at most 500.*501 are keyspaces.*nested stacks.*several stacks.*\[StackTooLarge\]/);
});

test('fails for a nested stack with more than 500 resources', () => {
  const app = quiet();
  const stack = new Stack(app, 'Stack');
  new Keyspace(stack, 'Shop');
  fill(new NestedStack(stack, 'Nested'), 501);
  expect(() => app.synth()).toThrow(/template of Stack\/Nested 501:.*\[StackTooLarge\]/);
});

test('accepts 500 resources', () => {
  const app = quiet();
  const stack = new Stack(app, 'Stack');
  new Keyspace(stack, 'Shop');
  fill(stack, 499);
  expect(() => app.synth()).not.toThrow();
});

test.each([[{ '@aws-cdk/core:stackResourceLimit': 600 }], [{ '@aws-cdk/core:stackResourceLimit': 0 }]])('keeps to the limit that the AWS CDK is told: %j', (context) => {
  const app = quiet(context);
  const stack = new Stack(app, 'Stack');
  new Keyspace(stack, 'Shop');
  fill(stack, 501);
  expect(() => app.synth()).not.toThrow();
});

test('leaves a nested stack to the AWS CDK that has no tables', () => {
  const app = quiet();
  const stack = new Stack(app, 'Stack');
  new Keyspace(stack, 'Shop');
  fill(new NestedStack(stack, 'Nested'), 501, 'Test::Other');
  expect(() => app.synth()).toThrow(/greater than allowed maximum of 500/);
});

describe('nested stacks of more than 2,500 resources together', () => {
  const make = (count: number) => {
    const stack = new Stack(quiet(), 'Stack');
    new Keyspace(stack, 'Shop');
    for (let index = 0; index < 6; index++) fill(new NestedStack(stack, `Nested${index}`), count, 'Test::Other');
    return Annotations.fromStack(stack);
  };
  const warning = Match.stringLikeRegexp('at most 2500.*cdk-keyspaces:nestedStacksTooLarge');

  test('are warned about', () => make(417).hasWarning('/Stack/Shop/Resource', warning));

  test('are not, as long as they are fewer', () => make(415).hasNoWarning('*', warning));
});

describe('2,000 tables', () => {
  const TABLES = 2000;
  const tables = (stack: Stack, keyspace: Keyspace, from: number, count: number) => {
    for (let index = from; index < from + count; index++) {
      new Table(stack, `T${index}`, { keyspace, schema: ORDERS, tableName: `table_${index}` });
    }
  };
  /** What CloudFormation takes of a template from S3. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
  const expectWithinLimits = (folder: string, file: string) => {
    const body = readFileSync(join(folder, file));
    const { Resources: resources = {}, Parameters: parameters = {}, Outputs: outputs = {} } = JSON.parse(body.toString());
    expect(body.length).toBeLessThanOrEqual(1_000_000);
    expect(Object.keys(resources).length).toBeLessThanOrEqual(500);
    expect(Object.keys(parameters).length).toBeLessThanOrEqual(200);
    expect(Object.keys(outputs).length).toBeLessThanOrEqual(200);
  };

  test('in five nested stacks keep within CloudFormation\'s limits and within the window', () => {
    const app = quiet();
    KeyspacesQuotas.of(app).declare({ tables: TABLES });
    const stack = new Stack(app, 'Stack');
    const keyspace = new Keyspace(stack, 'Shop', { keyspaceName: 'shop' });
    const nested = Array.from({ length: 5 }, (_, index) => new NestedStack(stack, `Nested${index}`));
    nested.forEach((each, index) => tables(each, keyspace, index * 400, 400));
    const { directory } = app.synth();
    [stack, ...nested].forEach(({ templateFile }) => expectWithinLimits(directory, templateFile));
    expect(circle(stack)).toBeUndefined();
    expect(greatestInFlight(stack)).toBe(25);
  }, 120_000);

  test('in five stacks do, too', () => {
    const app = quiet();
    KeyspacesQuotas.of(app).declare({ tables: TABLES });
    const data = new Stack(app, 'Data');
    const keyspace = new Keyspace(data, 'Shop', { keyspaceName: 'shop' });
    const stacks = Array.from({ length: 5 }, (_, index) => new Stack(app, `Stack${index}`));
    stacks.forEach((each, index) => tables(each, keyspace, index * 400, 400));
    const { directory } = app.synth();
    stacks.forEach(({ templateFile }) => expectWithinLimits(directory, templateFile));
    expect(stacks.map((stack) => greatestInFlight(stack))).toEqual([25, 25, 25, 25, 25]);
    expect(stacks.map(({ dependencies }) => dependencies)).toEqual(Array(5).fill([data]));
  }, 120_000);
});
