import { CfnResource, Lazy, RemovalPolicies, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnKeyspace } from 'aws-cdk-lib/aws-cassandra';
import { CqlType, type IKeyspace, Keyspace, Table, TableSchema, UserDefinedType, type UserDefinedTypeProps, UserDefinedTypeSchema } from '../../src';
import { literalApp, literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';
import { ORDERS } from '../support/schemas';

const STREET = { name: 'street', type: CqlType.TEXT };
const ADDRESS = new UserDefinedTypeSchema({ fields: [STREET, { name: 'zip_codes', type: CqlType.list(CqlType.INT) }] });

const shop = (stack: Stack, removalPolicy?: RemovalPolicy) => new Keyspace(stack, 'Shop', { keyspaceName: 'shop', removalPolicy });

function typeIn(stack: Stack, props: Partial<UserDefinedTypeProps> = {}, id = 'Address'): UserDefinedType {
  const keyspace = props.keyspace ?? stack.node.tryFindChild('Shop') as IKeyspace ?? shop(stack);
  return new UserDefinedType(stack, id, { schema: ADDRESS, typeName: id.toLowerCase(), ...props, keyspace });
}

/** A type of the given name with one field. */
const named = (stack: Stack, name: string, type: CqlType = CqlType.INT) =>
  typeIn(stack, { typeName: name, schema: new UserDefinedTypeSchema({ fields: [{ name: 'inner', type }] }) }, name);

function tableOf(stack: Stack, type: CqlType, keyspace = stack.node.tryFindChild('Shop') as IKeyspace, id = 'Orders'): Table {
  const schema = new TableSchema({ partitionKey: ORDERS.partitionKey, columns: [{ name: 'col', type }] });
  return new Table(stack, id, { keyspace, schema, tableName: id.toLowerCase() });
}

/** What each resource depends on, by its name, keyspaces left out. */
function order(stack: Stack): Record<string, string[]> {
  const resources: Record<string, any> = Template.fromStack(stack).toJSON().Resources;
  const nameOf = (logicalId: string) => resources[logicalId].Properties.TypeName ?? resources[logicalId].Properties.TableName;
  return Object.fromEntries(Object.entries(resources).filter(([, { DependsOn: on }]) => on).map(([logicalId, { DependsOn: on }]) =>
    [nameOf(logicalId), on.map(nameOf)]));
}

test('has its fields, a literal name, its keyspace by reference, and is kept unless its first deployment fails', () => {
  const stack = literalStack();
  const type = typeIn(stack, { typeName: undefined });
  expect(type.typeName).toMatch(/^stack_address_[0-9a-f]{8}$/);
  Template.fromStack(stack).hasResource('AWS::Cassandra::Type', {
    Properties: {
      KeyspaceName: { Ref: 'Shop563325D0' },
      TypeName: type.typeName,
      Fields: [{ FieldName: 'street', FieldType: 'text' }, { FieldName: 'zip_codes', FieldType: 'list<int>' }],
    },
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
  });
});

test('is one CloudFormation resource', () => {
  const stack = literalStack();
  typeIn(stack);
  expect(Object.keys(Template.fromStack(stack).toJSON().Resources)).toHaveLength(2);
});

test.each<[string, Partial<UserDefinedTypeProps>, string]>([
  ['the given one', { typeName: 'given', schema: new UserDefinedTypeSchema({ name: 'declared', fields: [STREET] }) }, 'given'],
  ['else that of the schema', { typeName: undefined, schema: new UserDefinedTypeSchema({ name: 'declared', fields: [STREET] }) }, 'declared'],
])('its name is %s', (_, props, name) => {
  const stack = literalStack();
  expect(typeIn(stack, props).typeName).toBe(name);
  Template.fromStack(stack).hasResourceProperties('AWS::Cassandra::Type', { TypeName: name });
});

// https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_CreateType.html
test('a name that the service would change is written in double quotes, with a warning', () => {
  const stack = literalStack();
  const type = typeIn(stack, { typeName: 'Home', schema: new UserDefinedTypeSchema({ fields: [{ name: 'Street', type: CqlType.TEXT }] }) });
  tableOf(stack, type.cqlType);
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Cassandra::Type', { TypeName: '"Home"', Fields: [{ FieldName: 'Street', FieldType: 'text' }] });
  template.hasResourceProperties('AWS::Cassandra::Table', { RegularColumns: [{ ColumnName: 'col', ColumnType: '"Home"' }] });
  Annotations.fromStack(stack).hasWarning('/Stack/Address', Match.stringLikeRegexp('"Home", "Street".*cdk-keyspaces:userDefinedTypeNameQuoted'));
});

test('a plain name is not warned about', () => {
  const stack = literalStack();
  typeIn(stack);
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('a schema of another keyspace is warned about', () => {
  const stack = literalStack();
  typeIn(stack, { schema: new UserDefinedTypeSchema({ keyspaceName: 'other', fields: [STREET] }) });
  Annotations.fromStack(stack).hasWarning('/Stack/Shop', Match.stringLikeRegexp('"other" are made in "shop".*cdk-keyspaces:schemaOfOtherKeyspace'));
});

test('a schema of its keyspace is not warned about', () => {
  const stack = literalStack();
  typeIn(stack, { schema: new UserDefinedTypeSchema({ keyspaceName: 'shop', fields: [STREET] }) });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

describe('the order of creation', () => {
  test('is inner types before outer ones, and types before the tables that are given them', () => {
    const stack = literalStack();
    const inner = named(stack, 'inner');
    const outer = named(stack, 'outer', CqlType.frozen(inner.cqlType));
    tableOf(stack, CqlType.map(CqlType.TEXT, outer.cqlType));
    expect(order(stack)).toEqual({ outer: ['inner'], orders: ['outer'] });
  });

  test('is the same for types that are only named, and made later', () => {
    const stack = literalStack();
    shop(stack);
    tableOf(stack, CqlType.udt('OUTER'));
    named(stack, 'outer', CqlType.frozen(CqlType.udt('inner')));
    named(stack, 'inner');
    expect(order(stack)).toEqual({ outer: ['inner'], orders: ['outer'] });
  });

  test('regards no types of other keyspaces that have the same name', () => {
    const stack = literalStack();
    named(stack, 'inner');
    tableOf(stack, CqlType.udt('inner'), new Keyspace(stack, 'Other'));
    expect(order(stack)).toEqual({});
  });

  test('says nothing of types that are not in the app', () => {
    const stack = literalStack();
    shop(stack);
    tableOf(stack, CqlType.udt('elsewhere'));
    expect(order(stack)).toEqual({});
  });

  test.each(['given', 'named'])('is that of the stacks where a type of another stack is %s', (how) => {
    const app = literalApp();
    const [types, tables] = [literalStack(app, 'Types'), literalStack(app, 'Tables')];
    const type = named(types, 'inner');
    tableOf(tables, how === 'given' ? type.cqlType : CqlType.udt('inner'), Keyspace.fromKeyspaceName(tables, 'Shop', 'shop'));
    app.synth();
    expect(tables.dependencies).toEqual([types]);
    Template.fromStack(types).templateMatches({ Outputs: Match.absent() });
  });

  test('of Stages is their pipeline\'s', () => {
    const app = literalApp();
    const [types, tables] = ['Types', 'Tables'].map((id) => literalStack(new Stage(app, id), 'Stack'));
    tableOf(tables, named(types, 'inner').cqlType, Keyspace.fromKeyspaceName(tables, 'Shop', 'shop'));
    expect(() => app.synth()).not.toThrow();
  });

  test('knows a type by a name that is a token', () => {
    const stack = literalStack();
    const { cqlType } = typeIn(stack, { typeName: Lazy.string({ produce: () => 'lazy' }) });
    tableOf(stack, CqlType.frozen(CqlType.udt(cqlType.cql)));
    const { Resources: resources } = Template.fromStack(stack).toJSON();
    expect(Object.values<any>(resources).filter(({ DependsOn: on }) => on)).toHaveLength(1);
  });
});

describe('fails', () => {
  const otherKeyspace = (stack: Stack) => new Keyspace(stack, 'Other', { keyspaceName: 'other' });

  test('for a table of another keyspace', () => {
    const stack = literalStack();
    const { cqlType } = typeIn(stack);
    const refusal = refusalOf(() => tableOf(stack, CqlType.list(cqlType), otherKeyspace(stack)));
    expect(refusal.name).toBe('UserDefinedTypeInOtherKeyspace');
    expect(refusal.message).toContain('Stack/Address in the keyspace "shop": expected that of the table which uses it, other');
  });

  test('for a type of another keyspace', () => {
    const stack = literalStack();
    const schema = new UserDefinedTypeSchema({ fields: [{ name: 'home', type: CqlType.frozen(typeIn(stack).cqlType) }] });
    expect(refusalOf(() => typeIn(stack, { keyspace: otherKeyspace(stack), schema }, 'Outer')).name).toBe('UserDefinedTypeInOtherKeyspace');
  });

  test.each([
    ['Region', { account: '111122223333', region: 'eu-west-1' }],
    ['account', { account: '444455556666', region: 'us-east-1' }],
  ])('for a table of the same keyspace name in another %s', (place, env) => {
    const app = literalApp();
    const { cqlType } = typeIn(literalStack(app));
    const other = literalStack(app, 'Other', { env });
    const refusal = refusalOf(() => tableOf(other, cqlType, shop(other)));
    expect(refusal.name).toBe('UserDefinedTypeInOtherKeyspace');
    expect(refusal.message).toContain(`in the ${place}`);
  });

  test('for a table of another keyspace, also where the type is imported', () => {
    const stack = literalStack();
    const type = UserDefinedType.fromUserDefinedTypeAttributes(stack, 'Imported', { keyspaceName: 'shop', typeName: 'address' });
    expect(() => tableOf(stack, type.cqlType, shop(stack))).not.toThrow();
    expect(refusalOf(() => tableOf(stack, type.cqlType, otherKeyspace(stack), 'Others')).name).toBe('UserDefinedTypeInOtherKeyspace');
  });

  test('in another account than its keyspace', () => {
    const app = literalApp();
    const keyspace = shop(literalStack(app));
    const other = literalStack(app, 'Other', { env: { account: '444455556666', region: 'us-east-1' } });
    expect(refusalOf(() => typeIn(other, { keyspace })).name).toBe('KeyspaceInOtherEnvironment');
  });

  test('for a name that is taken', () => {
    const stack = literalStack();
    typeIn(stack, { typeName: 'address' });
    const refusal = refusalOf(() => typeIn(stack, { typeName: 'address' }, 'Again'));
    expect(refusal.name).toBe('UserDefinedTypeNameDuplicate');
    expect(refusal.message).toContain('Stack/Address has it');
    expect(() => typeIn(stack, { typeName: 'address', keyspace: otherKeyspace(stack) }, 'Elsewhere')).not.toThrow();
  });

  test.each(['', 'x'.repeat(49)])('for the name "%s"', (typeName) => {
    expect(refusalOf(() => typeIn(literalStack(), { typeName })).name).toBe('UserDefinedTypeNameInvalid');
    const attributes = { keyspaceName: 'shop', typeName };
    expect(refusalOf(() => UserDefinedType.fromUserDefinedTypeAttributes(literalStack(), 'Imported', attributes)).name)
      .toBe('UserDefinedTypeNameInvalid');
  });
});

test('a name and a keyspace may be tokens', () => {
  const stack = literalStack();
  const token = () => Lazy.string({ produce: () => 'shop' });
  const { cqlType } = typeIn(stack, { typeName: token(), keyspace: Keyspace.fromKeyspaceName(stack, 'Token', token()) });
  expect(() => tableOf(stack, cqlType, shop(stack))).not.toThrow();
});

describe('removal', () => {
  const make = (type: RemovalPolicy | undefined, table: RemovalPolicy | undefined, keyspacePolicy?: RemovalPolicy) => {
    const stack = literalStack();
    const keyspace = shop(stack, keyspacePolicy);
    const { cqlType } = typeIn(stack, { removalPolicy: type });
    const schema = new TableSchema({ partitionKey: ORDERS.partitionKey, columns: [{ name: 'col', type: CqlType.frozen(cqlType) }] });
    new Table(stack, 'Orders', { keyspace, schema, removalPolicy: table });
    return () => Template.fromStack(stack);
  };
  const { DESTROY } = RemovalPolicy;

  test('fails for a type that is destroyed while a table that is kept uses it', () => {
    expect(make(DESTROY, undefined)).toThrow(/"Delete".*Stack\/Orders.*\[DestroyedTypeInUse\]/);
  });

  test('fails for a type that is kept in a keyspace that is destroyed', () => {
    expect(make(undefined, DESTROY, DESTROY)).toThrow(/Stack\/Shop.*user-defined types with it.*\[RetainedTypeInDestroyedKeyspace\]/);
  });

  test.each<[string, RemovalPolicy | undefined, RemovalPolicy | undefined, RemovalPolicy | undefined]>([
    ['all are kept', undefined, undefined, undefined],
    ['only the table is destroyed', undefined, DESTROY, undefined],
    ['type and table are destroyed', DESTROY, DESTROY, undefined],
    ['all are destroyed', DESTROY, DESTROY, DESTROY],
  ])('is fine where %s', (_, ...policies) => expect(make(...policies)).not.toThrow());

  test('of all may be decided at last', () => {
    const stack = literalStack();
    tableOf(stack, CqlType.frozen(typeIn(stack).cqlType));
    RemovalPolicies.of(stack).destroy();
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});

describe('imported', () => {
  test('adds nothing to the template and can be used', () => {
    const stack = literalStack();
    const type = UserDefinedType.fromUserDefinedTypeAttributes(stack, 'Imported', { keyspaceName: 'shop', typeName: 'address' });
    shop(stack);
    tableOf(stack, type.cqlType);
    Template.fromStack(stack).resourceCountIs('AWS::Cassandra::Type', 0);
    Template.fromStack(stack).hasResource('AWS::Cassandra::Table', { DependsOn: Match.absent() });
    expect(type.typeRef).toEqual({ keyspaceName: 'shop', typeName: 'address' });
  });

  test('from a keyspace of one letter, which the service takes', () => {
    const attributes = { keyspaceName: 'k', typeName: 'a' };
    expect(UserDefinedType.fromUserDefinedTypeAttributes(literalStack(), 'Imported', attributes).keyspaceName).toBe('k');
    const refused = { keyspaceName: 'my-shop', typeName: 'a' };
    expect(refusalOf(() => UserDefinedType.fromUserDefinedTypeAttributes(literalStack(), 'Imported', refused)).name).toBe('KeyspaceNameInvalid');
  });
});

test('a plain CfnKeyspace works, too', () => {
  const stack = literalStack();
  const keyspace = new CfnKeyspace(stack, 'Plain', { keyspaceName: 'plain' });
  typeIn(stack, { keyspace, removalPolicy: RemovalPolicy.DESTROY });
  Template.fromStack(stack).allResourcesProperties('AWS::Cassandra::Type', { KeyspaceName: { Ref: 'Plain' } });
});

test('a resource may depend on it', () => {
  const stack = literalStack();
  const other = new CfnResource(stack, 'Other', { type: 'Test::Other' });
  other.node.addDependency(typeIn(stack));
  Template.fromStack(stack).hasResource('Test::Other', { DependsOn: [Match.stringLikeRegexp('^Address')] });
});
