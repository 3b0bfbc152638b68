import { Agent } from 'node:https';
import { GetTableCommand, KeyspacesClient } from '@aws-sdk/client-keyspaces';
import { addresses } from './door';
import { ask, endpoint, groups, probe, ref, SERVICE, vpc } from './network';
import { cleanUp } from '../clean-up';
import { Stack } from '../cloudformation/stack';
import { createKeyspace, createTable } from '../resources';
import { ca, host } from '../target';

const GUIDE = 'https://docs.aws.amazon.com/keyspaces/latest/devguide';
const STREAMS = 'cassandra-streams.us-east-1.api.aws';
const PRIVATE = ['10.1.1.4', '10.1.2.4'];
const PUBLIC = ['127.0.0.1'];
let [inside, beside] = [{ Probe: '', Endpoint: '' }, { Probe: '', Endpoint: '' }];

beforeAll(async () => {
  const ServiceName = 'api.aws.us-east-1.cassandra-streams';
  const made = async (door: object) => (await new Stack().create({ ...vpc(), ...groups(), ...door, ...probe() }, {
    outputs: { Probe: ref('Probe'), Endpoint: ref('cassandra') },
  })).outputs as typeof inside;
  inside = await made(endpoint({ ServiceName }));
  beside = await made(endpoint());
});
afterAll(() => Stack.deleteAll());
afterAll(cleanUp);

test(`private DNS of a streams endpoint is for the streams, and that of CQL for CQL (${GUIDE}/vpc-endpoints-streams.html)`, async () => {
  expect(await ask(inside.Probe, 'lookup', { name: STREAMS })).toEqual(PRIVATE);
  expect(await ask(inside.Probe, 'lookup', { name: SERVICE })).toEqual(PUBLIC);
  expect(await ask(beside.Probe, 'lookup', { name: STREAMS })).toEqual(PUBLIC);
  expect(await ask(beside.Probe, 'lookup', { name: SERVICE })).toEqual(PRIVATE);
});

test(`a streams endpoint answers on 443 alone, by a certificate of its host name (${GUIDE}/CDC_access-endpoints.html)`, async () => {
  expect(await ask(inside.Probe, 'tls', { host: STREAMS, port: 443 })).toBe('secureConnect');
  expect(await ask(inside.Probe, 'connect', { host: STREAMS, port: 9142 })).toBe('silent');
  expect(await ask(inside.Probe, 'fetch', { url: `https://${STREAMS}/_ministack/health` })).toBe(200);
});

test(`nothing else of an isolated VPC is reached by it (${GUIDE}/vpc-endpoints-streams.html)`, async () => {
  for (const port of [443, 9142]) expect(await ask(inside.Probe, 'connect', { host: SERVICE, port })).toBe('silent');
  expect(await ask(beside.Probe, 'connect', { host: STREAMS, port: 443 })).toBe('silent');
});

test(`tables are asked about through the endpoint of CQL, and not through that of streams (${GUIDE}/vpc-endpoints-streams.html)`, async () => {
  const keyspaceName = await createKeyspace();
  const tableName = await createTable(keyspaceName);
  const get = async ({ Endpoint }: typeof inside) => {
    const [address] = Object.values(await addresses(Endpoint));
    const requestHandler = { httpsAgent: new Agent({ ca, servername: host }) };
    return new KeyspacesClient({ endpoint: `https://${address}:4443`, requestHandler }).send(new GetTableCommand({ keyspaceName, tableName }));
  };
  await expect(get(beside)).resolves.toMatchObject({ tableName });
  await expect(get(inside)).rejects.toMatchObject({ name: 'UnknownOperationException' });
});
