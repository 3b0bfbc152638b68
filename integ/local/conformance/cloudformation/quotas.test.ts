import { Cassandra } from './cassandra';
import { only, Resources, Stack, unique } from './stack';

const QUOTAS = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html';

const cassandra = new Cassandra();
afterAll(() => Stack.deleteAll());
afterAll(() => cassandra.end());

const times = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));
const numbered = (resources: Resources[string][]): Resources => Object.fromEntries(resources.map((resource, index) => [`R${index}`, resource]));

// Each in a Region of its own, where no other test deploys: these quotas count per Region.
test(`refuses the 257th keyspace of a Region (${QUOTAS})`, async () => {
  const name = unique();
  const keyspace = (index: number) => ({ Type: 'AWS::Cassandra::Keyspace', Properties: { KeyspaceName: `${name}_${index}` } });
  expect((await new Stack('us-west-1').create(numbered(times(256, keyspace)))).status).toBe('CREATE_COMPLETE');
  expect(await new Stack('us-west-1').create({ R: keyspace(256) })).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: ['The limit of 256 keyspaces in a Region is reached'] });
});

test(`refuses the 257th table of a Region (${QUOTAS})`, async () => {
  const name = unique();
  const table = (index: number) => ({
    Type: 'AWS::Cassandra::Table', Properties: { KeyspaceName: name, TableName: `table_${index}`, PartitionKeyColumns: [{ ColumnName: 'id', ColumnType: 'int' }] },
  });
  await new Stack('us-west-2').create(only('AWS::Cassandra::Keyspace', { KeyspaceName: name }));
  // Two stacks, since a template may have 51,200 characters.
  for (const start of [0, 128]) {
    expect((await new Stack('us-west-2').create(numbered(times(128, (index) => table(start + index))))).status).toBe('CREATE_COMPLETE');
  }
  expect(await new Stack('us-west-2').create({ R: table(256) })).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: ['The limit of 256 tables in a Region is reached'] });
});

test(`refuses the 257th type of a Region, and the 51st of a table (${QUOTAS})`, async () => {
  const name = unique();
  const type = (index: number) => ({
    Type: 'AWS::Cassandra::Type',
    DependsOn: 'K',
    DeletionPolicy: 'Retain',
    Properties: { KeyspaceName: name, TypeName: `type_${index}`, Fields: [{ FieldName: 'field', FieldType: 'int' }] },
  });
  const keyspace: Resources = { K: { Type: 'AWS::Cassandra::Keyspace', Properties: { KeyspaceName: name } } };
  expect((await new Stack('eu-north-1').create({ ...keyspace, ...numbered(times(256, type)) })).status).toBe('CREATE_COMPLETE');
  const { DependsOn: _, ...last } = type(256);
  expect(await new Stack('eu-north-1').create({ R: last })).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: ['The limit of 256 user-defined types in a Region is reached'] });
  const table = (types: number) => only('AWS::Cassandra::Table', {
    KeyspaceName: name,
    TableName: 'wide',
    PartitionKeyColumns: [{ ColumnName: 'id', ColumnType: 'int' }],
    RegularColumns: times(types, (index) => ({ ColumnName: `col_${index}`, ColumnType: `type_${index}` })),
  });
  expect(await new Stack('eu-north-1').create(table(51))).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: ['Table wide uses more than 50 user-defined types'] });
  expect((await new Stack('eu-north-1').create(table(50))).status).toBe('CREATE_COMPLETE');
});
