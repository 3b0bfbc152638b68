import { type App, Lazy, Stack } from 'aws-cdk-lib';
import { type IKeyspace, Keyspace, Replication, Table } from '../../src';
import { ACCOUNT, literalApp, literalStack } from '../support/app';
import { ORDERS } from '../support/schemas';

const REGIONS = ['us-east-1', 'eu-west-1'];
const REPLICATED = { keyspaceName: 'shop', replication: Replication.multiRegion(...REGIONS) };

const inIreland = (app: App, account = ACCOUNT) => literalStack(app, 'Ireland', { env: { account, region: 'eu-west-1' } });
const inTokyo = (app: App) => literalStack(app, 'Tokyo', { env: { account: ACCOUNT, region: 'ap-northeast-1' } });
const shopIn = (stack: Stack) => new Keyspace(stack, 'Shop', REPLICATED);
const importedIn = (stack: Stack) => Keyspace.fromKeyspaceAttributes(stack, 'Shop', { keyspaceName: 'shop', replicationRegions: REGIONS });
const ordersIn = (stack: Stack, keyspace: IKeyspace, tableName = 'orders') => new Table(stack, 'Orders', { keyspace, schema: ORDERS, tableName });

/** An app whose stack in Virginia makes a keyspace of two Regions and a table in it. */
function shopInVirginia(): App {
  const app = literalApp();
  const stack = literalStack(app, 'Virginia');
  ordersIn(stack, shopIn(stack));
  return app;
}

test.each<[string, (stack: Stack) => unknown, RegExp]>([
  ['the keyspace', shopIn, /"shop": expected to be made once, as it is by Virginia\/Shop in us-east-1.*\[MadeInSeveralRegions\]/],
  ['the keyspace for its own Region', (stack) => new Keyspace(stack, 'Shop', { keyspaceName: 'shop' }), /Virginia\/Shop.*\[MadeInSeveralRegions\]/],
  ['a table in the imported keyspace', (stack) => ordersIn(stack, importedIn(stack)), /"shop.orders".*Virginia\/Orders.*\[MadeInSeveralRegions\]/],
])('synthesis fails when a stack in a second Region makes %s again', (_, make, message) => {
  const app = shopInVirginia();
  make(inIreland(app));
  expect(() => app.synth()).toThrow(message);
});

test.each<[string, (app: App) => unknown]>([
  ['the same keyspace in another account', (app) => shopIn(inIreland(app, '444455556666'))],
  ['a keyspace of the same name in a Region that it is not replicated to', (app) => new Keyspace(inTokyo(app), 'Shop', { keyspaceName: 'shop' })],
  ['another keyspace', (app) => new Keyspace(inIreland(app), 'Shop', { keyspaceName: 'store' })],
  ['the imported keyspace', (app) => importedIn(inIreland(app))],
  ['another table in the imported keyspace', (app) => {
    const stack = inIreland(app);
    ordersIn(stack, importedIn(stack), 'customers');
  }],
  ['the keyspace again in a stack whose Region is not known', (app) => shopIn(new Stack(app, 'Unknown'))],
])('%s may be made or imported', (_, make) => {
  const app = shopInVirginia();
  make(app);
  expect(() => app.synth()).not.toThrow();
});

test('accounts that are not known may be different ones', () => {
  const app = literalApp();
  for (const region of REGIONS) shopIn(new Stack(app, region, { env: { region } }));
  expect(() => app.synth()).not.toThrow();
});

test('a name in a token may be another one', () => {
  const app = literalApp();
  const keyspaceName = Lazy.string({ produce: () => 'shop' });
  for (const stack of [literalStack(app, 'Virginia'), inIreland(app)]) new Keyspace(stack, 'Shop', { ...REPLICATED, keyspaceName });
  expect(() => app.synth()).not.toThrow();
});

test('a name in two Regions may be made twice as long as nothing is replicated', () => {
  const app = literalApp();
  for (const stack of [literalStack(app, 'Virginia'), inIreland(app)]) ordersIn(stack, new Keyspace(stack, 'Shop', { keyspaceName: 'shop' }));
  expect(() => app.synth()).not.toThrow();
});
