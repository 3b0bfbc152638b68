import { App, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { makeName } from '../../src/private/names';

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-keyspace.html
const CLOUDFORMATION_NAME = /^[a-zA-Z0-9][a-zA-Z0-9_]{1,47}$/;

function nameAt(stackId: string, ...path: string[]): string {
  const scope = path.reduce<Construct>((parent, id) => new Construct(parent, id), new Stack(new App(), stackId));
  return makeName(scope);
}

test.each([
  ['a short path', ['Shop', 'Orders']],
  ['the shortest path', ['S', 'Default']],
  ['a long path', ['A'.repeat(60), 'B'.repeat(60), 'C'.repeat(60)]],
  ['hyphens and other characters', ['my-stack', 'my.table', 'of-orders']],
])('makes a name that CloudFormation takes from %s', (_, [stack, ...path]) => {
  const name = nameAt(stack, ...path);
  expect(name).toMatch(CLOUDFORMATION_NAME);
  expect(name).toBe(name.toLowerCase());
});

test('makes the same name for the same path, and others for others', () => {
  expect(nameAt('Shop', 'Orders')).toBe(nameAt('Shop', 'Orders'));
  expect(nameAt('Shop', 'Orders')).not.toBe(nameAt('Shop', 'Lines'));
  expect(nameAt('Shop', 'a-b')).not.toBe(nameAt('Shop', 'ab'));
});

test('never makes a name that the grant on system keyspaces would cover', () => {
  const name = nameAt('SystemTests', 'Shop');
  expect(name).toMatch(/^ks_system/);
  expect(nameAt('System'.repeat(12), 'Shop')).toMatch(CLOUDFORMATION_NAME);
});
