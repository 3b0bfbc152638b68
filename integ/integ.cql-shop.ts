import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicies, Stack } from 'aws-cdk-lib';
import { expectTable, keyspacesCall } from './assertions';
import { CqlQuery } from './cql-query/cql-query';
import { CqlShop } from './stacks/cql-shop/cql-shop';

const app = new App();
const stack = new CqlShop(app, 'IntegCqlShop');
RemovalPolicies.of(app).destroy();
const assertionStack = new Stack(app, 'CqlShopDeployAssert');
const integ = new IntegTest(app, 'CqlShop', { testCases: [stack], assertionStack });
const { schema } = stack;
const keyspace = schema.keyspace('shop');
const keyspaceName = 'shop';

const column = (name: string, type: string) => ({ name, type });
expectTable(integ, schema.table('orders'), {
  schemaDefinition: {
    allColumns: Match.arrayWith([column('customer_id', 'uuid'), column('placed_at', 'timeuuid'), column('express', 'boolean')]),
    partitionKeys: [{ name: 'customer_id' }],
    clusteringKeys: [{ name: 'placed_at', orderBy: 'DESC' }],
    staticColumns: [{ name: 'customer_name' }],
  },
  pointInTimeRecovery: Match.objectLike({ status: 'ENABLED' }),
});
expectTable(integ, schema.table('shop.baskets'), { defaultTimeToLive: 86_400, ttl: { status: 'ENABLED' } });
expectTable(integ, schema.table('page_views'), {
  capacitySpecification: Match.objectLike({ throughputMode: 'PROVISIONED', readCapacityUnits: 1, writeCapacityUnits: 5 }),
  pointInTimeRecovery: Match.objectLike({ status: 'DISABLED' }),
});
keyspacesCall(integ, 'getType', { keyspaceName, typeName: 'money' }, keyspace, keyspace.keyspaceArn)
  .expect(ExpectedResult.objectLike({ directParentTypes: ['item'], directReferringTables: ['orders'], maxNestingDepth: 1 }));

// Apache Cassandra's own view of what the file declares.
const query = new CqlQuery(assertionStack, 'Query', [keyspace]);
const schemaOf = (table: string) => `FROM system_schema.${table} WHERE keyspace_name = '${keyspaceName}'`;
query.expectRows(integ, [`SELECT table_name, column_name, type, kind, clustering_order ${schemaOf('columns')}`], [
  ['baskets', 'article', 'text', 'clustering', 'asc'], ['baskets', 'item', 'frozen<item>', 'regular', 'none'],
  ['baskets', 'session', 'ascii', 'partition_key', 'none'],
  ['orders', 'customer_id', 'uuid', 'partition_key', 'none'], ['orders', 'customer_name', 'text', 'static', 'none'],
  ['orders', 'delivery', 'frozen<address>', 'regular', 'none'], ['orders', 'express', 'boolean', 'regular', 'none'],
  ['orders', 'items', 'list<frozen<item>>', 'regular', 'none'], ['orders', 'notes', 'map<text, frozen<set<text>>>', 'regular', 'none'],
  ['orders', 'paid', 'frozen<tuple<timestamp, frozen<money>>>', 'regular', 'none'], ['orders', 'placed_at', 'timeuuid', 'clustering', 'desc'],
  ['page_views', 'day', 'date', 'clustering', 'desc'], ['page_views', 'page', 'text', 'partition_key', 'none'],
  ['page_views', 'views', 'counter', 'regular', 'none'],
].map(([table, name, type, kind, order]) => ({ table_name: table, column_name: name, type, kind, clustering_order: order })));
query.expectRows(integ, [`SELECT type_name, field_names, field_types ${schemaOf('types')}`], [
  { type_name: 'address', field_names: ['street', 'postal_code', 'city'], field_types: ['text', 'text', 'text'] },
  { type_name: 'item', field_names: ['article', 'pieces', 'price'], field_types: ['text', 'int', 'frozen<money>'] },
  { type_name: 'money', field_names: ['amount', 'currency'], field_types: ['decimal', 'text'] },
]);

// It takes what it is made for.
const key = 'customer_id = 0b2d4a52-7c19-4f0e-9d4c-2b8f5d1c6e7a AND placed_at = 50554d6e-29bb-11e5-b345-feff819cdc9f';
query.expectRows(integ, [
  `UPDATE shop.orders SET delivery = {street: 'Harbour Road 1', postal_code: '20457', city: 'Hamburg'},
    items = [{article: 'teapot', pieces: 1, price: {amount: 59.90, currency: 'EUR'}}], notes = {'gift': {'wrapped', 'with a card'}} WHERE ${key}`,
  `SELECT JSON delivery, items, notes FROM shop.orders WHERE ${key}`,
], [{
  '[json]': '{"delivery": {"street": "Harbour Road 1", "postal_code": "20457", "city": "Hamburg"},'
    + ' "items": [{"article": "teapot", "pieces": 1, "price": {"amount": 59.90, "currency": "EUR"}}],'
    + ' "notes": {"gift": ["with a card", "wrapped"]}}',
}]);
query.expectRows(integ, [
  "UPDATE shop.page_views SET views = views + 1 WHERE page = '/' AND day = '2026-01-31'",
  "SELECT views FROM shop.page_views WHERE page = '/'",
], [{ views: '1' }]);
