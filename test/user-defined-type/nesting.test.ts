import { type Stack, Validations } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CqlType, type IKeyspace, Keyspace, KeyspacesQuotas, Table, TableSchema, UserDefinedType, UserDefinedTypeSchema } from '../../src';
import { literalStack } from '../support/app';
import { ORDERS } from '../support/schemas';

const keyspaceOf = (stack: Stack) => stack.node.tryFindChild('Shop') as IKeyspace ?? new Keyspace(stack, 'Shop', { keyspaceName: 'shop' });

function typeOf(stack: Stack, typeName: string, inner: CqlType[] = [CqlType.INT]): UserDefinedType {
  const schema = new UserDefinedTypeSchema({ fields: inner.map((type, index) => ({ name: `field_${index}`, type })) });
  return new UserDefinedType(stack, typeName, { keyspace: keyspaceOf(stack), typeName, schema });
}

function tableOf(stack: Stack, id: string, types: CqlType[]): Table {
  const columns = types.map((type, index) => ({ name: `column_${index}`, type }));
  return new Table(stack, id, { keyspace: keyspaceOf(stack), schema: new TableSchema({ partitionKey: ORDERS.partitionKey, columns }) });
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const frozen = (name: string) => CqlType.frozen(CqlType.udt(name));

describe('nesting', () => {
  const chain = (stack: Stack, levels: number) =>
    range(levels).forEach((level) => typeOf(stack, `level_${level}`, level > 0 ? [CqlType.INT, CqlType.list(frozen(`level_${level - 1}`))] : undefined));

  test('of eight levels is accepted', () => {
    const stack = literalStack();
    chain(stack, 8);
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('of nine levels fails, once', () => {
    const stack = literalStack();
    chain(stack, 10);
    expect(() => Template.fromStack(stack)).toThrow(/^[^[]*\[Stack\/level_8\] levels of user-defined types from "level_8" on 9[^[]*\[UserDefinedTypeNestedTooDeep\]$/);
  });

  test('in a circle fails', () => {
    const stack = literalStack();
    typeOf(stack, 'chicken', [frozen('egg')]);
    typeOf(stack, 'egg', [frozen('chicken')]);
    expect(() => Template.fromStack(stack)).toThrow(/"chicken" needs \["egg"\].*\[UserDefinedTypeCycle\]/);
  });

  test('in itself fails', () => {
    const stack = literalStack();
    typeOf(stack, 'tree', [frozen('tree')]);
    expect(() => Template.fromStack(stack)).toThrow(/\[UserDefinedTypeCycle\]/);
  });
});

describe('a column of a type with a collection that is not frozen', () => {
  const make = (column: (type: CqlType) => CqlType, field = CqlType.set(CqlType.TEXT)) => {
    const stack = literalStack();
    tableOf(stack, 'Orders', [column(typeOf(stack, 'tagged', [field]).cqlType)]);
    return () => Template.fromStack(stack);
  };

  test('fails', () => expect(make((type) => type)).toThrow(/"column_0" is of type "tagged".*\[UserDefinedTypeNotFrozen\]/));

  test.each<[string, () => unknown]>([
    ['the column is frozen', make((type) => CqlType.frozen(type))],
    ['the field is frozen', make((type) => type, CqlType.frozen(CqlType.set(CqlType.TEXT)))],
    ['the type is an element', make((type) => CqlType.list(type))],
  ])('is accepted where %s', (_, synth) => expect(synth).not.toThrow());
});

describe.each<[string, number, (stack: Stack, count: number) => void]>([
  ['userDefinedTypesPerTable', 50, (stack, count) => { tableOf(stack, 'At', range(count).map((index) => frozen(`type_${index}`))); }],
  ['childTypesPerUserDefinedType', 10, (stack, count) => { typeOf(stack, 'At', range(count).map((index) => frozen(`type_${index}`))); }],
  ['parentTypesPerUserDefinedType', 10, (stack, count) => {
    typeOf(stack, 'At');
    range(count).forEach((index) => typeOf(stack, `outer_${index}`, [CqlType.frozen(CqlType.udt('"At"'))]));
  }],
  ['tablesPerUserDefinedType', 100, (stack, count) => {
    typeOf(stack, 'At');
    range(count).forEach((index) => tableOf(stack, `T${index}`, [CqlType.frozen(CqlType.udt('"At"'))]));
  }],
])('the quota %s', (quota, most, make) => {
  const warning = Match.stringLikeRegexp(`cdk-keyspaces:${quota}AboveQuota`);

  test(`warns above ${most}`, () => {
    const stack = literalStack();
    make(stack, most + 1);
    Annotations.fromStack(stack).hasWarning('/Stack/At/Resource', warning);
  });

  test(`says nothing of ${most}`, () => {
    const stack = literalStack();
    make(stack, most);
    Annotations.fromStack(stack).hasNoWarning('*', warning);
  });

  test('says nothing once it is raised', () => {
    const stack = literalStack();
    KeyspacesQuotas.of(stack).declare({ [quota]: most + 1 });
    make(stack, most + 1);
    Annotations.fromStack(stack).hasNoWarning('*', warning);
  });
});

test('a warning can be acknowledged on the type', () => {
  const stack = literalStack();
  const type = typeOf(stack, 'At', range(11).map((index) => frozen(`type_${index}`)));
  Validations.of(type).acknowledge({ id: 'cdk-keyspaces:childTypesPerUserDefinedTypeAboveQuota', reason: 'on purpose' });
  Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('AboveQuota'));
});
