import { setTimeout as sleep } from 'node:timers/promises';
import { UpdateTableCommand } from '@aws-sdk/client-keyspaces';
import { Client } from 'cassandra-driver';
import { cleanUp } from './clean-up';
import { connect, refusal } from './connections';
import { allow, session } from './identities';
import { active, createKeyspace, createTable, keyspaces } from './resources';
import { GUIDE, patience } from './target';
import { eventually } from '../wait';

const QUERIES = `${GUIDE}/client-side-timestamps-how-to-queries.html`;
const TIMESTAMPS = `${GUIDE}/client-side-timestamps.html`;
const TTL = `${GUIDE}/TTL.html`;
const TTL_TROUBLE = `${GUIDE}/troubleshooting.cql.html`;

let client: Client;
let ks: string;
let [plain, timed, expiring]: string[] = [];
beforeAll(async () => {
  ks = await createKeyspace();
  plain = `${ks}.${await createTable(ks)}`;
  timed = `${ks}.${await createTable(ks, { clientSideTimestamps: { status: 'ENABLED' } })}`;
  expiring = `${ks}.${await createTable(ks, { ttl: { status: 'ENABLED' } })}`;
  client = await connect(await session(allow('*')));
});
afterAll(cleanUp);

const execute = (cql: string, on: string) => refusal(client.execute(cql.replaceAll('TABLE', on)));
const notes = async (on: string, id: string) => (await client.execute(`SELECT note FROM ${on} WHERE id = ?`, [id], { prepare: true })).rows.map(({ note }) => note);
/** Microseconds since the epoch, so many minutes from now. */
const micros = (minutes = 0) => (Date.now() + minutes * 60_000) * 1000;

test.each([
  ['INSERT', () => `INSERT INTO TABLE (id, at, note) VALUES ('a', 1, 'b') USING TIMESTAMP ${micros()}`],
  ['UPDATE', () => `UPDATE TABLE USING TIMESTAMP ${micros()} SET note = 'b' WHERE id = 'a' AND at = 1`],
  ['DELETE', () => `DELETE FROM TABLE USING TIMESTAMP ${micros()} WHERE id = 'a' AND at = 1`],
  ['a batch', () => `BEGIN BATCH INSERT INTO TABLE (id, at) VALUES ('a', 1) USING TIMESTAMP ${micros()}; APPLY BATCH`],
  ['WRITETIME', () => "SELECT WRITETIME(note) FROM TABLE WHERE id = 'a'"],
])(`timestamps in %s are for tables with client-side timestamps (${QUERIES})`, async (_statement, cql) => {
  expect(await execute(cql(), plain)).toMatch(/^\d{4} /);
  expect(await execute(cql(), timed)).toBe('allowed');
});

test.each([
  ['three days ago', -3 * 24 * 60, -60],
  ['in ten minutes', 10, 1],
])(`refuses a timestamp of %s (${QUERIES})`, async (_when, wrong, right) => {
  const insert = (minutes: number) => `INSERT INTO TABLE (id, at) VALUES ('range', 1) USING TIMESTAMP ${micros(minutes)}`;
  expect(await execute(insert(wrong), timed)).toMatch(/^\d{4} /);
  expect(await execute(insert(right), timed)).toBe('allowed');
});

test(`the write with the newest timestamp counts, and WRITETIME tells it (${TIMESTAMPS})`, async () => {
  const [newer, older] = [micros(), micros(-1)];
  for (const [note, timestamp] of [['newer', newer], ['older', older]]) {
    await client.execute(`INSERT INTO ${timed} (id, at, note) VALUES ('order', 1, '${note}') USING TIMESTAMP ${timestamp}`);
  }
  const { rows: [row] } = await client.execute(`SELECT note, WRITETIME(note) AS written FROM ${timed} WHERE id = 'order'`);
  expect([row.note, String(row.written)]).toEqual(['newer', String(newer)]);
});

test(`timestamps that the driver sends by itself do no harm (${TIMESTAMPS})`, async () => {
  await client.execute(`INSERT INTO ${plain} (id, at, note) VALUES ('driver', 1, 'a')`, [], { timestamp: micros() });
  expect(await notes(plain, 'driver')).toEqual(['a']);
});

test(`client-side timestamps can be turned on later, not off again (${TIMESTAMPS})`, async () => {
  const table = await createTable(ks);
  const turn = (status: 'ENABLED') => keyspaces.send(new UpdateTableCommand({ keyspaceName: ks, tableName: table, clientSideTimestamps: { status } }));
  const insert = `INSERT INTO TABLE (id, at) VALUES ('a', 1) USING TIMESTAMP ${micros()}`;
  expect(await execute(insert, `${ks}.${table}`)).toMatch(/^\d{4} /);
  await turn('ENABLED');
  expect(await active(ks, table)).toMatchObject({ clientSideTimestamps: { status: 'ENABLED' } });
  await eventually(patience, async () => expect(await execute(insert, `${ks}.${table}`)).toBe('allowed'));
  await expect(turn('DISABLED' as 'ENABLED')).rejects.toMatchObject({ name: 'ValidationException' });
});

test.each([
  ['INSERT', "INSERT INTO TABLE (id, at, note) VALUES ('a', 1, 'b') USING TTL 60"],
  ['UPDATE', "UPDATE TABLE USING TTL 60 SET note = 'b' WHERE id = 'a' AND at = 1"],
  ['a batch', "BEGIN BATCH INSERT INTO TABLE (id, at) VALUES ('a', 1) USING TTL 60; APPLY BATCH"],
])(`a time to live in %s is for tables that have it enabled (${TTL_TROUBLE})`, async (_statement, cql) => {
  expect(await execute(cql, plain)).toMatch(/^\d{4} .*TTL is not yet supported/);
  expect(await execute(cql, expiring)).toBe('allowed');
});

test(`a row is gone after its time to live, and TTL tells what is left (${TTL})`, async () => {
  await client.execute(`INSERT INTO ${expiring} (id, at, note) VALUES ('gone', 1, 'a') USING TTL 2`);
  await client.execute(`INSERT INTO ${expiring} (id, at, note) VALUES ('left', 1, 'a') USING TTL 600`);
  const { rows: [{ left }] } = await client.execute(`SELECT TTL(note) AS left FROM ${expiring} WHERE id = 'left'`);
  expect(left).toBeGreaterThan(500);
  expect(left).toBeLessThanOrEqual(600);
  await sleep(3000);
  expect([await notes(expiring, 'gone'), await notes(expiring, 'left')]).toEqual([[], ['a']]);
});

test(`a default time to live enables it, and counts for what has none of its own (${GUIDE}/TTL-how-to-create-table.html)`, async () => {
  const table = await createTable(ks, { defaultTimeToLive: 600 });
  expect(await active(ks, table)).toMatchObject({ defaultTimeToLive: 600, ttl: { status: 'ENABLED' } });
  await client.execute(`INSERT INTO ${ks}.${table} (id, at, note) VALUES ('default', 1, 'a')`);
  await client.execute(`INSERT INTO ${ks}.${table} (id, at, note) VALUES ('own', 1, 'a') USING TTL 60`);
  const left = async (id: string) => (await client.execute(`SELECT TTL(note) AS left FROM ${ks}.${table} WHERE id = '${id}'`)).rows[0].left;
  expect(await left('default')).toBeGreaterThan(60);
  expect(await left('own')).toBeLessThanOrEqual(60);
});

test(`refuses a time to live above 20 years (${TTL})`, async () => {
  const insert = (seconds: number) => `INSERT INTO TABLE (id, at) VALUES ('long', 1) USING TTL ${seconds}`;
  expect(await execute(insert(630_720_001), expiring)).toMatch(/^\d{4} /);
  // Not the longest: local storage cannot expire anything after 2106.
  expect(await execute(insert(31_536_000), expiring)).toBe('allowed');
});

test(`a time to live, once enabled, is not disabled (${GUIDE}/TTL-how-to-update-default.html)`, async () => {
  const table = await createTable(ks, { defaultTimeToLive: 600 });
  await expect(keyspaces.send(new UpdateTableCommand({ keyspaceName: ks, tableName: table, ttl: { status: 'DISABLED' as 'ENABLED' } }))).rejects.toMatchObject({ name: 'ValidationException' });
  await client.execute(`ALTER TABLE ${ks}.${table} WITH default_time_to_live = 0`);
  await active(ks, table);
  await eventually(patience, async () => expect(await execute("INSERT INTO TABLE (id, at) VALUES ('a', 1) USING TTL 60", `${ks}.${table}`)).toBe('allowed'));
});
