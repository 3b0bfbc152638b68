import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { Stack } from '../cloudformation/stack';
import { ask, endpoint, groups, probe, ref, SERVICE, vpc } from '../local/network';

const signIn = { host: SERVICE, username: process.env.LOCAL_CASSANDRA_USERNAME, password: process.env.LOCAL_CASSANDRA_PASSWORD };
const amazon = rootCertificates.filter((pem) => new X509Certificate(pem).subject.includes('O=Amazon'));
let inside = '';

beforeAll(async () => {
  ({ outputs: { Probe: inside } } = await new Stack().create({ ...vpc(), ...groups(), ...endpoint(), ...probe() }, { outputs: { Probe: ref('Probe') } }));
});
afterEach(() => settings('DELETE'));
afterAll(() => Stack.deleteAll());

function settings(method: string, faults?: object): Promise<unknown> {
  return fetch(`${process.env.AWS_ENDPOINT_URL}/_local/settings`, { method, body: faults && JSON.stringify({ faults }) });
}

test.each([
  ['expired', 'CERT_HAS_EXPIRED'], ['wrong-root', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'], ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
])('a certificate that is %s is refused (https://docs.aws.amazon.com/keyspaces/latest/devguide/using_nodejs_driver.html)', async (certificate, code) => {
  for (const ca of [undefined, amazon]) {
    await settings('PUT', { certificate });
    expect(await ask(inside, 'tls', { host: SERVICE, port: 9142, ca })).toBe(code);
    expect(await ask(inside, 'cql', { ...signIn, ca })).toBe(code);
    await settings('PUT', { certificate: null });
    expect(await ask(inside, 'cql', { ...signIn, ca })).toBe('local');
  }
});

test('the name alone is wrong: who does not look at it goes on to Cassandra', async () => {
  await settings('PUT', { certificate: 'wrong-name' });
  expect(await ask(inside, 'cql', { ...signIn, name: 'cassandra.eu-west-1.amazonaws.com' })).toBe('local');
});

test('a connection through an endpoint can be cut', async () => {
  expect(await ask(inside, 'idle', { ...signIn, port: 9142, seconds: 0.5 })).toBe('answered');
  const answer = ask(inside, 'idle', { ...signIn, port: 9142, seconds: 0.5 });
  await settings('PUT', { dropConnections: true });
  expect(['closed', 'ECONNRESET']).toContain(await answer);
  expect(await ask(inside, 'cql', signIn)).not.toBe('local');
  await settings('PUT', { dropConnections: false });
  expect(await ask(inside, 'cql', signIn)).toBe('local');
});
