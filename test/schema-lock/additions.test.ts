import { type App, CfnParameter, CfnResource, Fn, Lazy, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Checkout, columns, table } from './checkout';
import { Keyspace, SchemaLock, Table } from '../../src';
import { ORDERS } from '../support/schemas';

let checkout: Checkout;
beforeEach(() => { checkout = new Checkout(); });
afterEach(() => checkout.remove());

const SILENT = { error: '', warnings: [] };

test('holds the shapes so that they can be read, one column a line and in order', () => {
  checkout.stack((stack) => table(stack, {
    clusteringKeyColumns: [{ column: columns({ placed_at: 'timeuuid' })[0], orderBy: 'DESC' }, { column: columns({ line: 'int' })[0] }],
    regularColumns: columns({ total: 'decimal', Note: 'text static', constructor: 'INT' }),
    billingMode: { provisionedThroughput: { writeCapacityUnits: 2, readCapacityUnits: 1 }, mode: 'PROVISIONED' },
    pointInTimeRecoveryEnabled: false,
  }));
  expect(checkout.text).toBe(`{
  "//": "The shapes of what is deployed, held by SchemaLock of cdk-keyspaces. Written by cdk synth and cdk deploy; commit it with the app.",
  "version": 1,
  "stacks": {
    "Shop": {
      "stackName": "Shop",
      "resources": {
        "Orders": {
          "type": "AWS::Cassandra::Table",
          "keyspace": "shop",
          "name": "orders",
          "partitionKey": [
            "customer_id uuid"
          ],
          "clusteringColumns": [
            "placed_at timeuuid DESC",
            "line int"
          ],
          "columns": {
            "Note": "text static",
            "constructor": "int",
            "total": "decimal"
          },
          "settings": {
            "BillingMode": {
              "Mode": "PROVISIONED",
              "ProvisionedThroughput": {
                "ReadCapacityUnits": 1,
                "WriteCapacityUnits": 2
              }
            }
          }
        }
      }
    }
  }
}
`);
});

test('takes added columns, tables, types, keyspaces and stacks without ceremony, in any order of the code', () => {
  const build = (all: boolean) => (app: App) => {
    const shop = new Stack(app, 'Shop');
    table(shop, { regularColumns: columns(all ? { more: 'int', total: 'decimal' } : { total: 'decimal' }) });
    if (!all) return;
    table(shop, { tableName: 'customers' }, 'Customers');
    new Keyspace(new Stack(app, 'Other'), 'Keyspace', { keyspaceName: 'other' });
  };
  expect(checkout.synthesize(build(false))).toEqual(SILENT);
  expect(checkout.synthesize(build(true))).toEqual(SILENT);
  expect(checkout.locked().Orders.columns).toEqual({ more: 'int', total: 'decimal' });
  expect(Object.keys(checkout.locked())).toEqual(['Customers', 'Orders']);
  expect(Object.keys(checkout.json.stacks)).toEqual(['Other', 'Shop']);
  expect(checkout.synthesize(build(true), 'ci')).toEqual(SILENT);
});

test('an app without keyspaces, tables and types needs no file', () => {
  for (const by of ['ci', 'cli'] as const) expect(checkout.stack((stack) => new Keyspace(stack, 'Keyspace').node.scope!.node.tryRemoveChild('Keyspace'), by)).toEqual(SILENT);
  expect(checkout.exists).toBe(false);
});

test('two Stages with the same stack do not meet', () => {
  const build = (types: Record<string, string>) => (app: App) => {
    for (const [stage, type] of Object.entries(types)) table(new Stack(new Stage(app, stage), 'Shop', { stackName: 'shop' }), { regularColumns: columns({ total: type }) });
  };
  expect(checkout.synthesize(build({ Dev: 'double', Prod: 'decimal' }))).toEqual(SILENT);
  expect(Object.keys(checkout.json.stacks)).toEqual(['Dev/Shop', 'Prod/Shop']);
  const { error } = checkout.synthesize(build({ Dev: 'double', Prod: 'double' }));
  expect(error.match(/the column .*? has the type "\w+"/g)).toEqual(['the column "total" of table shop.orders (Prod/Shop/Orders) has the type "double"']);
});

test('a Stage that the app does not make in this run stays as it is', () => {
  const build = (stage: string) => (app: App) => { table(new Stack(new Stage(app, stage), 'Shop', { stackName: `${stage}-shop` })); };
  checkout.synthesize(build('Dev'));
  const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  checkout.synthesize(build('Prod'));
  // A Stage has written its own messages by then.
  expect(said.mock.calls.flat().join('')).toContain('[Warning at /Prod/Shop] the stack Prod/Shop is new');
  said.mockRestore();
  expect(Object.keys(checkout.json.stacks)).toEqual(['Dev/Shop', 'Prod/Shop']);
  const { text } = checkout;
  expect(checkout.synthesize(build('Dev'))).toEqual(SILENT);
  expect(checkout.synthesize(build('Dev'), 'ci')).toEqual(SILENT);
  expect(checkout.text).toBe(text);
});

test('tables in nested stacks are told apart by the nested stack', () => {
  const build = (type: string) => (stack: Stack) => {
    for (const id of ['One', 'Two']) table(new NestedStack(stack, id), { tableName: id.toLowerCase(), regularColumns: columns({ total: id === 'One' ? type : 'int' }) });
  };
  expect(checkout.stack(build('int'))).toEqual(SILENT);
  expect(Object.keys(checkout.locked())).toEqual([
    expect.stringMatching(/^OneNestedStackOneNestedStackResource\w+\/Orders$/), expect.stringMatching(/^TwoNestedStackTwoNestedStackResource\w+\/Orders$/),
  ]);
  expect(checkout.stack(build('text')).error).toContain('the column "total" of table shop.one (Shop/One/Orders) has the type "text"');
});

test('reads what the template will say: overrides, escape hatches and resources without a class of their own', () => {
  const build = (type: string) => (stack: Stack) => {
    table(stack).addPropertyOverride('RegularColumns.0.ColumnType', type);
    new CfnResource(stack, 'Plain', {
      type: 'AWS::Cassandra::Table',
      properties: { KeyspaceName: 'shop', TableName: 'plain', PartitionKeyColumns: [{ ColumnName: 'id', ColumnType: type }] },
    });
  };
  expect(checkout.stack(build('int'))).toEqual(SILENT);
  expect(checkout.stack(build('text')).error.match(/\[SchemaLock\w+\]/g)).toEqual(['[SchemaLockColumnTypeChanged]', '[SchemaLockKeyChanged]']);
});

test('a name that refers to a keyspace of the stack is that keyspace', () => {
  const build = (keyspaceName: string, byName: boolean) => (stack: Stack) => {
    const keyspace = new Keyspace(stack, 'Keyspace', { keyspaceName });
    table(stack, { keyspaceName: byName ? keyspaceName : (keyspace.node.defaultChild as CfnResource).ref });
  };
  checkout.stack(build('shop', false));
  expect(checkout.locked().Orders.keyspace).toBe('shop');
  expect(checkout.stack(build('shop', true), 'ci')).toEqual(SILENT);
  expect(checkout.stack(build('store', false)).error.match(/\[SchemaLock\w+\]/g)).toEqual(['[SchemaLockNameChanged]', '[SchemaLockNameChanged]']);
});

test('what is known only at deployment is held as the template has it', () => {
  const build = (name: string, type: string) => (stack: Stack) => {
    const value = (id: string) => new CfnParameter(stack, id).valueAsString;
    table(stack, {
      tableName: value(name),
      regularColumns: [{ columnName: Lazy.string({ produce: () => 'total' }), columnType: value(type) }, { columnName: Fn.join('_', ['a', Fn.ref('AWS::Region')]), columnType: 'INT' }],
    });
  };
  expect(checkout.stack(build('Name', 'Type'))).toEqual(SILENT);
  expect(checkout.locked().Orders).toMatchObject({
    name: '{"Ref":"Name"}', columns: { '{"Fn::Join":["_",["a",{"Ref":"AWS::Region"}]]}': 'int', 'total': '{"Ref":"Type"}' },
  });
  expect(checkout.stack(build('Name', 'Type'), 'ci')).toEqual(SILENT);
  expect(checkout.stack(build('Name', 'Other')).error).toContain('[SchemaLockColumnTypeChanged]');
  expect(checkout.stack(build('Other', 'Type')).error).toContain('[SchemaLockNameChanged]');
});

test('nothing is held against what is made up until context is looked up', () => {
  const build = (stack: Stack) => { table(stack, { tableName: StringParameter.valueFromLookup(stack, '/orders/name') }); };
  const located = (context?: Record<string, string>) => checkout.synthesize(
    (app) => build(new Stack(app, 'Shop', { env: { account: '111122223333', region: 'us-east-1' } })), 'cli', { context });
  expect(located()).toEqual(SILENT);
  expect(checkout.exists).toBe(false);
  const context = { 'ssm:account=111122223333:parameterName=/orders/name:region=us-east-1': 'orders' };
  expect(located(context)).toEqual(SILENT);
  expect(checkout.locked().Orders.name).toBe('orders');
  expect(located()).toEqual(SILENT);
  expect(checkout.locked().Orders.name).toBe('orders');
});

test('holds tables of this library', () => {
  const build = (stack: Stack) => { new Table(stack, 'Orders', { keyspace: new Keyspace(stack, 'Keyspace', { keyspaceName: 'shop' }), schema: ORDERS, tableName: 'orders' }); };
  expect(checkout.stack(build)).toEqual(SILENT);
  expect(Object.values(checkout.locked())).toMatchObject([
    { type: 'AWS::Cassandra::Keyspace', name: 'shop', deletionPolicy: 'RetainExceptOnCreate' },
    { type: 'AWS::Cassandra::Table', keyspace: 'shop', name: 'orders', columns: { total: 'decimal' }, settings: { PointInTimeRecoveryEnabled: true } },
  ]);
});

test('an app has one lock, and one file', () => {
  checkout.synthesize((app, lock) => {
    const stack = new Stack(app, 'Shop');
    expect(SchemaLock.of(stack)).toBe(lock);
    expect(SchemaLock.of(stack, { file: checkout.file })).toBe(lock);
    expect(() => SchemaLock.of(stack, { file: 'other.json' })).toThrow('[SchemaLockFileAmbiguous]');
  });
});
