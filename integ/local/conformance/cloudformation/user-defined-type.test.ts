import { DeleteTypeCommand, GetTypeCommand, KeyspacesClient } from '@aws-sdk/client-keyspaces';
import { Cassandra } from './cassandra';
import { only, Properties, Resources, Stack, unique } from './stack';

const TYPE = 'AWS::Cassandra::Type';
const GUIDE = 'https://docs.aws.amazon.com/keyspaces/latest/devguide';
const CFN = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-type.html';

const cassandra = new Cassandra();
const keyspace = unique('types');

beforeAll(() => new Stack().create(only('AWS::Cassandra::Keyspace', { KeyspaceName: keyspace })));
afterAll(() => Stack.deleteAll());
afterAll(() => cassandra.end());

const fields = (...pairs: [string, string][]) => ({ Fields: pairs.map(([FieldName, FieldType]) => ({ FieldName, FieldType })) });
const type = (TypeName: string, more: Properties = {}): Resources => only(TYPE, { KeyspaceName: keyspace, TypeName, ...fields(['street', 'TEXT']), ...more });
const table = (TableName: string, ColumnType: string): Resources => ({
  T: { Type: 'AWS::Cassandra::Table', Properties: { KeyspaceName: keyspace, TableName, PartitionKeyColumns: [{ ColumnName: 'id', ColumnType: 'uuid' }], RegularColumns: [{ ColumnName: 'col', ColumnType }] } },
});

test('a type is created, returns its attributes, and is deleted', async () => {
  const [stack, name] = [new Stack(), unique('address')];
  const attribute = (attributeName: string) => ({ 'Fn::GetAtt': ['R', attributeName] });
  const outputs = { Ref: { Ref: 'R' }, Arn: attribute('KeyspaceArn'), Depth: attribute('MaxNestingDepth'), Modified: attribute('LastModifiedTimestamp') };
  const { outputs: found } = await stack.create(type(name), { outputs });
  expect(found).toMatchObject({ Ref: `${keyspace}|${name}`, Arn: `arn:aws:cassandra:us-east-1:111122223333:/keyspace/${keyspace}/`, Depth: '1' });
  expect(Number(found.Modified)).toBeGreaterThan(1.7e9);
  expect(await cassandra.types(keyspace)).toContain(name);
  await stack.delete();
  expect(await cassandra.types(keyspace)).not.toContain(name);
});

test('the API tells the fields of a type and who refers to it', async () => {
  const [inner, outer, orders] = [unique('inner'), unique('outer'), unique('orders')];
  await new Stack().create(type(inner));
  await new Stack().create(type(outer, fields(['home', `frozen<${inner}>`])));
  await new Stack().create(table(orders, `map<text, frozen<${inner}>>`));
  const described = (typeName: string) => new KeyspacesClient({}).send(new GetTypeCommand({ keyspaceName: keyspace, typeName }));
  expect(await described(inner)).toMatchObject({
    keyspaceName: keyspace,
    typeName: inner,
    fieldDefinitions: [{ name: 'street', type: 'text' }],
    status: 'ACTIVE',
    directReferringTables: [orders],
    directParentTypes: [outer],
    maxNestingDepth: 1,
  });
  expect(await described(outer)).toMatchObject({ directReferringTables: [], directParentTypes: [], maxNestingDepth: 2 });
});

const CREATE_TYPE = 'https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_CreateType.html';
const names: [how: string, entered: (name: string) => string, held: (name: string) => string][] = [
  ['in lower case', (name) => name.toUpperCase(), (name) => name],
  ['as it stands in double quotes', (name) => `"My ""${name.toUpperCase()}"" <1>"`, (name) => `My "${name.toUpperCase()}" <1>`],
  ['in double quotes where it would be another type', () => '"duration"', () => 'duration'],
];

test.each(names)(`TypeName is CQL: the name is held %s (${CREATE_TYPE})`, async (_how, entered, held) => {
  const [name, outer, orders] = [unique('udt'), unique('outer'), unique('orders')];
  const uses = `frozen<${entered(name)}>`;
  const stack = new Stack();
  const { outputs, status } = await stack.create({
    R: type(entered(name)).R,
    Outer: { ...type(outer, fields(['col', uses])).R, DependsOn: 'R' },
    T: { ...table(orders, uses).T, DependsOn: 'R' },
  }, { outputs: { Ref: { Ref: 'R' } } });
  expect([status, outputs.Ref]).toEqual(['CREATE_COMPLETE', `${keyspace}|${held(name)}`]);
  expect(await cassandra.types(keyspace)).toContain(held(name));
  // The pages do not agree on how a name in quotes is given to GetType: both are taken.
  for (const typeName of [held(name), `"${held(name).replace(/"/g, '""')}"`]) {
    expect(await new KeyspacesClient({}).send(new GetTypeCommand({ keyspaceName: keyspace, typeName }))).toMatchObject({
      typeName: held(name), directReferringTables: [orders], directParentTypes: [outer],
    });
  }
  const described = await new KeyspacesClient({}).send(new GetTypeCommand({ keyspaceName: keyspace, typeName: outer }));
  expect(described).toMatchObject({ fieldDefinitions: [{ name: 'col', type: entered(name).startsWith('"') ? uses : uses.toLowerCase() }], maxNestingDepth: 2 });
  await stack.delete();
  expect(await cassandra.types(keyspace)).not.toContain(held(name));
});

test.each(names.slice(1))('DeleteType takes a name that is held %s with its quotes and without', async (_how, entered, held) => {
  const name = unique('udt');
  for (const typeName of [held(name), `"${held(name).replace(/"/g, '""')}"`]) {
    await new Stack().create(type(entered(name)));
    expect(await new KeyspacesClient({}).send(new DeleteTypeCommand({ keyspaceName: keyspace, typeName }))).toMatchObject({ typeName: held(name) });
    expect(await cassandra.types(keyspace)).not.toContain(held(name));
  }
});

test(`two names that are one in CQL are one (${CREATE_TYPE})`, async () => {
  const name = unique('udt');
  const upper = name.toUpperCase();
  await new Stack().create(type(name));
  expect(await new Stack().create(type(upper))).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [expect.stringMatching(/already exists/)] });
  expect(await new Stack().create(type(`"${upper}"`))).toMatchObject({ status: 'CREATE_COMPLETE' });
});

const nested = (depth: number) => Array.from({ length: depth }, (_, level) => level);
/** Fields of 128 characters each, with their types. */
const wide = (count: number): [string, string][] => nested(count).map((index) => [`f${index}_`.padEnd(120, 'x'), 'int']);
const refused: [rule: string, source: string, wrong: Properties, right: Properties, reason: RegExp][] = [
  ['a type without fields', CFN, { Fields: undefined }, {}, /'Fields' is a required property/],
  ['a property that is read-only', CFN, { MaxNestingDepth: 1 }, {}, /MaxNestingDepth is read-only/],
  ['a keyspace that does not exist', CFN, { KeyspaceName: 'absent' }, {}, /Keyspace absent does not exist/],
  ['a field of a type that does not exist', `${GUIDE}/cql.ddl.type.html`, fields(['col', 'frozen<absent>']), fields(['col', 'frozen<set<int>>']), /Unknown type .*absent/],
  ['a counter as a field', `${GUIDE}/cql.elements.html`, fields(['col', 'counter']), fields(['col', 'bigint']), /cannot contain counters/],
  ['the type duration', `${GUIDE}/cql.elements.html`, fields(['col', 'duration']), fields(['col', 'time']), /Unsupported type duration/],
  ['a name with a hyphen', CREATE_TYPE, { TypeName: 'with-hyphen' }, { TypeName: '"with-hyphen"' }, /is not a name/],
  ['a name of 49 characters', `${GUIDE}/quotas.html`, { TypeName: `${unique()}_`.padEnd(49, 'x') }, { TypeName: `${unique()}_`.padEnd(48, 'x') }, /name .* more than 48 characters/],
  ['a name of a field of 129 characters', `${GUIDE}/quotas.html`, fields(['f'.repeat(129), 'int']), fields(['f'.repeat(128), 'int']), /name of field .* more than 128 characters/],
  ['a schema above 25 KB', `${GUIDE}/quotas.html`, fields(...wide(250)), fields(...wide(180)), /schema of type .* more than 25600 bytes/],
];

test.each(refused)('refuses %s (%s)', async (_rule, _source, wrong, right, reason) => {
  const name = unique();
  expect(await new Stack().create(type(name, wrong))).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [expect.stringMatching(reason)] });
  expect(await cassandra.types(keyspace)).not.toContain(name);
  expect(await new Stack().create(type(name, right))).toMatchObject({ status: 'CREATE_COMPLETE', reasons: [] });
  expect(await cassandra.types(keyspace)).toContain(String(right.TypeName ?? name).replaceAll('"', ''));
});

test(`refuses eleven types in a type, and a type in eleven (${GUIDE}/quotas.html)`, async () => {
  const prefix = unique('part');
  const many = (name: string, more: (index: number) => Properties) => Object.fromEntries(nested(11).map((index) => [`T${index}`, {
    Type: TYPE, Properties: { KeyspaceName: keyspace, TypeName: `${prefix}_${name}${index}`, ...fields(['col', 'int']), ...more(index) },
  }]));
  const parts = (count: number) => fields(...nested(count).map((index): [string, string] => [`f${index}`, `frozen<${prefix}_child${index}>`]));
  await new Stack().create(many('child', () => ({})));
  expect(await new Stack().create(type(unique(), parts(11)))).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [expect.stringMatching(/uses more than 10 types/)] });
  expect((await new Stack().create(type(unique(), parts(10)))).status).toBe('CREATE_COMPLETE');
  const parents = many('parent', () => fields(['col', `frozen<${prefix}_child10>`]));
  const { T10: eleventh, ...ten } = parents;
  expect((await new Stack().create(ten)).status).toBe('CREATE_COMPLETE');
  expect(await new Stack().create({ T10: eleventh })).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [expect.stringMatching(/used by more than 10 types/)] });
});

test(`refuses nine levels of nesting (${GUIDE}/quotas.html)`, async () => {
  const prefix = unique('level');
  const levels: Resources = Object.fromEntries(nested(8).map((level) => [`L${level}`, {
    Type: TYPE,
    DependsOn: level ? `L${level - 1}` : [],
    Properties: { KeyspaceName: keyspace, TypeName: `${prefix}_${level}`, ...fields(['col', level ? `frozen<${prefix}_${level - 1}>` : 'int']) },
  }]));
  expect((await new Stack().create(levels)).status).toBe('CREATE_COMPLETE');
  expect(await new Stack().create(type(unique(), fields(['col', `frozen<${prefix}_7>`])))).toMatchObject({
    status: 'ROLLBACK_COMPLETE', reasons: [expect.stringMatching(/nested more than 8 levels/)],
  });
});

test(`refuses other fields under the same name, and takes them under another (${CFN})`, async () => {
  const [stack, name, next] = [new Stack(), unique('one'), unique('two')];
  const more = fields(['street', 'text'], ['city', 'text']);
  await stack.create(type(name));
  expect(await stack.update(type(name, more))).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', reasons: [`Resource of type '${TYPE}' with identifier '${keyspace}|${name}' already exists.`] });
  expect((await stack.update(type(next, more))).status).toBe('UPDATE_COMPLETE');
  const types = await cassandra.types(keyspace);
  expect([types.includes(name), types.includes(next)]).toEqual([false, true]);
});

test(`refuses to delete a type that a table uses, until the table is gone (${GUIDE}/cql.ddl.type.html)`, async () => {
  const [typeStack, tableStack, name] = [new Stack(), new Stack(), unique('used')];
  await typeStack.create(type(name));
  await tableStack.create(table(unique(), `frozen<${name}>`));
  expect(await typeStack.delete()).toMatchObject({ status: 'DELETE_FAILED', reasons: [expect.stringMatching(/Cannot drop user type/), expect.any(String)] });
  expect(await cassandra.types(keyspace)).toContain(name);
  await tableStack.delete();
  expect((await typeStack.delete()).status).toBe('DELETE_COMPLETE');
});
