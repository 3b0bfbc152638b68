import { setTimeout as wait } from 'node:timers/promises';

/** What of a request the answer repeats, and where it goes. */
export interface Question {
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly ResponseURL: string;
}

/** What came of a request. */
export interface Outcome {
  readonly physicalResourceId: string;
  readonly data?: Record<string, string>;
  /** Why it failed; undefined when it did not. */
  readonly failure?: string;
}

/** A response of more than 4,096 bytes is not read at all. The reason is the only part of it that may become long. */
const MAX_REASON_LENGTH = 1_000;

const ATTEMPTS = 5;
const FIRST_PAUSE = 500;

/**
 * Answers CloudFormation, which otherwise waits until its time is up.
 *
 * The body has no content type, because the address is signed without one. The address is as good as a password: it goes into
 * no log and no error.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export async function respond(question: Question, outcome: Outcome): Promise<void> {
  const { StackId, RequestId, LogicalResourceId, ResponseURL: address } = question;
  const body = Buffer.from(JSON.stringify({
    Status: outcome.failure === undefined ? 'SUCCESS' : 'FAILED',
    Reason: outcome.failure?.slice(0, MAX_REASON_LENGTH),
    PhysicalResourceId: outcome.physicalResourceId,
    StackId,
    RequestId,
    LogicalResourceId,
    Data: outcome.data,
  }));
  for (let attempt = 1; ; attempt++) {
    const refused = await put(address, body);
    if (refused === undefined) return;
    console.log(JSON.stringify({ requestId: RequestId, attempt, responseNotTaken: refused }));
    if (attempt === ATTEMPTS) throw new Error(`CloudFormation did not take the response: ${refused}`);
    await wait(FIRST_PAUSE * 2 ** attempt);
  }
}

/** Why the response was not taken; undefined when it was. */
async function put(address: string, body: Uint8Array): Promise<string | undefined> {
  try {
    const { ok, status } = await fetch(address, { method: 'PUT', body });
    return ok ? undefined : `status ${status}`;
  } catch (error) {
    // Its message may hold the address.
    return (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name;
  }
}
