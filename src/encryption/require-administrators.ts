import { Token } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Located } from '../private/arns';
import { refusal } from '../private/errors';
import { legible } from '../private/readable';
import { surelyDiffer } from '../private/surely-differ';

/**
 * Who manages a key is of its own account: AWS KMS lets nobody else change its policy, disable it or delete it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
export function requireAdministrators(key: Located, administrators: iam.IPrincipal[]): void {
  const { account } = key.env;
  for (const { policyFragment: { principalJson }, principalAccount = accountOf(principalJson) ?? account } of administrators) {
    const isNamed = Object.entries(principalJson).every(([kind, names]) => kind === 'AWS' && !names.includes('*'));
    if (isNamed && !surelyDiffer(principalAccount, account)) continue;
    throw refusal('AdministratorInvalid', key, {
      what: 'an administrator of a key:',
      got: legible(key, principalJson),
      expected: `a role, a user or all of the account of the key${Token.isUnresolved(account) ? '' : `, ${account}`}: AWS KMS lets nobody else manage it`,
      remedy: 'name the role that manages it, for one with iam.Role.fromRoleName()',
    });
  }
}

/** Of a principal that is given by its ARN alone. */
function accountOf(principalJson: Record<string, string[]>): string | undefined {
  return /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(principalJson.AWS?.[0])?.[1];
}
