import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

/** A network that drops packets answers nothing. */
const TIMEOUT_MS = 5_000;

/**
 * Calls the API of the streams, as the function's own role. It does what `@aws-sdk/client-keyspacesstreams` does, which is the better
 * choice wherever it can be had.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/StreamsAPIReference/Welcome.html
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/CDC_access-endpoints.html
 */
export class StreamsClient {
  private readonly signer: SignatureV4;

  constructor(private readonly host: string, env: NodeJS.ProcessEnv) {
    this.signer = new SignatureV4({
      service: 'cassandra',
      region: env.AWS_REGION!,
      credentials: {
        accessKeyId: env.AWS_ACCESS_KEY_ID!,
        secretAccessKey: env.AWS_SECRET_ACCESS_KEY!,
        sessionToken: env.AWS_SESSION_TOKEN,
      },
      sha256: Sha256,
    });
  }

  /** The answer to one operation; an error of the service by its code and words. */
  public async call<Output>(operation: string, input: object): Promise<Output> {
    const { host: hostname } = this;
    const body = JSON.stringify(input);
    const { host, ...headers } = (await this.signer.sign({
      method: 'POST',
      protocol: 'https:',
      hostname,
      path: '/',
      headers: { 'host': hostname, 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `KeyspacesStreams.${operation}` },
      body,
    })).headers;
    const response = await fetch(`https://${host}/`, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const answer = await response.json() as Output & { readonly __type?: string; readonly message?: string };
    if (!response.ok) throw new Error(`${operation}: ${answer.__type}: ${answer.message}`);
    return answer;
  }
}

/** Node's own, as the signer wants it. */
class Sha256 {
  private readonly hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string | NodeJS.ArrayBufferView);
  }

  public update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(data as string | NodeJS.ArrayBufferView);
  }

  public async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  public reset(): void {
    throw new Error('the signer makes a new one each time');
  }
}
