import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';
import { refusal } from './errors';
import { policyLength } from './policy-length';

/**
 * In characters, all inline policies together; white space is not counted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MAX_INLINE_LENGTH = { role: 10_240, user: 2_048, group: 5_120 };

/** In characters, of one managed policy; white space is not counted. */
const MAX_MANAGED_LENGTH = 6_144;

/**
 * As many as a role may have after the quota is raised. Above the default quota the CDK warns.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MAX_MANAGED_POLICIES = 25;

/**
 * What of a principal's own policies is longer than IAM takes. The CDK moves what is too much for a role into managed policies,
 * as many as it takes; of users, groups and imported roles it moves nothing.
 */
export function faultsOfLength(on: IConstruct, principal: iam.IPrincipal): string[] {
  if (!Construct.isConstruct(principal)) return faultsOfManagedPolicy(on, principal);
  const kind = 'userArn' in principal ? 'user' : 'groupArn' in principal ? 'group' : 'role';
  const own = principal.node.findAll();
  const inline = own.filter((child) => child instanceof iam.Policy).map(({ document }) => policyLength(on, document).shortest);
  const length = inline.reduce((sum, each) => sum + each, 0);
  const overflow = own.filter((child) => child instanceof iam.ManagedPolicy).length;
  return [
    ...length > MAX_INLINE_LENGTH[kind] ? [tooLong(on, principal, `${length} characters inline`, `at most ${MAX_INLINE_LENGTH[kind]} for a ${kind}`)] : [],
    ...overflow > MAX_MANAGED_POLICIES ? [tooLong(on, principal, `${overflow} overflow policies`, `at most ${MAX_MANAGED_POLICIES}`)] : [],
  ];
}

/** What stands for a managed policy that is granted to is no construct, and says nothing of the policy. */
function faultsOfManagedPolicy(on: IConstruct, principal: iam.IPrincipal): string[] {
  const policy = on.node.root.node.findAll().find((each) => each instanceof iam.ManagedPolicy && each.grantPrincipal === principal);
  if (!(policy instanceof iam.ManagedPolicy)) return [];
  const { shortest } = policyLength(on, policy.document);
  return shortest > MAX_MANAGED_LENGTH
    ? [tooLong(on, policy, `${shortest} characters`, `at most ${MAX_MANAGED_LENGTH} for a managed policy`)] : [];
}

function tooLong(on: IConstruct, principal: iam.IPrincipal | iam.ManagedPolicy, got: string, expected: string): string {
  return refusal('PrincipalPolicyTooLong', on, {
    what: `the permissions of ${principal}:`,
    got,
    expected,
    remedy: 'grant whole keyspaces instead of their tables, or share the tables out among several roles',
  }).message;
}
