import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ListTagsForResourceCommand, TagResourceCommand, UpdateTableCommand, ViewType } from '@aws-sdk/client-keyspaces';
import { cleanUp } from './clean-up';
import { connect } from './connections';
import { allow, Identity, session } from './identities';
import { active, createKeyspace, createTable, keyspaces, until } from './resources';
import { GUIDE, keyspaceArn, patience, root, tableArn } from './target';
import { eventually } from '../wait';

const STREAMS = 'https://docs.aws.amazon.com/keyspaces/latest/StreamsAPIReference';
const PERMISSIONS = `${GUIDE}/configure-cdc-permissions.html`;
const reader = spawn(join(__dirname, '..', '.cache', 'venv', 'bin', 'python'), [join(__dirname, 'streams.py')], {
  env: { ...process.env, AWS_CA_BUNDLE: root }, stdio: ['pipe', 'pipe', 'inherit'],
});
const answers = createInterface(reader.stdout)[Symbol.asyncIterator]();

type Answers = Record<'ListStreams' | 'GetStream' | 'GetShardIterator' | 'GetRecords', any>;
interface Known { shard: string; iterator: string }

let ks: string;
let anybody: Identity;
beforeAll(async () => { [ks, anybody] = [await createKeyspace(), await session(allow('*'))]; });
afterAll(cleanUp);
afterAll(() => reader.stdin.end());

/** What the streams API answers this identity. */
async function read(as: Identity, stream: string, known: Partial<Known> = {}): Promise<Answers> {
  const { accessKeyId, secretAccessKey, sessionToken } = as.credentials;
  const credentials = { aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey, aws_session_token: sessionToken };
  reader.stdin.write(`${JSON.stringify({ credentials, stream, ...known })}\n`);
  const { value, done } = await answers.next();
  if (done) throw new Error('streams.py has ended');
  return JSON.parse(value);
}

const errors = (seen: Answers) => Object.fromEntries(Object.entries(seen).map(([operation, { error }]) => [operation, error ?? 'allowed']));

async function streamed(viewType?: ViewType, tags?: { key: string; value: string }[]): Promise<{ table: string; arn: string }> {
  const table = await createTable(ks, { cdcSpecification: { status: 'ENABLED', viewType, tags } });
  const { latestStreamArn } = await until(() => active(ks, table), (found) => found.latestStreamArn !== undefined);
  return { table, arn: latestStreamArn! };
}

test(`a stream is listed, described and read (${STREAMS}/API_GetStream.html)`, async () => {
  const { table, arn } = await streamed('KEYS_ONLY');
  const label = arn.split('/stream/')[1];
  expect(arn).toBe(`${tableArn(ks, table)}/stream/${label}`);
  const seen = await eventually(patience, () => read(anybody, arn));
  const named = { streamArn: arn, keyspaceName: ks, tableName: table, streamLabel: label };
  expect(seen.ListStreams.streams).toContainEqual(named);
  expect(seen.GetStream).toMatchObject({ ...named, streamStatus: 'ENABLED', streamViewType: 'KEYS_ONLY', shards: [{ shardId: expect.any(String) }] });
  expect(seen.GetRecords).toMatchObject({ changeRecords: [] });
});

test(`a stream that is disabled can be read, and the next one is another (${GUIDE}/cdc_how-it-works.html)`, async () => {
  const { table, arn } = await streamed();
  const set = (status: 'ENABLED' | 'DISABLED') =>
    keyspaces.send(new UpdateTableCommand({ keyspaceName: ks, tableName: table, cdcSpecification: { status } }));
  await set('DISABLED');
  await until(() => active(ks, table), ({ cdcSpecification }) => cdcSpecification?.status !== 'ENABLED');
  await eventually(patience, async () => expect((await read(anybody, arn)).GetStream).toMatchObject({ streamStatus: 'DISABLED' }));
  await set('ENABLED');
  const { latestStreamArn } = await until(() => active(ks, table), (found) => found.latestStreamArn !== undefined && found.latestStreamArn !== arn);
  expect(Object.values(errors(await read(anybody, latestStreamArn!)))).toEqual(Array(4).fill('allowed'));
  const other = { shard: 'shardId-0000000000000000000000000001', iterator: 'bm8gc3RyZWFt' };
  expect(errors(await read(anybody, `${arn}0`, other))).toMatchObject({ GetStream: 'ResourceNotFoundException', GetShardIterator: 'ResourceNotFoundException' });
});

test(`each operation is an action on the stream, but ListStreams, which knows no resource (${PERMISSIONS})`, async () => {
  const [one, other] = [await streamed(), await streamed()];
  const found = await eventually(patience, () => read(anybody, one.arn));
  const shard = { shard: found.GetStream.shards[0].shardId, iterator: found.GetShardIterator.shardIterator };
  const consumer = await session(allow(['GetStream', 'GetShardIterator', 'GetRecords'], `${tableArn(ks, one.table)}/stream/*`));
  const denied = 'AccessDeniedException';
  await eventually(patience, async () => expect(errors(await read(consumer, one.arn, shard)))
    .toEqual({ ListStreams: denied, GetStream: 'allowed', GetShardIterator: 'allowed', GetRecords: 'allowed' }));
  expect(errors(await read(consumer, other.arn, shard))).toMatchObject({ GetStream: denied, GetShardIterator: denied });
  // Neither the table nor its keyspace is the stream, and reading the one is not reading the other.
  const neighbour = await session(allow('*', [tableArn(ks, one.table), keyspaceArn(ks)]), allow(['Select', 'Modify']), allow('ListStreams'));
  await eventually(patience, async () => expect(errors(await read(neighbour, one.arn, shard)))
    .toEqual({ ListStreams: 'allowed', GetStream: denied, GetShardIterator: denied, GetRecords: denied }));
});

test(`each change of a row is a record, with the row before and after it (${STREAMS}/API_Record.html)`, async () => {
  const { table, arn } = await streamed('NEW_AND_OLD_IMAGES');
  const client = await connect(anybody);
  const seen: any[] = [];
  for (const statement of [
    `INSERT INTO ${ks}.${table} (id, at, note, total) VALUES ('a', 1, 'two cups', 2)`,
    `UPDATE ${ks}.${table} SET total = 3 WHERE id = 'a' AND at = 1`,
    `DELETE FROM ${ks}.${table} WHERE id = 'a' AND at = 1`,
  ]) {
    await client.execute(statement);
    await eventually(patience, async () => {
      const { GetRecords: { changeRecords } } = await read(anybody, arn);
      expect(changeRecords).toHaveLength(seen.length + 1);
      seen.push(changeRecords.at(-1));
    });
  }
  const cell = (value: object) => expect.objectContaining({ value });
  const row = (total: string) => expect.objectContaining({ valueCells: { note: cell({ textT: 'two cups' }), total: cell({ intT: total }) } });
  const keys = { partitionKeys: { id: { textT: 'a' } }, clusteringKeys: { at: { intT: '1' } }, origin: 'USER' };
  expect(seen).toEqual([{ newImage: row('2') }, { newImage: row('3'), oldImage: row('2') }, { oldImage: row('3') }]
    .map((images) => expect.objectContaining({ ...keys, ...images })));
  expect(seen.map((record) => [record.newImage, record.oldImage].map(Boolean))).toEqual([[true, false], [true, true], [false, true]]);
  const numbers = seen.map((record) => record.sequenceNumber);
  expect(new Set(numbers).size).toBe(3);
  expect([...numbers].sort()).toEqual(numbers);
});

test(`a stream has what its view type says, from when it is enabled (${GUIDE}/cdc_how-it-works.html)`, async () => {
  const table = await createTable(ks);
  const client = await connect(anybody);
  await client.execute(`INSERT INTO ${ks}.${table} (id, at, total) VALUES ('before', 1, 1)`);
  await keyspaces.send(new UpdateTableCommand({ keyspaceName: ks, tableName: table, cdcSpecification: { status: 'ENABLED', viewType: 'KEYS_ONLY' } }));
  const { latestStreamArn } = await until(() => active(ks, table), (found) => found.latestStreamArn !== undefined);
  await client.execute(`INSERT INTO ${ks}.${table} (id, at, total) VALUES ('after', 1, 1)`);
  await eventually(patience, async () => {
    const { GetRecords: { changeRecords } } = await read(anybody, latestStreamArn!);
    expect(changeRecords).toHaveLength(1);
    expect(changeRecords[0]).toMatchObject({ partitionKeys: { id: { textT: 'after' } } });
    expect(changeRecords[0]).not.toHaveProperty('newImage');
  });
});

test(`a stream has tags of its own (${GUIDE}/keyspaces-enable-cdc-new-table.html)`, async () => {
  const { table, arn: resourceArn } = await streamed(undefined, [{ key: 'team', value: 'shop' }]);
  const tags = async (arn: string) => (await keyspaces.send(new ListTagsForResourceCommand({ resourceArn: arn }))).tags;
  expect(await tags(resourceArn)).toEqual([{ key: 'team', value: 'shop' }]);
  expect(await tags(tableArn(ks, table))).toEqual([]);
  await keyspaces.send(new TagResourceCommand({ resourceArn, tags: [{ key: 'stage', value: 'test' }] }));
  await eventually(patience, async () => expect(await tags(resourceArn)).toEqual([{ key: 'team', value: 'shop' }, { key: 'stage', value: 'test' }]));
  await expect(tags(`${resourceArn}0`)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
