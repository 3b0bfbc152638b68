import { decide, type Request } from './decide';
import { decideOnKeys } from './decide-on-keys';
import { ask, type Decision, type Question, text } from './key-shop';

const ENCRYPTION_CONTEXT = 'kms:EncryptionContext';

/** Has every request decided by both engines, which must agree, but for those that only one of them understands. */
export function testDecisions(decisions: Decision[]): void {
  const answers = decideOnKeys(decisions.flatMap(({ allowed, refused }) => [allowed, refused]).map(ask));
  const decided = decisions.map((each, index) => ({ ...each, answers: answers.slice(2 * index, 2 * index + 2) }));
  describe.each(decided)('$why ($see)', ({ allowed, refused, answers: [toAllowed, toRefused] }) => {
    test(`allowed: ${text(allowed)}`, async () => expect([toAllowed, await other(allowed, toAllowed)]).toEqual(['allowed', 'allowed']));
    test(`not granted: ${text(refused)}`, async () => expect([toRefused, await other(refused, toRefused)]).toEqual(['not granted', 'not granted']));
  });
}

/** The other engine does not hear of encryption contexts, which matters where a policy asks for one. */
async function other(question: Question, answer: string): Promise<string> {
  const request = ask(question);
  const isAsked = JSON.stringify(request.resourcePolicy).includes(ENCRYPTION_CONTEXT);
  return isAsked && question.keyspace !== undefined ? answer : decide(withoutEncryptionContext(request));
}

function withoutEncryptionContext(request: Request): Request {
  return { ...request, context: Object.fromEntries(Object.entries(request.context).filter(([key]) => !key.startsWith(ENCRYPTION_CONTEXT))) };
}
