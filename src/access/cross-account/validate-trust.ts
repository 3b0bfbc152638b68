import type * as iam from 'aws-cdk-lib/aws-iam';
import { refusal } from '../../private/errors';
import { policyLength } from '../../private/policy-length';
import { warn } from '../../private/warnings';

/**
 * White space is not counted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const DEFAULT_LENGTH = 2_048;
const LONGEST = 8_192;

/** At synthesis: until then the trust may be added to. */
export function validateTrust(role: iam.Role): void {
  role.node.addValidation({
    validate: () => {
      const { shortest: length } = policyLength(role, role.assumeRolePolicy);
      if (length > LONGEST) {
        return [refusal('TrustPolicyTooLong', role, {
          what: 'a trust policy of characters',
          got: length,
          expected: `at most ${LONGEST}, the quota that IAM raises to`,
          remedy: 'divide the clients among several roles',
        }).message];
      }
      if (length > DEFAULT_LENGTH) {
        warn(role, 'trustPolicyLong', `the trust policy has ${length} characters, and IAM takes ${DEFAULT_LENGTH} of an account whose quota was not`
          + ` raised (to ${LONGEST} at most); raise it, or divide the clients among several roles`);
      }
      return [];
    },
  });
}
