import { GetTypeCommand } from '@aws-sdk/client-keyspaces';
import { Client, types } from 'cassandra-driver';
import { cleanUp, unique } from './clean-up';
import { connect } from './connections';
import { allow, session } from './identities';
import { active, createKeyspace, createTable, keyspaces, until } from './resources';
import { GUIDE } from './target';

const DIFFERENCES = `${GUIDE}/functional-differences.html`;
const APIS = `${GUIDE}/cassandra-apis.html`;
const SELECT = `${GUIDE}/cql.dml.select.html`;
const ELEMENTS = `${GUIDE}/cql.elements.html`;

let ks: string;
let client: Client;
let orders: string;
beforeAll(async () => {
  ks = await createKeyspace();
  orders = `${ks}.${await createTable(ks)}`;
  client = await connect(await session(allow('*')));
});
afterAll(cleanUp);

/** A table of its own; the name follows CREATE TABLE. */
async function tableOf(columns: string): Promise<string> {
  const name = unique('own');
  await client.execute(`CREATE TABLE ${ks}.${name} (${columns})`);
  await active(ks, name);
  return `${ks}.${name}`;
}

const rows = async (cql: string) => (await client.execute(cql)).rows;
const applied = async (cql: string) => (await rows(cql))[0]['[applied]'];
async function fill(id: string, count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) await client.execute(`INSERT INTO ${orders} (id, at, note, total) VALUES (?, ?, ?, ?)`, [id, at, `note ${at}`, at], { prepare: true });
}

test(`inserts once only with IF NOT EXISTS (${DIFFERENCES}#functional-differences.light-transactions)`, async () => {
  const insert = `INSERT INTO ${orders} (id, at, note) VALUES ('light', 1, 'a') IF NOT EXISTS`;
  expect([await applied(insert), await applied(insert)]).toEqual([true, false]);
});

test(`updates and deletes only what is as expected (${DIFFERENCES}#functional-differences.light-transactions)`, async () => {
  await client.execute(`INSERT INTO ${orders} (id, at, note) VALUES ('if', 1, 'a')`);
  const update = (before: string) => applied(`UPDATE ${orders} SET note = 'b' WHERE id = 'if' AND at = 1 IF note = '${before}'`);
  expect([await update('x'), await update('a')]).toEqual([false, true]);
  expect([await applied(`DELETE FROM ${orders} WHERE id = 'if' AND at = 1 IF note = 'a'`), await applied(`DELETE FROM ${orders} WHERE id = 'if' AND at = 1 IF EXISTS`)]).toEqual([false, true]);
});

test(`filters by any column with ALLOW FILTERING, and not without (${SELECT})`, async () => {
  await fill('filter', 3);
  await expect(client.execute(`SELECT at FROM ${orders} WHERE total = 2`)).rejects.toThrow('ALLOW FILTERING');
  expect(await rows(`SELECT at FROM ${orders} WHERE id = 'filter' AND total = 2 ALLOW FILTERING`)).toMatchObject([{ at: 2 }]);
});

test(`gives a result in pages (${DIFFERENCES}#functional-differences.paging)`, async () => {
  await fill('pages', 25);
  const seen: number[] = [];
  let pageState: string | undefined;
  let pages = 0;
  do {
    const page: types.ResultSet = await client.execute(`SELECT at FROM ${orders} WHERE id = 'pages'`, [], { fetchSize: 10, pageState });
    seen.push(...page.rows.map(({ at }) => at));
    pageState = page.pageState ?? undefined;
    pages += 1;
  } while (pageState);
  expect(seen).toEqual(Array.from({ length: 25 }, (_, at) => at));
  expect(pages).toBeGreaterThanOrEqual(3);
});

test(`selects several partitions and rows with IN (${GUIDE}/in.select.html)`, async () => {
  for (const id of ['in_1', 'in_2']) await fill(id, 3);
  const found = await rows(`SELECT id, at FROM ${orders} WHERE id IN ('in_1', 'in_2', 'absent') AND at IN (0, 2)`);
  expect(found.map(({ id, at }) => `${id} ${at}`).sort()).toEqual(['in_1 0', 'in_1 2', 'in_2 0', 'in_2 2']);
});

test(`orders by the clustering column, both ways (${GUIDE}/ordering-results.html)`, async () => {
  await fill('order', 3);
  const by = async (direction: string) => (await rows(`SELECT at FROM ${orders} WHERE id = 'order' ORDER BY at ${direction}`)).map(({ at }) => at);
  expect([await by('ASC'), await by('DESC')]).toEqual([[0, 1, 2], [2, 1, 0]]);
});

test(`deletes a range of rows, a row and a column (${DIFFERENCES}#functional-differences.range-delete)`, async () => {
  await fill('range', 6);
  const left = async () => (await rows(`SELECT at FROM ${orders} WHERE id = 'range'`)).map(({ at }) => at);
  await client.execute(`DELETE FROM ${orders} WHERE id = 'range' AND at >= 1 AND at < 4`);
  expect(await left()).toEqual([0, 4, 5]);
  await client.execute(`DELETE FROM ${orders} WHERE id = 'range' AND at = 5`);
  expect(await left()).toEqual([0, 4]);
  await client.execute(`DELETE note FROM ${orders} WHERE id = 'range' AND at = 4`);
  expect(await rows(`SELECT note, total FROM ${orders} WHERE id = 'range' AND at = 4`)).toMatchObject([{ note: null, total: 4 }]);
});

test(`keeps static columns once a partition (${APIS})`, async () => {
  await fill('static', 2);
  await client.execute(`UPDATE ${orders} SET shop = 'corner' WHERE id = 'static'`);
  expect(await rows(`SELECT at, shop FROM ${orders} WHERE id = 'static'`)).toMatchObject([{ at: 0, shop: 'corner' }, { at: 1, shop: 'corner' }]);
});

test(`applies a logged and an unlogged batch, also to two tables (${DIFFERENCES}#functional-differences.batch)`, async () => {
  const other = await tableOf('id text PRIMARY KEY, note text');
  for (const [kind, id] of [['', 'logged'], ['UNLOGGED', 'unlogged']]) {
    await client.execute(`BEGIN ${kind} BATCH INSERT INTO ${orders} (id, at) VALUES ('${id}', 1); INSERT INTO ${other} (id, note) VALUES ('${id}', 'a'); UPDATE ${other} SET note = 'b' WHERE id = '${id} too'; APPLY BATCH`);
    expect(await rows(`SELECT at FROM ${orders} WHERE id = '${id}'`)).toMatchObject([{ at: 1 }]);
    expect(await rows(`SELECT note FROM ${other} WHERE id = '${id}'`)).toHaveLength(1);
  }
});

test(`counts (${ELEMENTS})`, async () => {
  const counters = await tableOf('id text PRIMARY KEY, seen counter');
  for (const step of ['+ 1', '+ 2', '- 1']) await client.execute(`UPDATE ${counters} SET seen = seen ${step} WHERE id = 'a'`);
  expect(String((await rows(`SELECT seen FROM ${counters}`))[0].seen)).toBe('2');
});

test(`keeps collections, frozen ones and tuples (${ELEMENTS})`, async () => {
  const collections = await tableOf('id int PRIMARY KEY, names list<text>, marks set<int>, sizes map<text, int>, frozen_names frozen<list<text>>, nested map<text, frozen<set<int>>>, pair tuple<int, text>');
  await client.execute(`INSERT INTO ${collections} (id, names, marks, sizes, frozen_names, nested, pair) VALUES (1, ['a'], {1}, {'a': 1}, ['f'], {'n': {1, 2}}, (1, 'a'))`);
  await client.execute(`UPDATE ${collections} SET names = names + ['b'], marks = marks + {2}, sizes['b'] = 2 WHERE id = 1`);
  const [row] = await rows(`SELECT * FROM ${collections}`);
  expect(row).toMatchObject({ names: ['a', 'b'], marks: [1, 2], sizes: { a: 1, b: 2 }, frozen_names: ['f'], nested: { n: [1, 2] } });
  expect(row.pair.values()).toEqual([1, 'a']);
});

test(`keeps values of a user-defined type, nested ones too (${GUIDE}/udts.html)`, async () => {
  const [street, address] = [unique('street'), unique('address')];
  for (const [name, fields] of [[street, 'name text, number int'], [address, `city text, street frozen<${street}>`]]) {
    await client.execute(`CREATE TYPE ${ks}.${name} (${fields})`);
    await until(() => keyspaces.send(new GetTypeCommand({ keyspaceName: ks, typeName: name })));
  }
  const people = await tableOf(`id int PRIMARY KEY, home frozen<${address}>, past list<frozen<${address}>>`);
  const home = "{city: 'a', street: {name: 'b', number: 1}}";
  await client.execute(`INSERT INTO ${people} (id, home, past) VALUES (1, ${home}, [${home}])`);
  const value = { city: 'a', street: { name: 'b', number: 1 } };
  expect((await rows(`SELECT home, past FROM ${people}`))[0]).toMatchObject({ home: value, past: [value] });
});

test(`takes and gives JSON (${APIS}#cassandra-data-plane-apis)`, async () => {
  await client.execute(`INSERT INTO ${orders} JSON '{"id": "json", "at": 1, "note": "a"}'`);
  const [row] = await rows(`SELECT JSON id, at, note FROM ${orders} WHERE id = 'json'`);
  expect(JSON.parse(row['[json]'])).toEqual({ id: 'json', at: 1, note: 'a' });
});

test(`has the functions for tokens, identifiers, dates and types (${APIS}#cassandra-functions)`, async () => {
  await fill('functions', 1);
  const own = await tableOf('id uuid PRIMARY KEY, made timeuuid');
  await client.execute(`INSERT INTO ${own} (id, made) VALUES (uuid(), now())`);
  const [{ moment }] = await rows(`SELECT toDate(made) AS day, toTimestamp(made) AS moment FROM ${own}`);
  expect(Math.abs(Date.now() - moment.getTime())).toBeLessThan(600_000);
  expect((await rows(`SELECT token(id) AS place, CAST(at AS text) AS words FROM ${orders} WHERE id = 'functions'`))[0]).toMatchObject({ place: expect.anything(), words: '0' });
});

test(`uses a keyspace (${GUIDE}/cql.ddl.keyspace.html)`, async () => {
  await expect(client.execute(`SELECT * FROM ${orders.split('.')[1]}`)).rejects.toThrow(/keyspace/i);
  const inside = await connect(await session(allow('*')));
  await inside.execute(`USE ${ks}`);
  await expect(inside.execute(`SELECT * FROM ${orders.split('.')[1]}`)).resolves.toBeDefined();
});
