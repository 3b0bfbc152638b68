import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { CqlSchema } from '../../../src';
import { problemsOf } from '../../support/cql';
import { refusalOf } from '../../support/refusal';

const names = (cql: string) => CqlSchema.fromString(cql).tables.map(({ keyspaceName, tableName }) => [keyspaceName, tableName].filter(Boolean).join('.'));
const orders = 'CREATE TABLE orders (id uuid PRIMARY KEY)';
const notes = 'CREATE TABLE notes (id uuid PRIMARY KEY)';

test.each([
  ['one semicolon each', `${orders};${notes};`],
  ['no last semicolon', `${orders};\n${notes}`],
  ['many semicolons', `;;${orders};; ;\n;${notes};;`],
  ['no semicolons, but lines', `${orders}\n\n${notes}\n`],
  ['a comment between', `${orders}\n-- the notes; and 'so\n  ${notes}`],
  ['a byte order mark, tabs and another system\'s line ends', `\uFEFF${orders};\r\n\t${notes};\r\n`],
  ['comments of all three kinds', `-- it's; CREATE TABLE no (\n${orders} // "so\n; /* CREATE TABLE neither (id int); ' */ ${notes}`],
  ['what cqlsh writes of tables that it cannot', `${orders};\n/*\nWarning: Table shop.old omitted because it has constructs not compatible with CQL (was created via legacy API).\n\nApproximate structure, for reference:\n(this should not be used to reproduce this schema)\n\nCREATE TABLE shop.old (key blob PRIMARY KEY);\n*/\n${notes}`],
  ['semicolons in strings', `CREATE TABLE orders (id uuid PRIMARY KEY) WITH comment = 'a; -- b /* ''c';${notes}`],
  ['every word on its own line', `${orders};${notes}`.replace(/ /g, '\n')],
])('divides a text with %s', (_, cql) => {
  expect(names(cql)).toEqual(['orders', 'notes']);
});

test('knows in which keyspace it is', () => {
  expect(names(`${orders};USE shop;${orders};CREATE TABLE "Home".orders (id uuid PRIMARY KEY);use "Home";${notes}`))
    .toEqual(['orders', 'shop.orders', 'Home.orders', 'Home.notes']);
});

test('tells everything that is wrong at once, each with its line', () => {
  const refusal = refusalOf(() => CqlSchema.fromString([
    'CREATE TABLE orders (',
    '  id uuid,',
    '\ttotal dcimal,',
    '  v text,',
    '  PRIMARY KEY (id)',
    ');',
    'CREATE INDEX ON orders (total);',
    'CREATE TABEL notes (id uuid PRIMARY KEY);',
  ].join('\n')));
  expect(refusal.name).toBe('CqlInvalid');
  expect(refusal.message).toBe([
    'CQL in "CQL": expected nothing but what Amazon Keyspaces takes; these 4 are to be corrected',
    '',
    'CQL:3:2: [UserDefinedTypeUnknown] "total" is of type "dcimal": expected a native type, or a user-defined type declared in the same keyspace;'
      + ' correct the name, or add its CREATE TYPE statement',
    '    3 |  total dcimal,',
    '         ^',
    '',
    'CQL:4:3: [ColumnNameInvalid] column name "v": expected 2 to 48 letters, digits and underscores, the first one a letter or a digit;'
      + ' choose another name; CloudFormation refuses this one although CQL may take it',
    '    4 |   v text,',
    '          ^',
    '',
    'CQL:7:1: [INDEX] Amazon Keyspaces has no secondary indexes: make a second table whose key begins with the indexed column;'
      + ' or leave it out on purpose with CqlFeature.INDEX',
    '    7 | CREATE INDEX ON orders (total);',
    '        ^',
    '',
    'CQL:8:8: [SYNTAX] "TABEL" cannot stand here',
    '    8 | CREATE TABEL notes (id uuid PRIMARY KEY);',
    '               ^',
    '',
    ' [CqlInvalid]',
  ].join('\n'));
});

test.each([
  ['a comma missing', 'CREATE TABLE orders (id uuid\n total int, PRIMARY KEY (id))', '2:2 SYNTAX', '"total" stands where ")" or "," or "." or PRIMARY or STATIC is expected'],
  ['a parenthesis missing', `CREATE TABLE orders (id uuid PRIMARY KEY;${notes}`, '1:41 SYNTAX', 'the end of the statement stands where'],
  ['a reserved word as a name', 'CREATE TABLE orders (id uuid PRIMARY KEY, order int)', '1:43 SYNTAX', '"order", which needs double quotes to be a name'],
  ['a string that is not closed', 'CREATE TABLE orders (id uuid PRIMARY KEY) WITH comment = \'so', '1:58 SYNTAX', '\' is not closed'],
  ['a comment that is not closed', `${orders};\n/* so`, '2:1 SYNTAX', 'a comment that is not closed: end it with */'],
  ['a placeholder', 'CREATE TABLE ${keyspace}.orders (id uuid PRIMARY KEY)', '1:14 SYNTAX', 'a placeholder cannot be read'],
  ['a placeholder of another kind', 'CREATE TABLE {{ keyspace }}.orders (id uuid PRIMARY KEY)', '1:14 SYNTAX', 'a placeholder cannot be read'],
  ['a comment of another language', '# the orders\n' + orders, '1:1 SYNTAX', '"#" begins no comment in CQL'],
  ['what is no CQL, once', '{"a": 1};\n<p>so</p>;\nhello;', '1:1 SYNTAX', '"{"a":" begins no statement of CQL'],
  ['a name in empty quotes', 'CREATE TABLE "" (id uuid PRIMARY KEY)', '1:14 SYNTAX', '"""" stands where'],
])('fails for %s', (_, cql, problem, message) => {
  expect(problemsOf(cql)).toEqual([problem]);
  expect(refusalOf(() => CqlSchema.fromString(cql)).message).toContain(message);
});

test('shows the part of a long line that matters', () => {
  const cql = `CREATE TABLE orders (id uuid PRIMARY KEY, ${Array.from({ length: 100 }, (_, index) => `col${index} int`).join(', ')}, at duration)`;
  const [excerpt, marker] = refusalOf(() => CqlSchema.fromString(cql)).message.split('\n').slice(3);
  expect(excerpt.length).toBeLessThan(120);
  expect(excerpt.slice(marker.indexOf('^'))).toBe('duration)');
});

test('tells of a hundred, and counts the others', () => {
  const { message } = refusalOf(() => CqlSchema.fromString('CREATE INDEX ON orders (total);\n'.repeat(103)));
  expect(message.match(/\[INDEX\]/g)).toHaveLength(100);
  expect(message).toContain('these 103 are to be corrected');
  expect(message).toContain('and 3 more');
});

describe('files', () => {
  let folder: string;
  const write = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'cql-')); });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('are read', () => {
    expect(CqlSchema.fromFile(write('schema.cql', orders)).table('orders').partitionKey).toHaveLength(1);
  });

  test('may build on one another', () => {
    const paths = [write('1.cql', `USE shop; ${orders}`), write('2.cql', 'ALTER TABLE orders ADD total int')];
    expect(CqlSchema.fromFiles(paths).table('shop.orders').columns.map(({ name }) => name)).toEqual(['total']);
    expect(refusalOf(() => CqlSchema.fromFile(paths[1])).message).toContain('give all files in their order to CqlSchema.fromFiles()');
  });

  test('are named by what is wrong in them', () => {
    const paths = [write('1.cql', `${orders};\nCREATE INDEX ON orders (id)`), write('2.cql', 'ALTER TABLE orders ADD v int')];
    const { message } = refusalOf(() => CqlSchema.fromFiles(paths));
    expect(message).toMatch(/1\.cql:2:1: \[INDEX\] [^]*2\.cql:1:24: \[ColumnNameInvalid\] /);
  });

  test('are counted where they are many', () => {
    const paths = ['1', '2', '3', '4', '5'].map((name) => write(`${name}.cql`, 'CREATE INDEX ON orders (id)'));
    const [first] = refusalOf(() => CqlSchema.fromFiles(paths)).message.split('\n');
    expect(first).toMatch(/1\.cql, .*2\.cql, .*3\.cql and 2 more": expected/);
  });

  test.each([
    ['that are not there', () => join(folder, 'other.cql'), 'ENOENT'],
    ['that are no text', () => write('image.cql', Buffer.from([0x89, 0xff, 0xfe])), 'not valid'],
  ])('%s fail', (_, path, reason) => {
    const refusal = refusalOf(() => CqlSchema.fromFile(path()));
    expect(refusal.name).toBe('CqlFileUnreadable');
    expect(refusal.message).toContain(reason);
  });
});
