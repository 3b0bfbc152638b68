import { App, CfnDeletionPolicy, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnType } from 'aws-cdk-lib/aws-cassandra';
import { Construct } from 'constructs';
import { Checkout, columns, table } from './checkout';
import { Keyspace, Table } from '../../src';
import { ORDERS } from '../support/schemas';

let checkout: Checkout;
beforeEach(() => { checkout = new Checkout(); });
afterEach(() => checkout.remove());

const SILENT = { error: '', warnings: [] };
const kept = (stack: Stack, id?: string) => table(stack, {}, id).applyRemovalPolicy(RemovalPolicy.RETAIN);

test('fails for the same table under another logical id', () => {
  checkout.stack((stack) => table(stack));
  const { error } = checkout.stack((stack) => table(stack, {}, 'Renamed'));
  expect(error).toContain('[SchemaLockMoved]');
  expect(error).toContain('the table shop.orders (Shop/Renamed) has the logical id "Renamed": expected Orders in the stack Shop');
  expect(error).toContain('answer "already exists"');
  expect(error).toContain('overrideLogicalId("Orders")');
  expect(checkout.stack((stack) => table(stack, {}, 'Renamed').overrideLogicalId('Orders'))).toEqual(SILENT);
});

test('fails for a table with a made name that is moved, and takes it with its old name and logical id', () => {
  const build = (parent: string, tableName?: string, logicalId?: string) => checkout.stack((stack) => {
    const keyspace = new Keyspace(stack, 'Keyspace', { keyspaceName: 'shop' });
    const { node } = new Table(new Construct(stack, parent), 'Orders', { keyspace, schema: ORDERS, tableName });
    if (logicalId) (node.defaultChild as any).overrideLogicalId(logicalId);
  });
  expect(build('Here')).toEqual(SILENT);
  const [[id, { name }]] = Object.entries<any>(checkout.locked()).filter(([, { type }]) => type === 'AWS::Cassandra::Table');
  const { error } = build('There');
  expect(error).toContain('[SchemaLockMoved]');
  expect(error).toContain('make an empty one under another name');
  expect(build('There', name, id)).toEqual(SILENT);
  expect(build('There', 'a_table_of_another_name')).toMatchObject({ error: '' });
});

test('fails for a table that moves to another stack or a nested one, but not to another environment', () => {
  const build = (place: (shop: Stack, other: Stack) => Stack, region = 'us-east-1') => checkout.synthesize((app) => {
    const shop = new Stack(app, 'Shop', { env: { account: '111122223333', region: 'us-east-1' } });
    table(place(shop, new Stack(app, 'Other', { env: { account: '111122223333', region } })), {}, 'Moved');
  });
  expect(build((shop) => shop)).toEqual(SILENT);
  expect(build((_, other) => other).error).toContain('[SchemaLockMoved]');
  expect(build((shop) => new NestedStack(shop, 'Nested')).error).toContain('[SchemaLockMoved]');
  expect(build((_, other) => other, 'eu-west-1').error).toBe('');
});

test('fails for a stack with another name, and takes one with another construct path', () => {
  const build = (id: string, stackName: string) => checkout.synthesize((app) => table(new Stack(app, id, { stackName })));
  expect(build('Shop', 'shop')).toEqual(SILENT);
  const { error } = build('Shop', 'store');
  expect(error).toContain('[SchemaLockStackRenamed]');
  expect(error).toContain('the stack Shop has the name "store": expected shop');
  expect(build('Store', 'shop')).toEqual(SILENT);
  expect(Object.keys(checkout.json.stacks)).toEqual(['Shop', 'Store']);
});

test('the shapes of a stack with another construct path are still held', () => {
  const build = (id: string, type: string) => checkout.synthesize((app) => table(new Stack(app, id, { stackName: 'shop' }), { regularColumns: columns({ total: type }) }));
  build('Shop', 'int');
  expect(build('Store', 'text').error).toContain('[SchemaLockColumnTypeChanged]');
});

test('warns when a stack is new and the same resources are in one that is not in the app', () => {
  const build = (id: string) => checkout.synthesize((app) => table(new Stack(app, id)));
  expect(build('Dev')).toEqual(SILENT);
  expect(build('Prod')).toEqual({ error: '', warnings: [expect.stringMatching(/^schemaLockStackAbsent: the stack Prod is new .* in the stack Dev, .* give it stackName: "Dev"$/)] });
  expect(build('Prod')).toEqual(SILENT);
});

test('remembers a table that is taken out of the app and kept, and warns when it comes back', () => {
  const build = (...ids: string[]) => checkout.stack((stack) => ids.forEach((id) => kept(stack, id)));
  build('Orders');
  expect(build()).toEqual(SILENT);
  expect(checkout.locked().Orders).toMatchObject({ name: 'orders', removed: true });
  expect(build()).toEqual(SILENT);
  expect(build('Renamed').error).toContain('[SchemaLockMoved]');
  expect(checkout.table({ regularColumns: columns({ total: 'int' }) }).error).toContain('[SchemaLockColumnTypeChanged]');
  expect(build('Orders')).toEqual({ error: '', warnings: [expect.stringMatching(/^schemaLockReturned: table shop.orders is back, .* "cdk import"/)] });
  expect(checkout.locked().Orders.removed).toBeUndefined();
  expect(build('Orders')).toEqual(SILENT);
});

test('warns of a table that is taken out of the app and not kept, and forgets it', () => {
  checkout.stack((stack) => {
    table(stack).cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
    new CfnType(stack, 'Address', { keyspaceName: 'shop', typeName: 'address', fields: [{ fieldName: 'street', fieldType: 'text' }] });
  });
  expect(checkout.stack(() => undefined)).toEqual({
    error: '', warnings: [expect.stringMatching(/^schemaLockDeleted: table shop.orders \(Shop, Orders\) is not in the app any more and nothing keeps it: the deployment deletes it with its data$/)],
  });
  expect(checkout.json.stacks).toEqual({});
  expect(checkout.stack((stack) => table(stack, { partitionKeyColumns: columns({ another_key: 'text' }) }, 'New'))).toEqual(SILENT);
});

test('the same table in two environments is no move', () => {
  const build = (...ids: string[]) => checkout.synthesize((app: App) => ids.forEach((id, index) => table(new Stack(app, id, { env: { account: '111122223333', region: `eu-west-${index + 1}` } }))));
  expect(build('One')).toEqual(SILENT);
  expect(build('One', 'Two')).toEqual(SILENT);
});
