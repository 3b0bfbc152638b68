import { Stack } from 'aws-cdk-lib';
import { Checkout, columns, table } from './checkout';
import { Keyspace, SchemaLock, Table } from '../../src';
import { ORDERS } from '../support/schemas';

let checkout: Checkout;
beforeEach(() => { checkout = new Checkout(); });
afterEach(() => checkout.remove());

const SILENT = { error: '', warnings: [] };

function build(type: string, accept: boolean, by?: 'cli' | 'ci' | 'test', id = 'Orders') {
  return checkout.stack((stack, lock) => {
    const orders = table(stack, { regularColumns: columns({ total: type }) }, id);
    table(stack, { tableName: 'other', regularColumns: columns({ total: 'int' }) }, 'Other');
    if (accept) lock.acceptReplacement(orders);
  }, by);
}

test('accepts a change of one table, once', () => {
  build('int', false);
  expect(build('text', true)).toEqual(SILENT);
  expect(checkout.locked().Orders).toMatchObject({ columns: { total: 'text' }, accepted: true });
  // The call may be committed, and deployed from there.
  const used = [expect.stringMatching(/^schemaLockAcceptanceUsed: the change of table shop.orders is accepted .* acceptReplacement\(\) can be removed/)];
  for (const by of ['cli', 'ci', 'test'] as const) expect(build('text', true, by)).toEqual({ error: '', warnings: used });
  const { error } = build('uuid', true);
  expect(error).toContain('[SchemaLockColumnTypeChanged]');
  expect(error).toContain('[SchemaLockAcceptanceStale]');
  expect(error).toContain('expected no second use');
  expect(build('text', false, 'ci')).toEqual(SILENT);
  expect(build('text', false)).toEqual(SILENT);
  expect(checkout.locked().Orders.accepted).toBeUndefined();
  expect(build('uuid', true)).toEqual(SILENT);
});

test('fails for an acceptance of what has not changed', () => {
  expect(build('int', true).error).toContain('[SchemaLockAcceptanceStale]');
  build('int', false);
  const { error } = build('int', true);
  expect(error).toContain('acceptReplacement() is called for "Shop/Orders": expected a change that has to be accepted');
  expect(error).toContain('[SchemaLockAcceptanceStale]');
});

test('an acceptance of one table is none of another', () => {
  build('int', false);
  const { error } = checkout.stack((stack, lock) => {
    table(stack, { regularColumns: columns({ total: 'int' }) });
    table(stack, { tableName: 'other', regularColumns: columns({ total: 'text' }) }, 'Other');
    lock.acceptReplacement(stack.node.findChild('Orders'));
  });
  expect(error.match(/\[SchemaLock\w+\]/g)).toEqual(['[SchemaLockAcceptanceStale]', '[SchemaLockColumnTypeChanged]']);
});

test('accepts a table under another logical id, and forgets the old one', () => {
  build('int', false);
  expect(build('int', true, 'cli', 'Moved')).toEqual(SILENT);
  expect(Object.keys(checkout.locked())).toEqual(['Moved', 'Other']);
});

test('in continuous integration an acceptance does not replace the file', () => {
  build('int', false);
  expect(build('text', true, 'ci').error).toContain('[SchemaLockStale]');
});

test('accepts tables of this library, and nothing that is no keyspace, table or type of the app', () => {
  checkout.synthesize((app, lock) => {
    const stack = new Stack(app, 'Shop');
    const keyspace = new Keyspace(stack, 'Keyspace');
    const orders = new Table(stack, 'Orders', { keyspace, schema: ORDERS });
    for (const construct of [orders, orders.node.defaultChild!, keyspace]) expect(() => lock.acceptReplacement(construct)).not.toThrow();
    const imported = Table.fromTableAttributes(stack, 'Imported', { keyspaceName: 'shop', tableName: 'orders' });
    for (const construct of [stack, app, imported, table(new Stack(), {})]) {
      expect(() => SchemaLock.of(stack).acceptReplacement(construct)).toThrow('[SchemaLockAcceptanceInvalid]');
    }
  });
});
