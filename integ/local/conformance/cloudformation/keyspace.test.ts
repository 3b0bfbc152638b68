import { Cassandra } from './cassandra';
import { only, Properties, Resources, Stack, unique } from './stack';

const TYPE = 'AWS::Cassandra::Keyspace';
const GUIDE = 'https://docs.aws.amazon.com/keyspaces/latest/devguide';
const CFN = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-keyspace.html';
const REGIONS = ['us-east-1', 'eu-west-1'];
const multi = (...RegionList: string[]) => ({ ReplicationSpecification: { ReplicationStrategy: 'MULTI_REGION', RegionList } });
const numbered = (count: number) => Array.from({ length: count }, (_, index) => index);
const tags = (count: number) => ({ Tags: numbered(count).map((index) => ({ Key: `key${index}`, Value: 'value' })) });
const tag = (Key: string, Value: string) => ({ Tags: [{ Key, Value }] });
const fill = (count: number) => `${unique()}_`.padEnd(count, 'x');

const cassandra = new Cassandra();
afterAll(() => Stack.deleteAll());
afterAll(() => cassandra.end());

const keyspace = (KeyspaceName: string, more: Properties = {}) => only(TYPE, { KeyspaceName, ...more });
const table = (KeyspaceName: string, more: Properties = {}): Resources => ({
  T: { Type: 'AWS::Cassandra::Table', DependsOn: 'R', Properties: { KeyspaceName, TableName: 'orders', PartitionKeyColumns: [{ ColumnName: 'id', ColumnType: 'uuid' }], ...more } },
});

test('a keyspace is created with its name in its case, returned by Ref, and deleted', async () => {
  const [stack, name] = [new Stack(), unique('Shop')];
  expect(await stack.create(keyspace(name), { outputs: { Ref: { Ref: 'R' } } })).toMatchObject({ status: 'CREATE_COMPLETE', outputs: { Ref: name } });
  expect(await cassandra.keyspaces()).toContain(name);
  expect((await stack.delete()).status).toBe('DELETE_COMPLETE');
  expect(await cassandra.keyspaces()).not.toContain(name);
});

test('a keyspace without a name gets one', async () => {
  const { outputs } = await new Stack().create(only(TYPE, {}), { outputs: { Ref: { Ref: 'R' } } });
  expect(outputs.Ref).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9_]{1,47}$/);
  expect(await cassandra.keyspaces()).toContain(outputs.Ref);
});

const refused: [rule: string, source: string, wrong: Properties, right: Properties, reason: RegExp][] = [
  ['a name of one character', CFN, { KeyspaceName: 'k' }, { KeyspaceName: `${unique('k')}` }, /KeyspaceName: 'k' does not match/],
  ['a name of 49 characters', CFN, { KeyspaceName: fill(49) }, { KeyspaceName: fill(48) }, /does not match/],
  ['a hyphen in the name', CFN, { KeyspaceName: 'my-shop' }, { KeyspaceName: unique('my_shop') }, /'my-shop' does not match/],
  ['a system keyspace', `${GUIDE}/working-with-keyspaces.html`, { KeyspaceName: 'system_schema_mcs' }, { KeyspaceName: unique('systematic') }, /system_schema_mcs is a system keyspace/],
  ['an unknown property', CFN, { DurableWrites: true }, { ClientSideTimestampsEnabled: true }, /'DurableWrites' was unexpected/],
  ['an unknown strategy', CFN, { ReplicationSpecification: { ReplicationStrategy: 'SIMPLE' } }, { ReplicationSpecification: { ReplicationStrategy: 'SINGLE_REGION' } }, /'SIMPLE' is not one of/],
  ['Regions without a strategy', CFN, { ReplicationSpecification: { RegionList: REGIONS } }, multi(...REGIONS), /'ReplicationStrategy' is a dependency of 'RegionList'/],
  ['Regions of a single-Region keyspace', CFN, { ReplicationSpecification: { ReplicationStrategy: 'SINGLE_REGION', RegionList: REGIONS } }, multi(...REGIONS), /MULTI_REGION keyspaces only/],
  ['several Regions without a list', CFN, { ReplicationSpecification: { ReplicationStrategy: 'MULTI_REGION' } }, multi(...REGIONS), /needs a RegionList/],
  ['one Region', CFN, multi('us-east-1'), multi('us-east-1', 'us-west-2'), /minimum item count: 2/],
  ['21 Regions', CFN, multi('us-east-1', ...numbered(20).map((index) => `eu-west-${index}`)), multi('us-east-1', ...numbered(19).map((index) => `eu-west-${index}`)), /maximum item count: 20/],
  ['a list without the own Region', `${GUIDE}/multiRegion-replication_usage-notes.html`, multi('eu-west-1', 'eu-west-2'), multi('eu-west-1', 'us-east-1'), /must include the Region of the keyspace, us-east-1/],
  ['51 tags', `${GUIDE}/quotas.html`, tags(51), tags(50), /maximum item count: 50/],
  ['an empty tag value', `${GUIDE}/tagging-restrictions.html`, tag('team', ''), tag('team', '-'), /minimum length: 1/],
  ['a tag with @', `${GUIDE}/tagging-restrictions.html`, tag('owner', 'me@example.com'), tag('owner', 'me+example.com/a:b=c_d-e f'), /letters, spaces, numbers/],
  ['a tag of AWS', `${GUIDE}/tagging-restrictions.html`, tag('aws:team', 'a'), tag('team:aws', 'a'), /prefix aws: is reserved/],
  ['a tag twice', `${GUIDE}/tagging-restrictions.html`, { Tags: [{ Key: 'a', Value: '1' }, { Key: 'a', Value: '2' }] }, { Tags: [{ Key: 'a', Value: '1' }, { Key: 'A', Value: '2' }] }, /Duplicate tag keys/],
];

test.each(refused)('refuses %s (%s)', async (_rule, _source, wrong, right, reason) => {
  const name = unique();
  const failed = await new Stack().create(keyspace(name, wrong));
  expect(failed).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: [expect.stringMatching(reason)] });
  expect(await cassandra.keyspaces()).not.toContain(wrong.KeyspaceName ?? name);
  expect(await new Stack().create(keyspace(name, right))).toMatchObject({ status: 'CREATE_COMPLETE', reasons: [] });
  expect(await cassandra.keyspaces()).toContain(right.KeyspaceName ?? name);
});

test('refuses a keyspace that exists already, leaves that one alone, and takes it when that one is gone', async () => {
  const [first, name] = [new Stack(), unique()];
  await first.create(keyspace(name));
  expect(await new Stack().create(keyspace(name))).toMatchObject({
    status: 'ROLLBACK_COMPLETE', reasons: [`Resource of type '${TYPE}' with identifier '${name}' already exists.`],
  });
  expect(await cassandra.keyspaces()).toContain(name);
  await first.delete();
  expect((await new Stack().create(keyspace(name))).status).toBe('CREATE_COMPLETE');
});

test('a keyspace with another name replaces the old one, which goes when the update is through', async () => {
  const [stack, before, after] = [new Stack(), unique('before'), unique('after')];
  const present = async () => (await cassandra.keyspaces()).filter((name) => [before, after].includes(name));
  const failing = { Bad: { Type: TYPE, DependsOn: 'R', Properties: { KeyspaceName: 'k' } } };
  await stack.create(keyspace(before), { outputs: { Ref: { Ref: 'R' } } });
  // What fails after the replacement finds the old one still there.
  expect((await stack.update({ ...keyspace(after), ...failing })).status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await present()).toEqual([before]);
  expect(await stack.update(keyspace(after), { outputs: { Ref: { Ref: 'R' } } })).toMatchObject({ status: 'UPDATE_COMPLETE', outputs: { Ref: after } });
  expect(await present()).toEqual([after]);
});

test('deletes the tables of a keyspace with it, also those that a stack retains', async () => {
  const [stack, name] = [new Stack(), unique()];
  const { T } = table(name);
  await stack.create({ ...keyspace(name), T: { ...T, DeletionPolicy: 'Retain' } });
  expect(await cassandra.tables(name)).toEqual(['orders']);
  await stack.delete();
  expect(await cassandra.keyspaces()).not.toContain(name);
  // The service has forgotten the table too: it can be made again.
  expect((await new Stack().create({ ...keyspace(name), ...table(name) })).status).toBe('CREATE_COMPLETE');
});

type Change = [rule: string, source: string, before: Properties, wrong: Properties, right: Properties, reason: RegExp, withTable?: boolean];
const refusedChanges: Change[] = [
  ['disabling client-side timestamps', `${GUIDE}/client-side-timestamps.html`, { ClientSideTimestampsEnabled: true }, { ClientSideTimestampsEnabled: false }, { ...tag('a', 'b'), ClientSideTimestampsEnabled: true }, /cannot be disabled/],
  ['removing a Region', `${GUIDE}/keyspaces-multi-region-add-replica.html`, multi(...REGIONS, 'eu-west-2'), multi(...REGIONS), multi(...REGIONS, 'eu-west-2', 'eu-west-3'), /Removing Regions is not supported: eu-west-2/],
  ['adding a Region to tables without client-side timestamps', `${GUIDE}/keyspaces-multi-region-add-replica.html`, {}, multi(...REGIONS), { ...multi(...REGIONS), ClientSideTimestampsEnabled: true }, /ClientSideTimestampsEnabled must be true/, true],
];

test.each(refusedChanges)('refuses %s (%s)', async (_rule, _source, before, wrong, right, reason, withTable = false) => {
  const [stack, name] = [new Stack(), unique()];
  const inside = withTable ? table(name) : {};
  await stack.create({ ...keyspace(name, before), ...inside });
  expect(await stack.update({ ...keyspace(name, wrong), ...inside })).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', reasons: [expect.stringMatching(reason)] });
  expect(await stack.update({ ...keyspace(name, right), ...inside })).toMatchObject({ status: 'UPDATE_COMPLETE', reasons: [] });
});
