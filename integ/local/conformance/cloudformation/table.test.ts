import { KeyspacesClient, GetTableCommand } from '@aws-sdk/client-keyspaces';
import { Cassandra } from './cassandra';
import { keyspaces, only, Options, Properties, Resources, Stack, unique } from './stack';

const TYPE = 'AWS::Cassandra::Table';
const GUIDE = 'https://docs.aws.amazon.com/keyspaces/latest/devguide';
const CFN = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-table.html';

const cassandra = new Cassandra();
const client = new KeyspacesClient({});
const [single, multi] = [unique('single'), unique('multi')];

beforeAll(() => new Stack().create(keyspaces(single, multi)));
afterAll(() => Stack.deleteAll());
afterAll(() => cassandra.end());

const column = (ColumnName: string, ColumnType: string) => ({ ColumnName, ColumnType });
const regular = (...columns: [string, string][]) => ({ RegularColumns: columns.map(([name, type]) => column(name, type)) });
const table = (TableName: string, more: Properties = {}): Resources =>
  only(TYPE, { KeyspaceName: single, TableName, PartitionKeyColumns: [column('id', 'uuid')], ...more });
const clustered = (...more: [string, string][]) => ({ ClusteringKeyColumns: [{ Column: column('at', 'timeuuid') }], ...regular(...more) });
const billing = (Mode: string, units?: [number, number]) =>
  ({ BillingMode: { Mode, ...(units && { ProvisionedThroughput: { ReadCapacityUnits: units[0], WriteCapacityUnits: units[1] } }) } });
const autoscaled = (TargetValue: unknown, [MinimumUnits, MaximumUnits] = [1, 10]) => {
  const ScalingPolicy = { TargetTrackingScalingPolicyConfiguration: { TargetValue } };
  return { AutoScalingSpecifications: { ReadCapacityAutoScaling: { MinimumUnits, MaximumUnits, ScalingPolicy } } };
};
const PROVISIONED = billing('PROVISIONED', [5, 5]);
const replica = { ReplicaSpecifications: [{ Region: 'eu-west-1', ReadCapacityUnits: 7 }] };
const stream = (ViewType?: string, Status = 'ENABLED') => ({ CdcSpecification: { Status, ViewType } });

const describeTable = async (tableName: string, keyspaceName = single) => client.send(new GetTableCommand({ keyspaceName, tableName }));

test('a table is created with its columns, key, order and time to live, and deleted', async () => {
  const [stack, name] = [new Stack(), unique('Orders')];
  const created = await stack.create(table(name, {
    PartitionKeyColumns: [column('Customer', 'uuid'), column('year', 'INT')],
    ClusteringKeyColumns: [{ Column: column('at', 'timeuuid'), OrderBy: 'DESC' }, { Column: column('line', 'int') }],
    ...regular(['total', 'decimal'], ['note', 'TEXT STATIC'], ['tags', 'frozen<list<text>>']),
    DefaultTimeToLive: '3600',
  }), { outputs: { Ref: { Ref: 'R' } } });
  expect(created).toMatchObject({ status: 'CREATE_COMPLETE', outputs: { Ref: `${single}|${name}` } });
  expect((await cassandra.columns(single, name)).sort()).toEqual([
    'Customer uuid partition_key none', 'at timeuuid clustering desc', 'line int clustering asc', 'note text static none',
    'tags frozen<list<text>> regular none', 'total decimal regular none', 'year int partition_key none',
  ]);
  expect(await cassandra.timeToLive(single, name)).toBe(3600);
  expect((await stack.delete()).status).toBe('DELETE_COMPLETE');
  expect(await cassandra.tables(single)).not.toContain(name);
});

test('a table without a name gets one', async () => {
  const { outputs: { Ref } } = await new Stack().create(table('', { TableName: undefined }), { outputs: { Ref: { Ref: 'R' } } });
  const name = Ref.split('|')[1];
  expect(name).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9_]{1,47}$/);
  expect(await cassandra.tables(single)).toContain(name);
});

const frozen = (levels: number): string => (levels ? `frozen<list<${frozen(levels - 1)}>>` : 'int');
type Case = [rule: string, source: string, wrong: Properties, right: Properties, reason: RegExp];
const refused: Case[] = [
  ['a missing partition key', CFN, { PartitionKeyColumns: undefined }, {}, /'PartitionKeyColumns' is a required property/],
  ['an empty partition key', CFN, { PartitionKeyColumns: [] }, {}, /minimum item count: 1/],
  ['an unknown property', CFN, { Comment: 'x' }, {}, /'Comment' was unexpected/],
  ['a column name of one letter', CFN, regular(['a', 'int']), regular(['ab', 'int']), /'a' does not match/],
  ['a column name with a leading underscore', CFN, regular(['_ab', 'int']), regular(['ab_', 'int']), /'_ab' does not match/],
  ['a keyspace that does not exist', CFN, { KeyspaceName: 'absent' }, {}, /Keyspace absent does not exist/],
  ['a table in a system keyspace', `${GUIDE}/working-with-keyspaces.html`, { KeyspaceName: 'system_schema' }, {}, /system_schema is a system keyspace/],
  ['a type that does not exist', `${GUIDE}/cql.ddl.type.html`, regular(['col', 'frozen<absent>']), regular(['col', 'frozen<list<int>>']), /Unknown type .*absent/],
  ['the type duration', `${GUIDE}/cql.elements.html`, regular(['col', 'list<duration>']), regular(['duration', 'list<time>']), /Unsupported type duration/],
  ['the type vector', `${GUIDE}/cql.elements.html`, regular(['col', 'vector<float, 3>']), regular(['col', 'list<float>']), /Unsupported type vector/],
  ['two columns for the type of one', `${GUIDE}/cql.elements.html`, regular(['col', 'text, other text']), regular(['col', 'map<text, frozen<list<int>>>']), /text, other text/],
  ['a static column without clustering columns', `${GUIDE}/cql.ddl.table.html`, regular(['col', 'text static']), clustered(['col', 'text static']), /Static columns are only useful/],
  ['a counter beside other columns', `${GUIDE}/cql.elements.html`, regular(['hits', 'counter'], ['col', 'int']), regular(['hits', 'counter']), /Cannot mix counter and non counter columns/],
  ['a counter in the key', `${GUIDE}/cql.elements.html`, { PartitionKeyColumns: [column('id', 'counter')] }, { PartitionKeyColumns: [column('id', 'bigint')] }, /counter type is not supported for PRIMARY KEY/],
  ['a collection in the key', `${GUIDE}/cql.elements.html`, { PartitionKeyColumns: [column('id', 'list<int>')] }, { PartitionKeyColumns: [column('id', 'frozen<list<int>>')] }, /Invalid non-frozen collection type/],
  ['a collection in a collection that is not frozen', `${GUIDE}/cql.elements.html`, regular(['col', 'list<list<int>>']), regular(['col', 'list<frozen<list<int>>>']), /Non-frozen collections are not allowed inside collections/],
  ['nine levels of frozen types', `${GUIDE}/quotas.html`, regular(['col', frozen(9)]), regular(['col', frozen(8)]), /more than 8 levels of frozen types/],
  ['a column twice', CFN, regular(['col', 'int'], ['col', 'text']), regular(['col', 'int'], ['Col', 'text']), /duplicate|Multiple definition|already defined/i],
  ['a time to live below zero', CFN, { DefaultTimeToLive: -1 }, { DefaultTimeToLive: 0 }, /less than the minimum of 0/],
  ['a time to live above 20 years', `${GUIDE}/TTL-how-it-works.html`, { DefaultTimeToLive: 630720001 }, { DefaultTimeToLive: 630720000 }, /630720001 exceeds 630720000/],
  ['provisioned capacity without units', `${GUIDE}/ReadWriteCapacityMode.html`, billing('PROVISIONED'), PROVISIONED, /needs ReadCapacityUnits and WriteCapacityUnits/],
  ['zero capacity units', CFN, billing('PROVISIONED', [0, 1]), billing('PROVISIONED', [1, 1]), /less than the minimum of 1/],
  ['auto scaling of on-demand capacity', `${GUIDE}/autoscaling.html`, autoscaled(70), { ...PROVISIONED, ...autoscaled(70) }, /PROVISIONED capacity mode only/],
  ['a target of 19', `${GUIDE}/autoscaling.html`, { ...PROVISIONED, ...autoscaled(19) }, { ...PROVISIONED, ...autoscaled(20) }, /TargetValue 19 must be between 20 and 90/],
  ['a target of 91', `${GUIDE}/autoscaling.html`, { ...PROVISIONED, ...autoscaled(91) }, { ...PROVISIONED, ...autoscaled(90) }, /TargetValue 91 must be between/],
  ['a target that is no integer', CFN, { ...PROVISIONED, ...autoscaled(70.5) }, { ...PROVISIONED, ...autoscaled('70') }, /70.5 is not of type 'integer'/],
  ['a minimum above the maximum', `${GUIDE}/autoscaling.html`, { ...PROVISIONED, ...autoscaled(70, [11, 10]) }, { ...PROVISIONED, ...autoscaled(70, [10, 10]) }, /MinimumUnits 11 must not exceed MaximumUnits 10/],
  ['a replica where the keyspace is not', `${GUIDE}/multiRegion-replication_usage-notes.html`, { KeyspaceName: multi, ...PROVISIONED, ReplicaSpecifications: [{ Region: 'eu-west-2' }] }, { KeyspaceName: multi, ...PROVISIONED, ReplicaSpecifications: [{ Region: 'eu-west-1' }] }, /name eu-west-2, which the keyspace is not replicated to/],
  ['capacity units of an on-demand replica', CFN, { KeyspaceName: multi, ...replica }, { KeyspaceName: multi, ...PROVISIONED, ...replica }, /capacity units are for tables in PROVISIONED capacity mode only/],
  ['disabled client-side timestamps of a multi-Region table', `${GUIDE}/client-side-timestamps.html`, { KeyspaceName: multi, ClientSideTimestampsEnabled: false }, { KeyspaceName: multi, ClientSideTimestampsEnabled: true }, /always enabled/],
  ['a stream tag without a value', `${GUIDE}/tagging-restrictions.html`, { CdcSpecification: { Status: 'ENABLED', Tags: [{ Key: 'a', Value: '' }] } }, { CdcSpecification: { Status: 'ENABLED', Tags: [{ Key: 'a', Value: 'b' }] } }, /minimum length: 1/],
];

test.each(refused)('refuses %s (%s)', async (_rule, _source, wrong, right, reason) => {
  const name = unique();
  expect(await new Stack().create(table(name, wrong))).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [expect.stringMatching(reason)] });
  expect(await cassandra.tables(single)).not.toContain(name);
  expect(await new Stack().create(table(name, right))).toMatchObject({ status: 'CREATE_COMPLETE', reasons: [] });
  expect(await cassandra.tables((right.KeyspaceName as string) ?? single)).toContain(name);
});

test(`refuses a schema above 350 KB (${GUIDE}/quotas.html)`, async () => {
  // Nothing but the size of the statement tells the two apart: 350 KB are 358,400 bytes. Joined, since a template may have 51,200.
  const spaces = (hundredth: number) => ({ 'Fn::Join': [' '.repeat(hundredth), Array(101).fill('')] });
  const columns = (hundredth: number) => ({ RegularColumns: [{ ColumnName: 'col', ColumnType: { 'Fn::Join': ['', ['text', spaces(hundredth)]] } }] });
  expect(await new Stack().create(table(unique(), columns(3584)))).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [expect.stringMatching(/the limit is 358400/)] });
  expect((await new Stack().create(table(unique(), columns(3580)))).status).toBe('CREATE_COMPLETE');
});

test('refuses a table that exists already, leaves that one alone, and takes it when that one is gone', async () => {
  const [first, name] = [new Stack(), unique()];
  await first.create(table(name));
  expect(await new Stack().create(table(name))).toMatchObject({
    status: 'ROLLBACK_COMPLETE', reasons: [`Resource of type '${TYPE}' with identifier '${single}|${name}' already exists.`],
  });
  expect(await cassandra.tables(single)).toContain(name);
  await first.delete();
  expect((await new Stack().create(table(name))).status).toBe('CREATE_COMPLETE');
});

const COLUMNS = regular(['total', 'decimal'], ['note', 'text']);
type Change = [rule: string, source: string, before: Properties, wrong: Properties, right: Properties, reason: RegExp];
const refusedChanges: Change[] = [
  ['another type of a column', CFN, COLUMNS, regular(['total', 'double'], ['note', 'text']), regular(['note', 'TEXT'], ['total', 'Decimal']), /^Altering column is not supported in CloudFormation currently$/],
  ['removing a column', CFN, COLUMNS, regular(['total', 'decimal']), regular(['total', 'decimal'], ['note', 'text'], ['more', 'int']), /^Altering column is not supported in CloudFormation currently$/],
  ['renaming a column', CFN, COLUMNS, regular(['total', 'decimal'], ['remark', 'text']), { ...COLUMNS, DefaultTimeToLive: 60 }, /^Altering column is not supported in CloudFormation currently$/],
  ['another view type of an enabled stream', `${GUIDE}/cdc_how-it-works.html`, stream(), stream('KEYS_ONLY'), stream('KEYS_ONLY', 'DISABLED'), /view type NEW_AND_OLD_IMAGES of an enabled stream cannot be changed/],
  ['a provisioned table without units', `${GUIDE}/ReadWriteCapacityMode.html`, {}, billing('PROVISIONED'), PROVISIONED, /needs ReadCapacityUnits/],
  ['another time to live of a multi-Region table', `${GUIDE}/multiRegion-replication_usage-notes.html`, { KeyspaceName: multi, DefaultTimeToLive: 60 }, { KeyspaceName: multi, DefaultTimeToLive: 61 }, { KeyspaceName: multi, DefaultTimeToLive: 60, PointInTimeRecoveryEnabled: true }, /multi-Region table cannot be changed/],
  ['another key under the same name', CFN, {}, { PartitionKeyColumns: [column('key', 'uuid')] }, { PointInTimeRecoveryEnabled: true }, /already exists/],
  ['other clustering columns under the same name', CFN, clustered(), { ClusteringKeyColumns: [{ Column: column('at', 'timeuuid'), OrderBy: 'DESC' }], RegularColumns: [] }, { ...clustered(), DefaultTimeToLive: 1 }, /already exists/],
  ['client-side timestamps under the same name', CFN, {}, { ClientSideTimestampsEnabled: true }, { PointInTimeRecoveryEnabled: true }, /already exists/],
];

test.each(refusedChanges)('refuses %s (%s)', async (_rule, _source, before, wrong, right, reason) => {
  const [stack, name] = [new Stack(), unique()];
  const keyspace = (before.KeyspaceName as string) ?? single;
  await stack.create(table(name, before));
  const columns = await cassandra.columns(keyspace, name);
  expect(await stack.update(table(name, wrong))).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', reasons: [expect.stringMatching(reason)] });
  expect(await cassandra.columns(keyspace, name)).toEqual(columns);
  expect(await stack.update(table(name, right))).toMatchObject({ status: 'UPDATE_COMPLETE', reasons: [] });
});

test('adds columns and changes the time to live in place', async () => {
  const [stack, name] = [new Stack(), unique()];
  await stack.create(table(name, COLUMNS));
  await cassandra.execute(`INSERT INTO ${single}.${name} (id, total) VALUES (uuid(), 1.5)`);
  await stack.update(table(name, { ...regular(['total', 'decimal'], ['note', 'text'], ['more', 'set<int>']), DefaultTimeToLive: 60 }));
  expect(await cassandra.columns(single, name)).toContain('more set<int> regular none');
  expect(await cassandra.timeToLive(single, name)).toBe(60);
  expect((await cassandra.execute(`SELECT * FROM ${single}.${name}`)).rowLength).toBe(1);
});

test('an added column cannot be rolled back: the rollback fails', async () => {
  const [stack, name] = [new Stack(), unique()];
  await stack.create(table(name));
  const failing: Resources = { Bad: { Type: 'AWS::Cassandra::Keyspace', DependsOn: 'R', Properties: { KeyspaceName: 'k' } } };
  const outcome = await stack.update({ ...table(name, COLUMNS), ...failing });
  expect(outcome.status).toBe('UPDATE_ROLLBACK_FAILED');
  expect(outcome.reasons).toContain('Altering column is not supported in CloudFormation currently');
});

test(`a change to provisioned capacity cannot be rolled back for a day: the rollback fails (${GUIDE}/ReadWriteCapacityMode.SwitchReadWriteCapacityMode.html)`, async () => {
  const failing: Resources = { Bad: { Type: 'AWS::Cassandra::Keyspace', DependsOn: 'R', Properties: { KeyspaceName: 'k' } } };
  const change = async (before: Properties, after: Properties) => {
    const [stack, name] = [new Stack(), unique()];
    await stack.create(table(name, before));
    return stack.update({ ...table(name, after), ...failing });
  };
  expect(await change({}, PROVISIONED)).toMatchObject({ status: 'UPDATE_ROLLBACK_FAILED', reasons: expect.arrayContaining([expect.stringMatching(/once in 24 hours/)]) });
  expect((await change(PROVISIONED, billing('ON_DEMAND'))).status).toBe('UPDATE_ROLLBACK_COMPLETE');
});

test('an autoscaled table is deleted with its stack, which turns auto scaling off', async () => {
  const [stack, name] = [new Stack(), unique()];
  await stack.create(table(name, { ...PROVISIONED, ...autoscaled(70) }));
  expect((await stack.delete()).status).toBe('DELETE_COMPLETE');
  expect(await cassandra.tables(single)).not.toContain(name);
});

test('a table with another name and key replaces the old one', async () => {
  const [stack, before, after] = [new Stack(), unique('before'), unique('after')];
  const options: Options = { outputs: { Ref: { Ref: 'R' } } };
  await stack.create(table(before), options);
  const outcome = await stack.update(table(after, { PartitionKeyColumns: [column('key', 'int')] }), options);
  expect(outcome).toMatchObject({ status: 'UPDATE_COMPLETE', outputs: { Ref: `${single}|${after}` } });
  const tables = await cassandra.tables(single);
  expect([tables.includes(before), tables.includes(after)]).toEqual([false, true]);
});

test('a stream that is disabled and enabled again is a new one', async () => {
  const [stack, name] = [new Stack(), unique()];
  await stack.create(table(name, stream()));
  const first = await describeTable(name);
  expect(first.cdcSpecification).toEqual({ status: 'ENABLED', viewType: 'NEW_AND_OLD_IMAGES' });
  await stack.update(table(name, stream(undefined, 'DISABLED')));
  expect((await describeTable(name)).latestStreamArn).toBeUndefined();
  await stack.update(table(name, stream('NEW_IMAGE')));
  const second = await describeTable(name);
  expect(second.cdcSpecification).toEqual({ status: 'ENABLED', viewType: 'NEW_IMAGE' });
  expect(second.latestStreamArn).not.toBe(first.latestStreamArn);
});
