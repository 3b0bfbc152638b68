import { Lazy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Capacity, Keyspace, Table } from '../../src';
import { literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';
import { ORDERS } from '../support/schemas';

test('provisioned capacity is rendered with both kinds of units', () => {
  const stack = literalStack();
  const capacity = Capacity.provisioned({ readUnits: 3, writeUnits: 1 });
  new Table(stack, 'Orders', { keyspace: new Keyspace(stack, 'Shop'), schema: ORDERS, capacity });
  Template.fromStack(stack).hasResourceProperties('AWS::Cassandra::Table', {
    BillingMode: { Mode: 'PROVISIONED', ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 1 } },
  });
});

test.each([
  ['no read unit', { readUnits: 0, writeUnits: 1 }],
  ['no write unit', { readUnits: 1, writeUnits: 0 }],
  ['negative units', { readUnits: -1, writeUnits: 1 }],
  ['half a unit', { readUnits: 1.5, writeUnits: 1 }],
  ['no number', { readUnits: NaN, writeUnits: 1 }],
])('fails for %s', (_, options) => {
  expect(refusalOf(() => Capacity.provisioned(options)).name).toBe('CapacityUnitsInvalid');
});

test.each([
  ['one unit of each', { readUnits: 1, writeUnits: 1 }],
  ['more than the default quota, which can be raised', { readUnits: 100_000, writeUnits: 1 }],
  ['tokens', { readUnits: Lazy.number({ produce: () => 0 }), writeUnits: 1 }],
])('accepts %s', (_, options) => {
  expect(() => Capacity.provisioned(options)).not.toThrow();
});
