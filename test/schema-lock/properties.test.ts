import { App, Stack } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import * as fc from 'fast-check';
import { parseLock, serializeLock } from '../../src/schema-lock/lock-file';
import type { Lock, LockedResource } from '../../src/schema-lock/locked-resource';
import { observe, type ObservedStack } from '../../src/schema-lock/observe';
import { type Update, updateLock } from '../../src/schema-lock/update-lock';

const CASES = { numRuns: 1000 };
const FILE = 'schema-lock.json';

function word(letters: string, minLength: number) {
  return fc.string({ unit: fc.constantFrom(...letters), minLength, maxLength: 8 });
}

interface Column { readonly name: string; readonly type: string }
interface Clustering extends Column { readonly order: 'ASC' | 'DESC' }
interface Shape {
  readonly partitionKey: Column[];
  readonly clustering: Clustering[];
  readonly columns: Column[];
}

// Names that objects of JavaScript have, too.
const name = fc.oneof(fc.constantFrom('constructor', 'toString', 'hasOwnProperty', '12', 'valueOf'), word('aBcXyZ019', 2));
const newName = word('abcdef', 1).map((rest) => `new_${rest}`);
const constructId = word('ABCDEF', 2);
const type = fc.constantFrom('int', 'text', 'uuid', 'frozen<list<text>>', 'map<text, int>', 'frozen<"Address">');
const newColumns = fc.uniqueArray(fc.record({ name: newName, type }), { selector: (column) => column.name, maxLength: 4 });
const shape: fc.Arbitrary<Shape> = fc.uniqueArray(name, { minLength: 2, maxLength: 9 }).chain((names) => fc.record({
  types: fc.array(type, { minLength: names.length, maxLength: names.length }),
  statics: fc.array(fc.boolean(), { minLength: names.length, maxLength: names.length }),
  orders: fc.array(fc.constantFrom('ASC' as const, 'DESC' as const), { minLength: names.length, maxLength: names.length }),
  partition: fc.integer({ min: 1, max: names.length }),
  clustered: fc.nat({ max: names.length }),
}).map(({ types, statics, orders, partition, clustered }) => {
  const all = names.map((each, index) => ({ name: each, type: types[index] }));
  const end = partition + clustered;
  return {
    partitionKey: all.slice(0, partition),
    clustering: all.slice(partition, end).map((column, index) => ({ ...column, order: orders[index] })),
    columns: all.slice(end).map((column, index) => clustered > 0 && statics[index] ? { ...column, type: `${column.type} static` } : column),
  };
}));

// One app for all cases: to make one takes longer than to compare it.
const stack = new Stack(new App({ autoSynth: false, stackTraces: false }), 'Shop');

/** What an app with these tables is seen as. */
function app(shapes: Record<string, Shape>, ids = Object.keys(shapes)): ObservedStack[] {
  for (const id of ids) {
    const { partitionKey, clustering, columns } = shapes[id];
    new CfnTable(stack, id, {
      keyspaceName: 'shop',
      tableName: id.toLowerCase(),
      partitionKeyColumns: partitionKey.map(cfn),
      clusteringKeyColumns: clustering.map((column) => ({ column: cfn(column), orderBy: column.order })),
      regularColumns: columns.map(cfn),
    });
  }
  const observed = observe(stack.node.root);
  for (const id of ids) stack.node.tryRemoveChild(id);
  return observed;
}

function cfn({ name: columnName, type: columnType }: Column): CfnTable.ColumnProperty {
  return { columnName, columnType };
}

function update(lock: Lock, observed: ObservedStack[]): Update {
  return updateLock(lock, observed, new Set(), FILE);
}

function edit(before: Shape, after: Shape): Update {
  return update(update(new Map(), app({ Orders: before })).lock, app({ Orders: after }));
}

const codes = ({ errors }: Update) => errors.map((error) => error.name);
const pick = <T>(items: T[]) => fc.nat({ max: items.length - 1 });
const without = <T>(items: T[], index: number) => items.filter((_, each) => each !== index);
const replaced = <T>(items: T[], index: number, item: T) => items.map((each, at) => at === index ? item : each);

test('columns can be added anywhere, and the rest be listed in any order', () => {
  const additions = shape.chain((before) => fc.tuple(
    fc.constant(before),
    newColumns.chain((added) => fc.shuffledSubarray([...before.columns, ...added], { minLength: before.columns.length + added.length })),
  ));
  fc.assert(fc.property(additions, ([before, columns]) => {
    const { errors, remarks, lock } = edit(before, { ...before, columns });
    expect([errors, remarks]).toEqual([[], []]);
    expect(lock.get('Shop')!.resources.get('Orders')!.columns ?? new Map()).toEqual(new Map(columns.map((column) => [column.name, column.type])));
  }), CASES);
});

/** Every way to change a shape but by adding columns, and the code that it must be refused with. */
const edits = (before: Shape): fc.Arbitrary<{ after: Shape; code: string }> => {
  const { partitionKey, clustering, columns } = before;
  const key = (after: Partial<Shape>) => ({ after: { ...before, ...after }, code: 'SchemaLockKeyChanged' });
  const column = (code: string, after: Column[]) => ({ after: { ...before, columns: after }, code });
  return fc.oneof(
    pick(partitionKey).map((at) => key({ partitionKey: replaced(partitionKey, at, { ...partitionKey[at], name: `${partitionKey[at].name}x` }) })),
    pick(partitionKey).map((at) => key({ partitionKey: replaced(partitionKey, at, { ...partitionKey[at], type: 'blob' }) })),
    fc.constant(key({ partitionKey: [...partitionKey, { name: 'new_key', type: 'int' }] })),
    fc.constant(key({ clustering: [...clustering, { name: 'new_key', type: 'int', order: 'ASC' }] })),
    ...partitionKey.length > 1 ? [
      fc.constant(key({ partitionKey: [...partitionKey].reverse() })),
      pick(partitionKey).map((at) => key({ partitionKey: without(partitionKey, at) })),
    ] : [],
    ...clustering.length > 0 ? [
      pick(clustering).map((at) => key({ clustering: replaced(clustering, at, { ...clustering[at], type: 'blob' }) })),
      pick(clustering).map((at) => key({ clustering: without(clustering, at) })),
      fc.constant(key({ partitionKey: [...partitionKey, clustering[0]], clustering: clustering.slice(1) })),
      pick(clustering).map((at) => ({
        after: { ...before, clustering: replaced(clustering, at, { ...clustering[at], order: clustering[at].order === 'ASC' ? 'DESC' as const : 'ASC' as const }) },
        code: 'SchemaLockClusteringOrderChanged',
      })),
    ] : [],
    ...columns.length > 0 ? [
      pick(columns).map((at) => column('SchemaLockColumnRemoved', without(columns, at))),
      pick(columns).map((at) => column('SchemaLockColumnRemoved', replaced(columns, at, { ...columns[at], name: `${columns[at].name}x`.padEnd(12, 'x') }))),
      pick(columns).map((at) => column('SchemaLockColumnTypeChanged', replaced(columns, at, { ...columns[at], type: 'blob' }))),
      pick(columns).map((at) => column('SchemaLockStaticChanged', replaced(columns, at, {
        ...columns[at], type: columns[at].type.endsWith(' static') ? columns[at].type.replace(' static', '') : `${columns[at].type} static`,
      }))),
    ] : [],
  );
};

test('fails for any other edit, with or without an addition', () => {
  const cases = fc.tuple(shape.chain((before) => fc.tuple(fc.constant(before), edits(before))), fc.boolean());
  fc.assert(fc.property(cases, ([[before, { after, code }], adds]) => {
    const columns = adds ? [...after.columns, { name: 'another_column', type: 'int' }] : after.columns;
    expect(codes(edit(before, { ...after, columns }))).toEqual([code]);
  }), CASES);
});

test('the order of constructs makes no difference to the file', () => {
  const shuffled = fc.dictionary(constructId, shape, { minKeys: 1, maxKeys: 4, noNullPrototype: true })
    .chain((shapes) => fc.tuple(fc.constant(shapes), fc.shuffledSubarray(Object.keys(shapes), { minLength: Object.keys(shapes).length })));
  fc.assert(fc.property(shuffled, ([shapes, ids]) => {
    expect(serializeLock(update(new Map(), app(shapes, ids)).lock)).toBe(serializeLock(update(new Map(), app(shapes)).lock));
  }), CASES);
});

const text = fc.oneof(name, fc.string({ maxLength: 8 }), fc.constantFrom('__proto__', '{"Ref":"Name"}', 'ü "x" \\ \n'));
const map = <T>(value: fc.Arbitrary<T>) => fc.array(fc.tuple(text, value), { maxLength: 4 }).map((entries) => new Map(entries));
const optional = { requiredKeys: ['type' as const] };
const resource: fc.Arbitrary<LockedResource> = fc.record({
  type: fc.constantFrom('AWS::Cassandra::Keyspace' as const, 'AWS::Cassandra::Table' as const, 'AWS::Cassandra::Type' as const),
  keyspace: text,
  name: text,
  partitionKey: fc.array(text, { maxLength: 3 }),
  clusteringColumns: fc.array(text, { maxLength: 3 }),
  columns: map(text),
  fields: map(text),
  regions: fc.array(text, { maxLength: 3 }),
  clientSideTimestamps: fc.oneof(fc.boolean(), fc.constant({ Ref: 'Parameter' })),
  settings: map<unknown>(fc.oneof(fc.boolean(), fc.nat(), fc.constant({ Mode: 'ON_DEMAND', List: [1, { a: 'b' }] }))),
  deletionPolicy: fc.constantFrom('Retain', 'Delete'),
  removed: fc.constant(true),
  accepted: fc.constant(true),
}, optional);
const lock: fc.Arbitrary<Lock> = map(fc.record({ stackName: text, resources: map(resource) }));

test('what is written is read back the same, and written again the same', () => {
  fc.assert(fc.property(lock, (written) => {
    const file = serializeLock(written);
    const read = parseLock(file, FILE);
    expect(read).toEqual(written);
    expect(serializeLock(read)).toBe(file);
  }), CASES);
});

test('a lock that an app has updated holds that app', () => {
  fc.assert(fc.property(shape, (each) => {
    const first = update(new Map(), app({ Orders: each })).lock;
    const second = update(parseLock(serializeLock(first), FILE), app({ Orders: each }));
    expect([second.errors, second.remarks, serializeLock(second.lock)]).toEqual([[], [], serializeLock(first)]);
  }), CASES);
});
