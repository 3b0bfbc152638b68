import { CfnResource, Duration, Lazy, type Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CqlType, Keyspace, Table, type TableProps, TableSchema, type TableSchemaProps } from '../../src';
import { literalApp, literalStack } from '../support/app';
import { ORDERS } from '../support/schemas';

const schemaWith = (props: Partial<TableSchemaProps>) => new TableSchema({ partitionKey: ORDERS.partitionKey, ...props });

function tableIn(stack: Stack, schema: TableSchema, props: Partial<TableProps> = {}): Table {
  return new Table(stack, 'Orders', { keyspace: new Keyspace(stack, 'Shop', { keyspaceName: 'shop' }), schema, ...props });
}

describe('a schema that says name and time to live', () => {
  const schema = schemaWith({ tableName: 'orders', timeToLive: Duration.days(1) });

  test('gives them to the table', () => {
    const stack = literalStack();
    expect(tableIn(stack, schema).tableName).toBe('orders');
    Template.fromStack(stack).hasResourceProperties('AWS::Cassandra::Table', { TableName: 'orders', DefaultTimeToLive: 86400 });
  });

  test('yields to what is said of the table', () => {
    const stack = literalStack();
    tableIn(stack, schema, { tableName: 'orders_v2', timeToLive: Duration.days(2) });
    Template.fromStack(stack).hasResourceProperties('AWS::Cassandra::Table', { TableName: 'orders_v2', DefaultTimeToLive: 172800 });
  });
});

describe('a schema that says the keyspace', () => {
  const WARNING = Match.stringLikeRegexp('declares in the keyspace "store" are made in "shop".*cdk-keyspaces:schemaOfOtherKeyspace');

  test('warns once in a keyspace of another name, which statements would not find', () => {
    const stack = literalStack();
    const schema = schemaWith({ keyspaceName: 'store' });
    const keyspace = new Keyspace(stack, 'Shop', { keyspaceName: 'shop' });
    for (const id of ['Orders', 'Customers']) new Table(stack, id, { keyspace, schema });
    Annotations.fromStack(stack).hasWarning('/Stack/Shop', WARNING);
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toHaveLength(1);
  });

  test.each([['this one', 'shop'], ['one in a token', Lazy.string({ produce: () => 'store' })]])('does not warn of %s', (_, keyspaceName) => {
    const stack = literalStack();
    tableIn(stack, schemaWith({ keyspaceName }));
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });
});

test('what its CQL says in vain is a warning at the table', () => {
  const stack = literalStack();
  const schema = schemaWith({});
  schema._warnings = [{ id: 'somethingIgnored', message: 'has no effect' }];
  tableIn(stack, schema);
  Annotations.fromStack(stack).hasWarning('/Stack/Orders', Match.stringLikeRegexp('has no effect.*cdk-keyspaces:somethingIgnored'));
});

describe('what its types need', () => {
  const needing = (needed: CfnResource) => schemaWith({
    columns: [{ name: 'address', type: CqlType.frozen(CqlType._ofUserDefinedType('address', needed)) }],
  });
  const resourceIn = (stack: Stack) => new CfnResource(stack, 'Needed', { type: 'AWS::Cassandra::Type' });

  test('is created before the table', () => {
    const stack = literalStack();
    tableIn(stack, needing(resourceIn(stack)));
    Template.fromStack(stack).hasResource('AWS::Cassandra::Table', { DependsOn: Match.arrayWith(['Needed']) });
  });

  test('is deployed before it from another stack', () => {
    const app = literalApp();
    const [types, tables] = [literalStack(app, 'Types'), literalStack(app, 'Tables')];
    tableIn(tables, needing(resourceIn(types)));
    app.synth();
    expect(tables.dependencies).toEqual([types]);
  });

  test('is left to the pipeline in another Stage', () => {
    const app = literalApp();
    const types = literalStack(new Stage(app, 'Types'), 'Stack');
    tableIn(literalStack(new Stage(app, 'Tables'), 'Stack'), needing(resourceIn(types)));
    expect(() => app.synth()).not.toThrow();
  });
});
