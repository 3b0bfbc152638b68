import { Client, types } from 'cassandra-driver';
import { cleanUp } from './clean-up';
import { connect, refusal } from './connections';
import { allow, session } from './identities';
import { createKeyspace, createTable } from './resources';
import { GUIDE } from './target';

const PAGE = `${GUIDE}/consistency.html`;

let client: Client;
let table: string;
beforeAll(async () => {
  const ks = await createKeyspace();
  table = `${ks}.${await createTable(ks)}`;
  client = await connect(await session(allow('*')));
});
afterAll(cleanUp);

const execute = (cql: string, level: string) => refusal(client.execute(cql, [], { consistency: types.consistencies[level as 'one'] }));
const read = () => `SELECT * FROM ${table} WHERE id = 'a'`;
const write = () => `INSERT INTO ${table} (id, at) VALUES ('a', 1)`;

test.each(['one', 'localOne', 'localQuorum'])(`reads with %s (${PAGE})`, async (level) => {
  expect(await execute(read(), level)).toBe('allowed');
});

test(`writes with localQuorum (${PAGE})`, async () => {
  expect(await execute(write(), 'localQuorum')).toBe('allowed');
});

// And ANY, which this driver cannot send: it takes its number, 0, for nothing.
const UNSUPPORTED = ['eachQuorum', 'quorum', 'all', 'two', 'three', 'serial', 'localSerial'];

test.each(UNSUPPORTED)(`refuses reads with %s (${PAGE})`, async (level) => {
  expect(await execute(read(), level)).toMatch(/^\d{4} /);
});

test.each([...UNSUPPORTED, 'one', 'localOne'])(`refuses writes with %s (${PAGE})`, async (level) => {
  expect(await execute(write(), level)).toMatch(/^\d{4} /);
});

test(`refuses batches with one (${PAGE})`, async () => {
  const batch = (consistency: types.consistencies) => refusal(client.batch([write()], { consistency }));
  expect(await batch(types.consistencies.one)).toMatch(/^\d{4} /);
  expect(await batch(types.consistencies.localQuorum)).toBe('allowed');
});

test(`refuses prepared statements with quorum (${PAGE})`, async () => {
  const prepared = (consistency: types.consistencies) => refusal(client.execute(`SELECT * FROM ${table} WHERE id = ?`, ['a'], { prepare: true, consistency }));
  expect(await prepared(types.consistencies.quorum)).toMatch(/^\d{4} /);
  expect(await prepared(types.consistencies.localQuorum)).toBe('allowed');
});
