import { Duration, NestedStack, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { User } from 'aws-cdk-lib/aws-iam';
import { frozen, shop, table, type } from './shop';
import { CqlSchema, Keyspace, KeyspaceSchema, SchemaResources, type SchemaResourcesProps } from '../../src';
import { literalApp, literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';

const TABLE = 'AWS::Cassandra::Table';
const TYPE = 'AWS::Cassandra::Type';
const KEYSPACE = 'AWS::Cassandra::Keyspace';

function resourcesIn(stack: Stack, props: Partial<SchemaResourcesProps> = {}): SchemaResources {
  return new SchemaResources(stack, 'Schema', { schema: shop(), ...props });
}

/** The logical id of the one resource with these properties. */
function idOf(stack: Stack, resourceType: string, properties: object): string {
  const ids = Object.keys(Template.fromStack(stack).findResources(resourceType, { Properties: properties }));
  expect(ids).toHaveLength(1);
  return ids[0];
}

/** As text: `Type:name` for everything in the stack. */
function made(stack: Stack): string[] {
  return Object.values(Template.fromStack(stack).toJSON().Resources as Record<string, { Type: string; Properties: any }>)
    .map(({ Type, Properties: { TableName, TypeName, KeyspaceName } }) => `${Type.split('::')[2]}:${TableName ?? TypeName ?? KeyspaceName}`)
    .sort();
}

describe('what is made', () => {
  test('is everything that the schema declares, under its names', () => {
    const stack = literalStack();
    resourcesIn(stack);
    expect(made(stack)).toEqual([
      'Keyspace:archive', 'Keyspace:shop', 'Table:carts', 'Table:orders', 'Table:orders', 'Type:address', 'Type:address', 'Type:person',
    ]);
  });

  test('is in the keyspace that the schema says', () => {
    const stack = literalStack();
    resourcesIn(stack);
    const template = Template.fromStack(stack);
    const archive = idOf(stack, KEYSPACE, { KeyspaceName: 'archive' });
    template.hasResourceProperties(TABLE, { TableName: 'orders', KeyspaceName: { Ref: archive } });
    template.hasResourceProperties(TYPE, { TypeName: 'address', KeyspaceName: { Ref: archive } });
  });

  test('has the time to live of the schema', () => {
    const stack = literalStack();
    resourcesIn(stack);
    Template.fromStack(stack).hasResourceProperties(TABLE, { TableName: 'carts', DefaultTimeToLive: 604800 });
  });

  test('has types before tables, and inner types before outer ones', () => {
    const stack = literalStack();
    resourcesIn(stack);
    const shopId = idOf(stack, KEYSPACE, { KeyspaceName: 'shop' });
    const address = idOf(stack, TYPE, { TypeName: 'address', KeyspaceName: { Ref: shopId } });
    const person = idOf(stack, TYPE, { TypeName: 'person' });
    const template = Template.fromStack(stack);
    template.hasResource(TYPE, { Properties: { TypeName: 'person' }, DependsOn: [address] });
    template.hasResource(TABLE, { Properties: { TableName: 'orders', KeyspaceName: { Ref: shopId } }, DependsOn: [address, person].sort() });
    template.hasResource(TABLE, { Properties: { TableName: 'carts' }, DependsOn: Match.absent() });
  });

  test('is replicated to the Regions of the schema', () => {
    const stack = literalStack();
    const schema = new CqlSchema({ keyspaces: [new KeyspaceSchema({ name: 'shop', replicationRegions: ['us-east-1', 'eu-west-1'] })] });
    expect(resourcesIn(stack, { schema }).keyspace('shop').replicationRegions).toEqual(['us-east-1', 'eu-west-1']);
    Template.fromStack(stack).hasResourceProperties(KEYSPACE, {
      ReplicationSpecification: { ReplicationStrategy: 'MULTI_REGION', RegionList: ['us-east-1', 'eu-west-1'] },
    });
  });

  test('can be in a nested stack, its keyspace outside of it', () => {
    const stack = literalStack();
    const keyspace = new Keyspace(stack, 'Shop', { keyspaceName: 'shop' });
    const nested = new NestedStack(stack, 'Nested');
    new SchemaResources(nested, 'Schema', { schema: new CqlSchema({ types: [type('address')], tables: [table('orders')] }), keyspace });
    expect(made(nested)).toEqual(['Table:orders', 'Type:address']);
    Template.fromStack(stack).hasResource('AWS::CloudFormation::Stack', { DependsOn: [idOf(stack, KEYSPACE, {})] });
  });

  test('can be in another stack than its keyspace, which is deployed before', () => {
    const app = literalApp();
    const keyspace = new Keyspace(literalStack(app, 'Below'), 'Shop', { keyspaceName: 'shop' });
    const stack = literalStack(app, 'Above');
    new SchemaResources(stack, 'Schema', { schema: new CqlSchema({ types: [type('address')], tables: [table('orders')] }), keyspace });
    Template.fromStack(stack).hasResourceProperties(TABLE, { KeyspaceName: 'shop' });
    expect(stack.dependencies.map(({ stackName }) => stackName)).toEqual(['Below']);
  });

  test('of nothing is nothing', () => {
    const stack = literalStack();
    const resources = resourcesIn(stack, { schema: new CqlSchema({}) });
    expect([resources.keyspaces, resources.userDefinedTypes, resources.tables]).toEqual([[], [], []]);
  });
});

describe('what is given back', () => {
  test('is found by its name, with the keyspace or, when there is only one, without', () => {
    const resources = resourcesIn(literalStack());
    expect(resources.keyspace('archive').keyspaceName).toBe('archive');
    expect(resources.table('carts').tableName).toBe('carts');
    expect(resources.table('archive.orders').keyspaceName).toBe('archive');
    expect(resources.userDefinedType('shop.address').typeName).toBe('address');
    expect(resources.userDefinedType('person').typeName).toBe('person');
  });

  test('is all there is, in the order of the schema, inner types first', () => {
    const resources = resourcesIn(literalStack());
    expect(resources.keyspaces.map(({ keyspaceName }) => keyspaceName)).toEqual(['shop', 'archive']);
    expect(resources.userDefinedTypes.map(({ typeName }) => typeName)).toEqual(['address', 'person', 'address']);
    expect(resources.tables.map(({ keyspaceName, tableName }) => `${keyspaceName}.${tableName}`))
      .toEqual(['shop.orders', 'shop.carts', 'archive.orders']);
  });

  test.each<[string, (resources: SchemaResources) => unknown, RegExp]>([
    ['a table that the schema does not have', (resources) => resources.table('order'), /"order".*archive\.orders, shop\.orders, shop\.carts.*\[NotInSchema\]/],
    ['a table of two keyspaces', (resources) => resources.table('orders'), /"orders".*archive\.orders, shop\.orders.*\[NotInSchema\]/],
    ['a type that the schema does not have', (resources) => resources.userDefinedType('item'), /"item".*shop\.person.*\[NotInSchema\]/],
    ['a keyspace that the schema does not have', (resources) => resources.keyspace('Shop'), /"Shop".*shop, archive.*\[NotInSchema\]/],
  ])('fails for %s, and says what there is', (_, find, message) => {
    const resources = resourcesIn(literalStack());
    expect(refusalOf(() => find(resources)).message).toMatch(message);
  });

  test('keeps names apart that differ in case only', () => {
    const stack = literalStack();
    const resources = resourcesIn(stack, {
      schema: new CqlSchema({ keyspaces: [new KeyspaceSchema({ name: 'shop' })], tables: [table('Orders', 'shop'), table('orders', 'shop')] }),
    });
    expect(resources.table('Orders').tableName).toBe('Orders');
    expect(resources.table('orders').tableName).toBe('orders');
    expect(made(stack)).toEqual(['Keyspace:shop', 'Table:Orders', 'Table:orders']);
  });

  test('grants on these tables and on no other', () => {
    const stack = literalStack();

    const user = new User(stack, 'User');
    resourcesIn(stack).grants.readData(user);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'cassandra:Select',
            Resource: ['shop/table/orders', 'shop/table/carts', 'archive/table/orders']
              .map((name) => `arn:aws:cassandra:us-east-1:111122223333:/keyspace/${name}`),
          },
          { Effect: 'Allow', Action: 'cassandra:Select', Resource: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/system*' },
        ],
      },
    });
  });
});

describe('options', () => {
  test('are those for all tables, unless said otherwise for one', () => {
    const stack = literalStack();
    resourcesIn(stack, {
      tableDefaults: { pointInTimeRecovery: false, removalPolicy: RemovalPolicy.DESTROY },
      tables: { 'carts': { pointInTimeRecovery: true }, 'archive.orders': { tableName: 'old_orders', pointInTimeRecovery: undefined } },
    });
    const template = Template.fromStack(stack);
    template.hasResource(TABLE, { Properties: { TableName: 'carts', PointInTimeRecoveryEnabled: true }, DeletionPolicy: 'Delete' });
    template.hasResource(TABLE, { Properties: { TableName: 'orders', PointInTimeRecoveryEnabled: false }, DeletionPolicy: 'Delete' });
    template.hasResource(TABLE, { Properties: { TableName: 'old_orders', PointInTimeRecoveryEnabled: false }, DeletionPolicy: 'Delete' });
  });

  test('of one table win over the schema, and the schema over those for all', () => {
    const stack = literalStack();
    resourcesIn(stack, { tableDefaults: { timeToLive: Duration.days(1) }, tables: { 'archive.orders': { timeToLive: Duration.days(2) } } });
    const template = Template.fromStack(stack);
    template.hasResourceProperties(TABLE, { TableName: 'carts', DefaultTimeToLive: 7 * 86400 });
    template.hasResourceProperties(TABLE, { KeyspaceName: { Ref: idOf(stack, KEYSPACE, { KeyspaceName: 'shop' }) }, DefaultTimeToLive: 86400 });
    template.hasResourceProperties(TABLE, { KeyspaceName: { Ref: idOf(stack, KEYSPACE, { KeyspaceName: 'archive' }) }, DefaultTimeToLive: 2 * 86400 });
  });

  test('can destroy everything, but for what is said otherwise', () => {
    const policies = (props: Partial<SchemaResourcesProps>) => {
      const stack = literalStack();
      resourcesIn(stack, props);
      return Object.values(Template.fromStack(stack).toJSON().Resources as Record<string, { DeletionPolicy: string }>)
        .map(({ DeletionPolicy }) => DeletionPolicy);
    };
    expect(new Set(policies({}))).toEqual(new Set(['RetainExceptOnCreate']));
    expect(new Set(policies({ removalPolicy: RemovalPolicy.DESTROY }))).toEqual(new Set(['Delete']));
    expect(policies({
      removalPolicy: RemovalPolicy.DESTROY,
      keyspaces: { shop: { removalPolicy: RemovalPolicy.RETAIN } },
      tables: { carts: { removalPolicy: RemovalPolicy.RETAIN } },
    }).filter((policy) => policy === 'Retain')).toHaveLength(2);
  });

  test('of keyspaces are those for all, unless said otherwise for one', () => {
    const stack = literalStack();
    const resources = resourcesIn(stack, {
      keyspaceDefaults: { removalPolicy: RemovalPolicy.RETAIN },
      keyspaces: { shop: { keyspaceName: 'shop_test', removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE } },
    });
    const template = Template.fromStack(stack);
    template.hasResource(KEYSPACE, { Properties: { KeyspaceName: 'archive' }, DeletionPolicy: 'Retain' });
    template.hasResource(KEYSPACE, { Properties: { KeyspaceName: 'shop_test' }, DeletionPolicy: 'RetainExceptOnCreate' });
    expect(resources.keyspace('shop').keyspaceName).toBe('shop_test');
    expect(resources.table('shop.orders').keyspaceName).toBe('shop_test');
  });

  test.each<[string, Partial<SchemaResourcesProps>, RegExp]>([
    ['a table that is not there', { tables: { order: {} } }, /"order".*shop\.orders.*\[NotInSchema\]/],
    ['a table of two keyspaces', { tables: { orders: {} } }, /"orders".*shop\.orders.*\[NotInSchema\]/],
    ['a keyspace that is not there', { keyspaces: { stop: {} } }, /"stop".*shop, archive.*\[NotInSchema\]/],
    ['one table under two names', { tables: { 'carts': {}, 'shop.carts': {} } }, /\["carts","shop\.carts"\].*\[TableOptionsTwice\]/],
    ['all tables, with one name', { tableDefaults: { tableName: 'orders' } }, /"orders".*\[TableNameForAll\]/],
  ])('are refused for %s', (_, props, message) => {
    expect(refusalOf(() => resourcesIn(literalStack(), props)).message).toMatch(message);
  });
});

describe('a keyspace that is given', () => {
  const orders = (...keyspaceNames: (string | undefined)[]) =>
    new CqlSchema({ tables: keyspaceNames.map((name, index) => table(`orders_${index}`, name)) });

  test('is for what the schema puts into none', () => {
    const stack = literalStack();
    const keyspace = Keyspace.fromKeyspaceName(stack, 'Existing', 'existing');
    const resources = resourcesIn(stack, { schema: orders(undefined), keyspace });
    expect(resources.table('orders_0').keyspaceName).toBe('existing');
    expect(resources.keyspaces).toEqual([keyspace]);
    expect(made(stack)).toEqual(['Table:orders_0']);
  });

  test('takes the place of the only one of the schema, declared or not', () => {
    const stack = literalStack();
    const keyspace = Keyspace.fromKeyspaceName(stack, 'Existing', 'existing');
    const { tables } = orders('shop');
    const schema = new CqlSchema({ keyspaces: [new KeyspaceSchema({ name: 'shop' })], types: [type('address', 'shop')], tables });
    const resources = resourcesIn(stack, { schema, keyspace });
    expect(made(stack)).toEqual(['Table:orders_0', 'Type:address']);
    expect(resources.keyspace('shop')).toBe(keyspace);
    expect(resources.table('shop.orders_0').keyspaceName).toBe('existing');
  });

  test('leaves the ids as they are when the statements begin to name one', () => {
    const ids = [undefined, 'shop'].map((name) => {
      const stack = literalStack();
      resourcesIn(stack, { schema: orders(name), keyspace: Keyspace.fromKeyspaceName(stack, 'Existing', 'existing') });
      return Object.keys(Template.fromStack(stack).toJSON().Resources);
    });
    expect(ids[0]).toEqual(ids[1]);
  });

  test('is not found where every object has something of that name', () => {
    const stack = literalStack();
    const schema = new CqlSchema({ keyspaces: [new KeyspaceSchema({ name: 'constructor' })] });
    expect(resourcesIn(stack, { schema, existingKeyspaces: {}, keyspaces: {} }).keyspace('constructor').keyspaceName).toBe('constructor');
  });

  test('by its name in the schema takes the place of one of several', () => {
    const stack = literalStack();
    const archive = Keyspace.fromKeyspaceName(stack, 'Existing', 'existing');
    const resources = resourcesIn(stack, { existingKeyspaces: { archive } });
    expect(made(stack).filter((name) => name.startsWith('Keyspace'))).toEqual(['Keyspace:shop']);
    expect(resources.keyspace('archive')).toBe(archive);
    expect(resources.table('archive.orders').keyspaceName).toBe('existing');
    expect(resources.table('shop.orders').keyspaceName).toBe('shop');
  });

  test.each<[string, (keyspace: Keyspace) => Partial<SchemaResourcesProps>, string]>([
    ['no keyspace', () => ({ schema: orders(undefined) }), 'KeyspaceMissing'],
    ['a keyspace that is only named', () => ({ schema: orders('shop') }), 'KeyspaceMissing'],
    ['one that nothing goes into', (keyspace) => ({ keyspace }), 'KeyspaceUnused'],
    ['one given twice', (keyspace) => ({ schema: orders('shop'), keyspace, existingKeyspaces: { shop: keyspace } }), 'KeyspaceUnused'],
    ['options for one that is given', (keyspace) => ({ existingKeyspaces: { shop: keyspace }, keyspaces: { shop: {} } }), 'KeyspaceOptionsUnused'],
    ['options for the only one, given', (keyspace) => ({ schema: orders('shop'), keyspace, keyspaces: { shop: {} } }), 'KeyspaceOptionsUnused'],
    ['one under a name that is not there', (keyspace) => ({ existingKeyspaces: { stop: keyspace } }), 'NotInSchema'],
  ])('fails with %s', (_, props, code) => {
    const stack = literalStack();
    const keyspace = new Keyspace(stack, 'Given', { keyspaceName: 'given' });
    expect(refusalOf(() => resourcesIn(stack, props(keyspace))).name).toBe(code);
  });
});

describe('construct ids', () => {
  test('are literals: a name that is known only at deployment is refused', () => {
    const schema = new CqlSchema({ tables: [table(Token.asString({ Ref: 'Name' }))] });
    const stack = literalStack();
    expect(refusalOf(() => resourcesIn(stack, { schema, keyspace: new Keyspace(stack, 'Shop') })).name).toBe('SchemaNameUnresolved');
  });

  test('hold whatever a quoted name has', () => {
    const stack = literalStack();
    const names = ['a/b', 'a--b', 'a.b', 'a%2Fb', 'ä b'];
    const resources = resourcesIn(stack, {
      schema: new CqlSchema({ keyspaces: [new KeyspaceSchema({ name: 'shop' })], types: names.map((name) => type(name, 'shop')) }),
    });
    expect(resources.userDefinedTypes.map(({ typeName }) => typeName)).toEqual(names);
    expect(new Set(resources.userDefinedTypes.map(({ node }) => node.addr)).size).toBe(names.length);
  });
});

test('grants are refused for a schema without tables', () => {
  const stack = literalStack();

  const { grants } = resourcesIn(stack, { schema: new CqlSchema({ keyspaces: [new KeyspaceSchema({ name: 'shop' })] }) });
  expect(refusalOf(() => grants.readData(new User(stack, 'User'))).name).toBe('SchemaWithoutTables');
});

test('a type is found in the keyspace of what uses it, not in another one', () => {
  const stack = literalStack();
  const schema = new CqlSchema({
    keyspaces: [new KeyspaceSchema({ name: 'shop' }), new KeyspaceSchema({ name: 'archive' })],
    types: [type('address', 'archive'), type('address', 'shop')],
    tables: [table('orders', 'shop', [frozen('sent_to', 'address')])],
  });
  resourcesIn(stack, { schema });
  const address = idOf(stack, TYPE, { KeyspaceName: { Ref: idOf(stack, KEYSPACE, { KeyspaceName: 'shop' }) } });
  Template.fromStack(stack).hasResource(TABLE, { DependsOn: [address] });
});

test('what a file says and the service ignores is one warning, at the schema and at no table', () => {
  const stack = literalStack();
  const schema = CqlSchema.fromString(`
    CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 3};
    CREATE TABLE shop.orders (id uuid PRIMARY KEY) WITH gc_grace_seconds = 60;
    CREATE TABLE shop.carts (id uuid PRIMARY KEY) WITH gc_grace_seconds = 60;
  `);
  resourcesIn(stack, { schema });
  const [warning, ...others] = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('gc_grace_seconds'));
  expect(warning.id).toBe('/Stack/Schema');
  expect(warning.entry.data).toMatch(/^CQL:3:57 and 1 more line: .*cdk-keyspaces:cqlOptionIgnored/);
  expect(others).toEqual([]);
});

test('a schema whose statements name a keyspace and do not make it says how to give it', () => {
  const schema = new CqlSchema({ tables: [table('orders', 'shop')] });
  expect(refusalOf(() => resourcesIn(literalStack(), { schema })).message)
    .toBe('types or tables in the keyspace "shop": expected one that the schema declares, or one that is given; '
      + 'add its CREATE KEYSPACE statement, or give it, as keyspace or by its name in existingKeyspaces [KeyspaceMissing]');
});
