import { auth } from 'cassandra-driver';
import { type Credentials, SigV4AuthProvider, signature } from '../../integ/stacks/order-function/sigv4';

/** The example key of AWS's documentation. */
const KEY = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const NONCE = '91703fdc2ef562e19fbdab0f58e42fe5';

// Computed by AWS's own client for Python, cassandra-sigv4 4.0.2: `cassandra_sigv4.auth._generate_signature`.
test.each([
  {
    ...KEY,
    region: 'us-east-1',
    date: '2020-06-09T22:41:51.000Z',
    nonce: NONCE,
    expected: '10dce7795b9daab5fea553cb133ac1cf469abffc98d247a31cd6dde999e94b86',
  },
  {
    ...KEY,
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    region: 'eu-west-1',
    date: '2026-01-31T09:05:07.042Z',
    nonce: '0123456789abcdef0123456789abcdef',
    expected: 'be40a26e84d8cca11de10ee9d6e0392c505de7f50ed6321a4e6636e596de3746',
  },
])('signs in $region as the client of AWS does', ({ expected, ...request }) => {
  expect(signature(request)).toBe(expected);
});

describe('the exchange', () => {
  const authenticator = (credentials: Credentials) => new SigV4AuthProvider('us-east-1', () => credentials).newAuthenticator();
  const challenged = (credentials: Credentials, challenge: string) => new Promise<string>((resolve, reject) => {
    const done = (error: Error | null, answer: Buffer) => error ? reject(error) : resolve(String(answer));
    authenticator(credentials).evaluateChallenge(Buffer.from(challenge), done);
  });

  beforeEach(() => jest.useFakeTimers({ now: new Date('2020-06-09T22:41:51.000Z') }));
  afterEach(() => jest.useRealTimers());

  test('begins with the name of the mechanism', () => {
    const begun = jest.fn();
    authenticator(KEY).initialResponse(begun);
    expect(begun).toHaveBeenCalledWith(null, Buffer.from([0x53, 0x69, 0x67, 0x56, 0x34, 0, 0]));
  });

  test('answers a challenge with signature, key and date', async () => {
    expect(await challenged(KEY, `nonce=${NONCE}`)).toBe('signature=10dce7795b9daab5fea553cb133ac1cf469abffc98d247a31cd6dde999e94b86,'
      + 'access_key=AKIAIOSFODNN7EXAMPLE,amzdate=2020-06-09T22:41:51.000Z');
  });

  test('adds the token of a session', async () => {
    expect(await challenged({ ...KEY, sessionToken: 'token/of=the+session' }, `nonce=${NONCE}`)).toMatch(/,session_token=token\/of=the\+session$/);
  });

  test('fails on a challenge without a nonce', async () => {
    await expect(challenged(KEY, 'realm=somewhere')).rejects.toThrow('expected a challenge with a nonce');
  });

  test('is taken by the driver, which takes none but its own kind', () => {
    const { AuthProvider } = auth as unknown as { AuthProvider: Function };
    expect(new SigV4AuthProvider('us-east-1', () => KEY)).toBeInstanceOf(AuthProvider);
  });
});
