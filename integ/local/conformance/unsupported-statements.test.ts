import { GetTypeCommand } from '@aws-sdk/client-keyspaces';
import { Client } from 'cassandra-driver';
import { cleanUp, later, unique } from './clean-up';
import { connect, refusal } from './connections';
import { allow, session } from './identities';
import { createKeyspace, createTable, deleteKeyspace, keyspaces, until } from './resources';
import { GUIDE } from './target';

const APIS = `${GUIDE}/cassandra-apis.html`;
const DIFFERENCES = `${GUIDE}/functional-differences.html`;
const SYSTEM = `${GUIDE}/working-with-keyspaces.html`;
const TABLES = `${GUIDE}/cql.ddl.table.html`;

let ks: string;
let client: Client;
beforeAll(async () => {
  ks = await createKeyspace();
  await createTable(ks, { tableName: 'orders' });
  client = await connect(await session(allow('*')));
  await client.execute(`CREATE TYPE ${ks}.address (city text)`);
  await until(() => keyspaces.send(new GetTypeCommand({ keyspaceName: ks, typeName: 'address' })));
  await client.execute(`CREATE TABLE ${ks}.frozen (id int PRIMARY KEY, tags frozen<set<text>>, home frozen<address>)`);
  await until(() => client.execute(`SELECT * FROM ${ks}.frozen`).catch(() => undefined), Boolean);
});
afterAll(cleanUp);

const fresh = unique('conformance');
/** Each statement that the service does not take, and the nearest one that it does. KS stands for the keyspace. */
const statements: [page: string, refused: string, taken: string][] = [
  [APIS, 'CREATE INDEX ON KS.orders (note)', "SELECT * FROM KS.orders WHERE note = 'a' ALLOW FILTERING"],
  [APIS, 'CREATE INDEX IF NOT EXISTS by_note ON KS.orders (note)', 'SELECT note FROM KS.orders'],
  [APIS, "CREATE CUSTOM INDEX ON KS.orders (note) USING 'StorageAttachedIndex'", 'SELECT note FROM KS.orders'],
  [APIS, 'DROP INDEX KS.by_note', 'DROP TABLE IF EXISTS KS.by_note'],
  [APIS, 'DROP INDEX IF EXISTS KS.by_note', 'DROP TYPE IF EXISTS KS.by_note'],
  [APIS, "CREATE TRIGGER audit ON KS.orders USING 'Audit'", 'SELECT * FROM KS.orders'],
  [APIS, 'DROP TRIGGER audit ON KS.orders', 'SELECT * FROM KS.orders'],
  [APIS, "CREATE FUNCTION KS.twice (input int) CALLED ON NULL INPUT RETURNS int LANGUAGE java AS 'return 2 * input;'", 'SELECT total FROM KS.orders'],
  [APIS, 'DROP FUNCTION KS.twice', 'DROP TABLE IF EXISTS KS.twice'],
  [APIS, 'DROP FUNCTION IF EXISTS KS.twice', 'DROP TABLE IF EXISTS KS.twice'],
  [APIS, 'CREATE AGGREGATE KS.most (int) SFUNC twice STYPE int', 'SELECT total FROM KS.orders'],
  [APIS, 'DROP AGGREGATE IF EXISTS KS.most', 'DROP TABLE IF EXISTS KS.most'],
  [APIS, 'CREATE MATERIALIZED VIEW KS.by_total AS SELECT * FROM KS.orders WHERE id IS NOT NULL AND at IS NOT NULL AND total IS NOT NULL PRIMARY KEY (total, id, at)', 'SELECT * FROM KS.orders WHERE total > 1 ALLOW FILTERING'],
  [APIS, "ALTER MATERIALIZED VIEW KS.by_total WITH comment = 'a'", 'ALTER TABLE KS.orders ADD viewed int'],
  [APIS, 'DROP MATERIALIZED VIEW IF EXISTS KS.by_total', 'DROP TABLE IF EXISTS KS.by_total'],
  [APIS, 'TRUNCATE KS.orders', "DELETE FROM KS.orders WHERE id = 'a'"],
  [APIS, 'TRUNCATE TABLE KS.orders', "DELETE FROM KS.orders WHERE id = 'a' AND at = 1"],
  [APIS, 'ALTER TYPE KS.address ADD street text', 'CREATE TYPE KS.street (name text)'],
  [APIS, 'ALTER TYPE KS.address RENAME city TO town', 'CREATE TYPE KS.town (name text)'],
  [APIS, `CREATE KEYSPACE ${fresh} WITH replication = {'class': 'SingleRegionStrategy'} AND durable_writes = false`, `CREATE KEYSPACE ${fresh} WITH replication = {'class': 'SingleRegionStrategy'} AND durable_writes = true`],
  [TABLES, 'ALTER TABLE KS.orders DROP note', 'ALTER TABLE KS.orders ADD comment text'],
  [TABLES, 'ALTER TABLE KS.orders RENAME at TO moment', 'ALTER TABLE KS.orders ADD moment int'],
  [APIS, 'CREATE TABLE KS.long (id int PRIMARY KEY, lasts duration)', 'CREATE TABLE KS.timed (id int PRIMARY KEY, lasts time)'],
  [APIS, 'CREATE TABLE KS.near (id int PRIMARY KEY, place vector<float, 3>)', 'CREATE TABLE KS.placed (id int PRIMARY KEY, place frozen<list<float>>)'],
  [DIFFERENCES, "UPDATE KS.orders SET note = 'b' WHERE id IN ('a', 'b') AND at = 1", "UPDATE KS.orders SET note = 'b' WHERE id = 'a' AND at = 1"],
  [DIFFERENCES, "UPDATE KS.orders SET note = 'b' WHERE id = 'a' AND at IN (1, 2)", "UPDATE KS.orders SET note = 'b' WHERE id = 'a' AND at = 2"],
  [DIFFERENCES, "DELETE FROM KS.orders WHERE id IN ('a', 'b') AND at = 1", "DELETE FROM KS.orders WHERE id = 'a' AND at = 1"],
  [DIFFERENCES, "DELETE FROM KS.orders WHERE id = 'a' AND at IN (1, 2)", "DELETE FROM KS.orders WHERE id = 'a' AND at > 1 AND at < 3"],
  [DIFFERENCES, "SELECT * FROM KS.frozen WHERE tags > {'a'} ALLOW FILTERING", "SELECT * FROM KS.frozen WHERE tags = {'a'} ALLOW FILTERING"],
  [DIFFERENCES, "SELECT * FROM KS.frozen WHERE home > {city: 'a'} ALLOW FILTERING", "SELECT * FROM KS.frozen WHERE home = {city: 'a'} ALLOW FILTERING"],
  [DIFFERENCES, 'CREATE ROLE clerk', 'SELECT * FROM system_schema.tables'],
  [DIFFERENCES, "CREATE USER clerk WITH PASSWORD 'secret'", 'SELECT * FROM system.local'],
  [DIFFERENCES, 'GRANT SELECT ON KS.orders TO clerk', 'SELECT * FROM KS.orders'],
  [DIFFERENCES, 'REVOKE SELECT ON KS.orders FROM clerk', 'SELECT * FROM KS.orders'],
  [DIFFERENCES, 'LIST ROLES', 'SELECT * FROM system_schema.keyspaces'],
  [DIFFERENCES, 'DROP ROLE IF EXISTS clerk', 'DROP TABLE IF EXISTS KS.clerk'],
  [SYSTEM, "INSERT INTO system_schema_mcs.tags (keyspace_name) VALUES ('a')", 'SELECT * FROM system_schema_mcs.tags'],
  [SYSTEM, "INSERT INTO system.local (key) VALUES ('b')", 'SELECT key FROM system.local'],
  [SYSTEM, "DELETE FROM system_schema.tables WHERE keyspace_name = 'a'", 'SELECT table_name FROM system_schema.tables'],
  [SYSTEM, 'CREATE TABLE system.orders (id int PRIMARY KEY)', 'CREATE TABLE KS.system_orders (id int PRIMARY KEY)'],
  [SYSTEM, 'DROP TABLE system.local', 'DROP TABLE IF EXISTS KS.local'],
  [SYSTEM, 'DROP KEYSPACE system_schema_mcs', `DROP KEYSPACE IF EXISTS ${unique('absent')}`],
  [SYSTEM, "ALTER KEYSPACE system WITH replication = {'class': 'SingleRegionStrategy'}", "ALTER KEYSPACE KS WITH replication = {'class': 'SingleRegionStrategy'}"],
];

test.each(statements)('%s: not %s, but %s', async (_page, refused, taken) => {
  if (taken.includes(`CREATE KEYSPACE ${fresh}`)) later(() => deleteKeyspace(fresh));
  expect(await refusal(client.execute(refused.replaceAll('KS', ks)))).toMatch(/^\d{4} (?!User .* has no permissions)/);
  expect(await refusal(client.execute(taken.replaceAll('KS', ks)))).toBe('allowed');
});

test(`prepares what changes data, not what changes the schema (${DIFFERENCES})`, async () => {
  const prepared = (cql: string) => refusal(client.execute(cql, [], { prepare: true }));
  expect(await prepared(`CREATE TABLE ${ks}.prepared (id int PRIMARY KEY)`)).toMatch(/^\d{4} /);
  expect(await prepared(`INSERT INTO ${ks}.orders (id, at) VALUES ('a', 1)`)).toBe('allowed');
});

function batch(kind: string, count: number): string {
  const rows = Array.from({ length: count }, (_, at) => `INSERT INTO ${ks}.orders (id, at) VALUES ('a', ${at});`);
  return `BEGIN ${kind} BATCH ${rows.join(' ')} APPLY BATCH`;
}

test.each([['', 100], ['UNLOGGED', 30]])(`takes a %s batch of %i statements, and not one more (${DIFFERENCES})`, async (kind, most) => {
  expect(await refusal(client.execute(batch(kind, most + 1)))).toMatch(/^\d{4} /);
  expect(await refusal(client.execute(batch(kind, most)))).toBe('allowed');
});
