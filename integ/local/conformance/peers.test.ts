import { cleanUp } from './clean-up';
import { connect } from './connections';
import { CONNECT, session } from './identities';
import { GUIDE, region } from './target';

const PAGE = `${GUIDE}/working-with-keyspaces.html`;

afterAll(cleanUp);

const COLUMNS = ['peer', 'data_center', 'host_id', 'preferred_ip', 'rack', 'release_version', 'rpc_address', 'schema_version', 'tokens'];

test(`system.peers has nine addresses on the public endpoint, whoever asks (${PAGE})`, async () => {
  const { rows, columns } = await (await connect(await session(CONNECT))).execute('SELECT * FROM system.peers');
  expect(new Set(rows.map((row) => String(row.peer))).size).toBe(9);
  expect(columns.map(({ name }) => name)).toEqual(expect.arrayContaining(COLUMNS));
});

test(`each of them is a node that drivers take (${PAGE})`, async () => {
  const { rows } = await (await connect(await session(CONNECT))).execute('SELECT * FROM system.peers');
  for (const row of rows) {
    expect(row).toMatchObject({ data_center: region, rack: expect.any(String), schema_version: expect.anything(), tokens: expect.anything() });
    expect(row.rpc_address.toString()).toBe(row.peer.toString());
  }
  expect(new Set(rows.map((row) => String(row.host_id))).size).toBe(9);
  expect(new Set(rows.map((row) => String(row.schema_version))).size).toBe(1);
});
