import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { ask, endpoint, groups, probe, ref, SERVICE, vpc } from './network';
import { Stack } from '../cloudformation/stack';

const GUIDE = 'https://docs.aws.amazon.com/keyspaces/latest/devguide';
const rootsOf = (organization: RegExp) => rootCertificates.filter((pem) => organization.test(new X509Certificate(pem).subject));
let inside = '';

beforeAll(async () => {
  const resources = { ...vpc(), ...groups(), ...endpoint(), ...endpoint({}, 'kms'), ...probe() };
  ({ outputs: { Probe: inside } } = await new Stack().create(resources, { outputs: { Probe: ref('Probe') } }));
});
afterAll(() => Stack.deleteAll());

test(`the driver on 9142, and the SDK, fetch and https on 443, get through by the names of the services (${GUIDE}/programmatic.endpoints.html)`, async () => {
  const signIn = { username: process.env.LOCAL_CASSANDRA_USERNAME, password: process.env.LOCAL_CASSANDRA_PASSWORD };
  expect(await ask(inside, 'cql', { host: SERVICE, ...signIn })).toBe('local');
  expect(await ask(inside, 'kms')).toBe('answered');
  for (const way of ['fetch', 'https']) expect(await ask(inside, way, { url: `https://${SERVICE}/_ministack/health` })).toBe(200);
});

test(`who trusts the roots of Amazon alone gets through, who trusts others alone does not (${GUIDE}/programmatic.cqlsh.html)`, async () => {
  const question = { host: SERVICE, port: 9142 };
  expect(await ask(inside, 'tls', { ...question, ca: rootsOf(/O=Amazon/) })).toBe('secureConnect');
  expect(await ask(inside, 'tls', { ...question, ca: rootsOf(/O=Starfield/).join('\n') })).toBe('secureConnect');
  expect(await ask(inside, 'tls', { ...question, ca: rootsOf(/O=DigiCert/) })).toBe('SELF_SIGNED_CERT_IN_CHAIN');
});
