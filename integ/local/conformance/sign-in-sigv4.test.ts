import { DeleteAccessKeyCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { auth } from 'cassandra-driver';
import { cleanUp } from './clean-up';
import { connect, refusal, signed } from './connections';
import { CONNECT, createUser, Credentials, iam, session } from './identities';
import { GUIDE, patience, region } from './target';
import { signature } from '../../stacks/order-function/sigv4';
import { eventually } from '../wait';

const PAGE = `${GUIDE}/programmatic.credentials.html`;
const TEMPORARY = `${GUIDE}/SigV4_credentials.html`;
const SIGNING = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html';
const SIGNATURE_TROUBLE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html';
const ACCESS_KEYS = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html';

afterAll(cleanUp);

type Change = (text: string) => string;
type Forgery = Partial<{ credentials: Credentials; region: string; service: string; minutesAgo: number; nonce: Change; answer: Change }>;

/** Answers the challenge with these credentials and, in one respect, not as it should. */
function forged(real: Credentials, forgery: Forgery): auth.AuthProvider {
  const credentials = { ...real, ...forgery.credentials };
  const date = new Date(Date.now() - (forgery.minutesAgo ?? 0) * 60_000).toISOString();
  const evaluateChallenge: auth.Authenticator['evaluateChallenge'] = (challenge, done) => {
    const nonce = /nonce=(.{32})/.exec(challenge.toString())![1];
    const sign = signature({ ...credentials, region, date, ...forgery, nonce: forgery.nonce?.(nonce) ?? nonce });
    const token = credentials.sessionToken ? `,session_token=${credentials.sessionToken}` : '';
    const answer = `signature=${sign},access_key=${credentials.accessKeyId},amzdate=${date}${token}`;
    done(null as never, Buffer.from(forgery.answer?.(answer) ?? answer));
  };
  const provider = signed({ credentials });
  const authenticator = Object.assign(provider.newAuthenticator(), { evaluateChallenge });
  return Object.assign(provider, { newAuthenticator: () => authenticator });
}

const flip = (digits: string) => digits.replace(/./, (first) => (first === '0' ? '1' : '0'));
const allowed = (provider: auth.AuthProvider) => eventually(patience, async () => expect(await refusal(connect(provider))).toBe('allowed'));

const forgeries: [what: string, page: string, forgery: Forgery][] = [
  ['an access key that nobody has', SIGNATURE_TROUBLE, { credentials: { accessKeyId: 'AKIA0000000000000000', secretAccessKey: 'secret' } }],
  ['a signature with another digit', SIGNING, { answer: (answer) => answer.replace(/(?<=signature=)./, flip) }],
  ['a signature that is cut short', SIGNING, { answer: (answer) => answer.replace(/(?<=signature=\w{32})\w{32}/, '') }],
  ['a signature over another nonce', SIGNING, { nonce: flip }],
  ['a date that is not the signed one', SIGNING, { answer: (answer) => answer.replace(/(?<=amzdate=.{20})\d/, flip) }],
  ['a date of 16 minutes ago', SIGNATURE_TROUBLE, { minutesAgo: 16 }],
  ['the scope of another Region', SIGNATURE_TROUBLE, { region: region === 'eu-west-1' ? 'us-east-1' : 'eu-west-1' }],
  ['the scope of another service', SIGNATURE_TROUBLE, { service: 'dynamodb' }],
  ['an answer without a signature', SIGNING, { answer: (answer) => answer.replace(/signature=\w+,/, '') }],
  ['an empty answer', SIGNING, { answer: () => '' }],
];

describe.each([
  ['a user', async () => (await createUser(CONNECT)).credentials],
  ['a session of a role', async () => (await session(CONNECT)).credentials],
])('%s', (_who, make) => {
  let credentials: Credentials;
  beforeAll(async () => { credentials = await make(); });

  test(`signs in with a signature (${PAGE})`, () => allowed(signed({ credentials })));

  test(`signs in with a signature of five minutes ago (${SIGNING})`, () => allowed(forged(credentials, { minutesAgo: 5 })));

  test.each(forgeries)('is refused with %s (%s)', async (_what, _page, forgery) => {
    await allowed(forged(credentials, {}));
    expect(await refusal(connect(forged(credentials, forgery)))).toMatch(/^0100 /);
  });

  test(`is refused with another secret (${SIGNATURE_TROUBLE})`, async () => {
    await allowed(forged(credentials, {}));
    expect(await refusal(connect(forged(credentials, { credentials: { ...credentials, secretAccessKey: flip(credentials.secretAccessKey) } })))).toMatch(/^0100 /);
  });
});

const tokens: [what: string, answer: (own: string, other: string) => (answer: string) => string][] = [
  ['without its token', () => (answer) => answer.replace(/,session_token=.*/, '')],
  ['with an empty token', () => (answer) => answer.replace(/session_token=.*/, 'session_token=')],
  ['with a token that was changed', (own) => (answer) => answer.replace(own, own.slice(0, -8) + flip(own.slice(-8)))],
  ['with the token of another session', (own, other) => (answer) => answer.replace(own, other)],
];

test.each(tokens)(`a session is refused %s (${TEMPORARY})`, async (_what, answer) => {
  const [{ credentials }, other] = [await session(CONNECT), await session(CONNECT)];
  await allowed(forged(credentials, {}));
  expect(await refusal(connect(forged(credentials, { answer: answer(credentials.sessionToken!, other.credentials.sessionToken!) })))).toMatch(/^0100 /);
});

test(`an inactive access key is refused, until it is active again (${ACCESS_KEYS})`, async () => {
  const user = await createUser(CONNECT);
  const set = (Status: 'Active' | 'Inactive') => iam.send(new UpdateAccessKeyCommand({ UserName: user.name, AccessKeyId: user.credentials.accessKeyId, Status }));
  await allowed(signed(user));
  await set('Inactive');
  await eventually(patience, async () => expect(await refusal(connect(user))).toMatch(/^0100 /));
  await set('Active');
  await allowed(signed(user));
});

test(`an access key that was deleted is refused (${ACCESS_KEYS})`, async () => {
  const user = await createUser(CONNECT);
  await allowed(signed(user));
  await iam.send(new DeleteAccessKeyCommand({ UserName: user.name, AccessKeyId: user.credentials.accessKeyId }));
  await eventually(patience, async () => expect(await refusal(connect(user))).toMatch(/^0100 /));
});
