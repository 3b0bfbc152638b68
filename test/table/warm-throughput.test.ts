import { Lazy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Keyspace, Table, type WarmThroughputOptions } from '../../src';
import { literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';
import { ORDERS } from '../support/schemas';

function templateWith(warmThroughput?: WarmThroughputOptions): Template {
  const stack = literalStack();
  new Table(stack, 'Orders', { keyspace: new Keyspace(stack, 'Shop'), schema: ORDERS, warmThroughput });
  return Template.fromStack(stack);
}

test.each<[string, WarmThroughputOptions, object]>([
  ['reads and writes', { readUnitsPerSecond: 30_000, writeUnitsPerSecond: 1 }, { ReadUnitsPerSecond: 30_000, WriteUnitsPerSecond: 1 }],
  ['reads', { readUnitsPerSecond: 1 }, { ReadUnitsPerSecond: 1, WriteUnitsPerSecond: Match.absent() }],
  ['writes', { writeUnitsPerSecond: 1 }, { ReadUnitsPerSecond: Match.absent(), WriteUnitsPerSecond: 1 }],
])('is rendered for %s', (_, options, WarmThroughput) => {
  templateWith(options).hasResourceProperties('AWS::Cassandra::Table', { WarmThroughput });
});

test('is left to the service unless said otherwise', () => {
  templateWith().hasResourceProperties('AWS::Cassandra::Table', { WarmThroughput: Match.absent() });
});

test('fails for nothing', () => {
  expect(refusalOf(() => templateWith({})).name).toBe('WarmThroughputEmpty');
});

test.each<[string, WarmThroughputOptions]>([
  ['no read unit', { readUnitsPerSecond: 0 }],
  ['half a write unit', { writeUnitsPerSecond: 0.5 }],
])('fails for %s', (_, options) => {
  expect(refusalOf(() => templateWith(options)).name).toBe('WarmThroughputInvalid');
});

test('accepts tokens', () => {
  const units = Lazy.number({ produce: () => 0 });
  expect(() => templateWith({ readUnitsPerSecond: units, writeUnitsPerSecond: units })).not.toThrow();
});
