import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Checkout, columns, table } from './checkout';

let checkout: Checkout;
beforeEach(() => { checkout = new Checkout(); });
afterEach(() => checkout.remove());

const SILENT = { error: '', warnings: [] };
const MORE = { regularColumns: columns({ total: 'decimal', more: 'int' }) };

test('fails in continuous integration without a file, and says what to run', () => {
  const { error } = checkout.table({}, 'ci');
  expect(error).toContain('[SchemaLockMissing]');
  expect(error).toContain('run "npx cdk synth" where CI is not set');
  expect(checkout.exists).toBe(false);
  expect(checkout.table({})).toEqual(SILENT);
  expect(checkout.table({}, 'ci')).toEqual(SILENT);
});

test('fails in continuous integration with a file that does not hold an addition, and says which', () => {
  checkout.table({});
  const { text } = checkout;
  const { error } = checkout.stack((stack) => { table(stack, MORE); table(stack, { tableName: 'customers' }, 'Customers'); }, 'ci');
  expect(error).toContain('[SchemaLockStale]');
  expect(error).toContain('["Shop: Customers is new","Shop: Orders is changed"]');
  expect(checkout.stack(() => undefined, 'ci').error).toContain('["Shop: Orders is removed"]');
  const many = checkout.stack((stack) => Array.from({ length: 30 }, (_, index) => table(stack, { tableName: `t${index}` }, `T${index}`)), 'ci');
  expect(many.error).toContain('"and 21 more"');
  expect(checkout.text).toBe(text);
});

test.each(['CI', 'CODEBUILD_BUILD_ID', 'TF_BUILD', 'JENKINS_URL', 'TEAMCITY_VERSION'])('%s says that it is continuous integration', (name) => {
  const build = (value?: string) => checkout.stack((stack) => {
    table(stack);
    if (value !== undefined) process.env[name] = value;
  });
  expect(build('1').error).toContain('[SchemaLockMissing]');
  for (const none of ['false', '0', '']) expect(build(none)).toEqual(SILENT);
});

test('a unit test neither makes the file nor changes it, but compares', () => {
  expect(checkout.table({}, 'test')).toEqual(SILENT);
  expect(checkout.exists).toBe(false);
  checkout.table({});
  const { text } = checkout;
  expect(checkout.table(MORE, 'test')).toEqual(SILENT);
  expect(checkout.table({ regularColumns: undefined }, 'test').error).toContain('[SchemaLockColumnRemoved]');
  expect(checkout.text).toBe(text);
});

test('an app of another folder than that of the command line does not write', () => {
  checkout.stack((stack) => {
    table(stack);
    process.env.CDK_OUTDIR = join(checkout.folder, 'elsewhere');
  });
  expect(checkout.exists).toBe(false);
});

test('a command without stacks, as "cdk ls", does not write', () => {
  const props = (stacks: string[]) => ({ context: { 'aws:cdk:bundling-stacks': stacks } });
  const build = (stacks: string[]) => checkout.synthesize((app) => table(new Stack(app, 'Shop')), 'cli', props(stacks));
  expect(build([])).toEqual(SILENT);
  expect(checkout.exists).toBe(false);
  build(['**']);
  expect(checkout.exists).toBe(true);
});

test('what fails for another reason is not written', () => {
  const { error } = checkout.stack((stack) => {
    table(stack);
    stack.node.addValidation({ validate: () => ['something else'] });
  });
  expect(error).toContain('something else');
  expect(checkout.exists).toBe(false);
});

const BROKEN: [what: string, change: (text: string) => string, code: string, says: string][] = [
  ['a comma too many', (text) => text.replace('"total": "decimal"', '"total": "decimal",'), 'SchemaLockBroken', 'line 17, column 11 of the schema lock'],
  ['a missing comma', (text) => text.replace('"keyspace": "shop",', '"keyspace": "shop"'), 'SchemaLockBroken', 'line 11, column 11 of the schema lock FILE: "\\"name\\": \\"orders\\",": expected JSON;'],
  ['an unquoted word', (text) => text.replace('"decimal"', 'decimal'), 'SchemaLockBroken', 'line 16, column 22'],
  ['half of the file', (text) => text.slice(0, text.indexOf('customer_id') + 4), 'SchemaLockBroken', 'line 13, column 18'],
  ['an empty file', () => '', 'SchemaLockBroken', 'line 1, column 1'],
  ['something else than a lock', () => '[]', 'SchemaLockBroken', '"version" is null: expected 1'],
  ['no version', (text) => text.replace('"version": 1,', ''), 'SchemaLockBroken', '"version" is null'],
  ['an older version than the first', (text) => text.replace('"version": 1', '"version": 0'), 'SchemaLockBroken', '"version" is 0'],
  ['stacks that are none', (text) => text.replace(/"stacks": .*/s, '"stacks": []}'), 'SchemaLockBroken', '"stacks" is []: expected an object'],
  ['a stack without a name', (text) => text.replace('"stackName": "Shop",', ''), 'SchemaLockBroken', '"stacks.Shop.stackName" is null'],
  ['an unknown type', (text) => text.replace('Cassandra::Table', 'Cassandra::View'), 'SchemaLockBroken', '"stacks.Shop.resources.Orders.type" is "AWS::Cassandra::View"'],
  ['a number for a name', (text) => text.replace('"orders"', '1'), 'SchemaLockBroken', '"stacks.Shop.resources.Orders.name" is 1: expected a string'],
  ['a key that is no list', (text) => text.replace(/"partitionKey": \[[^\]]*\]/, '"partitionKey": "id uuid"'), 'SchemaLockBroken', 'Orders.partitionKey" is "id uuid"'],
  ['a type that is no text', (text) => text.replace('"decimal"', '{}'), 'SchemaLockBroken', 'Orders.columns.total" is {}: expected a type as text'],
  ['a newer version', (text) => text.replace('"version": 1', '"version": 2'), 'SchemaLockNewer', 'has format version 2: expected at most 1'],
  ['a merge conflict', (text) => text.replace('            "total"', '<<<<<<< HEAD\n            "more": "int",\n=======\n            "other": "int",\n>>>>>>> branch\n            "total"'),
    'SchemaLockConflict', 'line 16 of the schema lock FILE is "<<<<<<< HEAD": expected no markers of a merge conflict'],
];

test.each(BROKEN)('fails for %s, whoever synthesizes, and leaves the file alone', (_what, change, code, says) => {
  checkout.table({});
  checkout.text = change(checkout.text);
  const { text } = checkout;
  for (const by of ['cli', 'test', 'ci'] as const) {
    const { error } = checkout.table({}, by);
    expect(error).toContain(`[${code}]`);
    expect(error.replaceAll(checkout.file, 'FILE')).toContain(says);
  }
  expect(checkout.text).toBe(text);
});

test('takes a file with the line ends of Windows, in another order and with more comments', () => {
  checkout.table(MORE);
  const { version, stacks } = checkout.json;
  checkout.text = JSON.stringify({ stacks, version, note: 'ours' }, undefined, 4).replaceAll('\n', '\r\n');
  const { text } = checkout;
  for (const by of ['cli', 'ci'] as const) expect(checkout.table(MORE, by)).toEqual(SILENT);
  expect(checkout.text).toBe(text);
});

test('fails where it cannot write', () => {
  const { error } = checkout.synthesize((app, lock) => {
    table(new Stack(app, 'Shop'));
    Object.assign(lock, { file: join(checkout.folder, 'nowhere', 'lock.json') });
  });
  expect(error).toContain('[SchemaLockUnwritable]');
});
