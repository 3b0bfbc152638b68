import type { IConstruct } from 'constructs';
import { refusal } from '../private/errors';
import { policyLength } from '../private/policy-length';
import { warn } from '../private/warnings';

/**
 * In bytes; nothing that a key policy of ours holds takes more than one a character.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
const MAX_LENGTH = 32_768;

const WAYS_OUT = 'bind the key to fewer keyspaces, or to none; make one role the administrator that the others may assume; or use several keys';

/** What is longer than AWS KMS takes. Whether white space counts is UNCONFIRMED, so in between it is a warning. */
export function faultsOfKeyPolicyLength(key: IConstruct, document: unknown): string[] {
  const { shortest, longest } = policyLength(key, document);
  if (shortest > MAX_LENGTH) {
    return [refusal('KeyPolicyTooLong', key, {
      what: 'a key policy of at least so many bytes:',
      got: shortest,
      expected: `at most ${MAX_LENGTH}`,
      remedy: WAYS_OUT,
    }).message];
  }
  if (longest > MAX_LENGTH) {
    warn(key, 'keyPolicyLong', `the key policy has ${shortest} to ${longest} bytes, depending on its white space and on what is known only at`
      + ` deployment; more than ${MAX_LENGTH} are refused then: ${WAYS_OUT}`);
  }
  return [];
}
