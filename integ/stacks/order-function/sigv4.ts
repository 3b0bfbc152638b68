import { createHash, createHmac } from 'node:crypto';
import { auth } from 'cassandra-driver';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of a role's session; an IAM user's key has none. */
  readonly sessionToken?: string;
}

export interface SigningRequest extends Pick<Credentials, 'accessKeyId' | 'secretAccessKey'> {
  readonly region: string;
  /** @default 'cassandra' */
  readonly service?: string;
  /** When it is signed, as `Date.toISOString()` writes it. */
  readonly date: string;
  /** What the service challenges with. */
  readonly nonce: string;
}

const INITIAL_RESPONSE = Buffer.from('SigV4\0\0');
const NONCE = /nonce=(.{32})/;

// The driver's types have an interface here, but it takes nothing that does not inherit from the class behind it.
const { AuthProvider } = auth as unknown as { AuthProvider: new () => auth.AuthProvider };

/**
 * Signs in to Amazon Keyspaces with credentials of IAM instead of a password.
 *
 * @param credentials is asked at every connection, because those of a role expire
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.credentials.html
 */
export class SigV4AuthProvider extends AuthProvider {
  constructor(private readonly region: string, private readonly credentials: () => Credentials) {
    super();
  }

  public override newAuthenticator(): auth.Authenticator {
    const { region, credentials } = this;
    return {
      initialResponse: (done) => done(null, INITIAL_RESPONSE),
      evaluateChallenge: (challenge, done) => {
        const nonce = NONCE.exec(challenge.toString())?.[1];
        if (nonce === undefined) return done(new Error('expected a challenge with a nonce of 32 characters: is this Amazon Keyspaces?'));
        return done(null, Buffer.from(answer(credentials(), region, nonce)));
      },
      onAuthenticationSuccess: () => undefined,
    };
  }
}

function answer({ sessionToken, ...key }: Credentials, region: string, nonce: string): string {
  const date = new Date().toISOString();
  return [
    `signature=${signature({ ...key, region, date, nonce })}`,
    `access_key=${key.accessKeyId}`,
    `amzdate=${date}`,
    ...sessionToken ? [`session_token=${sessionToken}`] : [],
  ].join(',');
}

/**
 * Signature Version 4 over the request that Amazon Keyspaces makes of its nonce. The AWS SDK's signer would sign another one: it
 * adds headers and writes the date in the basic format.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signature({ accessKeyId, secretAccessKey, region, service = 'cassandra', date, nonce }: SigningRequest): string {
  const day = date.slice(0, 10).replaceAll('-', '');
  const scope = [day, region, service, 'aws4_request'];
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': [accessKeyId, ...scope].join('/'),
    'X-Amz-Date': date,
    'X-Amz-Expires': '900',
  });
  const request = ['PUT', '/authenticate', query, 'host:cassandra', '', 'host', sha256(nonce)].join('\n');
  const stringToSign = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(request)].join('\n');
  const key = scope.reduce<Buffer>(hmac, Buffer.from(`AWS4${secretAccessKey}`));
  return hmac(key, stringToSign).toString('hex');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
