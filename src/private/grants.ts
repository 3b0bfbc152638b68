import { Token } from 'aws-cdk-lib';
import { Grant, type IGrantable, type IPrincipal, type IRole, UnknownPrincipal } from 'aws-cdk-lib/aws-iam';
import { SYSTEM_ACTIONS } from './actions';
import { systemKeyspacesArn, type Located } from './arns';
import { refusal } from './errors';
import { MergingPrincipal } from './shared-statements';

export interface PrincipalGrant {
  readonly grantee: IGrantable;
  readonly actions: string[];
  readonly resourceArns: string[];
  /** What is granted on, to tell its account from the grantee's. */
  readonly on: Located;
  /** Statements are shared within a family only, also where the actions are the same. */
  readonly family: 'data' | 'system' | 'peers';
}

/** Actions of Amazon Keyspaces on resources of it, with what every client needs on the system keyspaces. */
export function grantCassandra(grant: Omit<PrincipalGrant, 'family'>): Grant {
  return grantToPrincipal({ ...grant, family: 'data' }).combine(grantSystemKeyspaces(grant.grantee, grant.on));
}

/** What a driver and the API read before anything else. */
export function grantSystemKeyspaces(grantee: IGrantable, on: Located): Grant {
  return grantToPrincipal({ grantee, actions: SYSTEM_ACTIONS, resourceArns: [systemKeyspacesArn(on)], on, family: 'system' });
}

/**
 * Grants through the principal's own policy, the only place there is: Amazon Keyspaces has no resource policies.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_service-with-iam.html
 */
export function grantToPrincipal({ grantee, actions, resourceArns, on, family }: PrincipalGrant): Grant {
  const principal = grantee.grantPrincipal;
  if (isLookedUp(principal)) return Grant.drop(grantee, 'the role is not known until its look-up is done');
  requireSameAccount(principal, on);
  const grant = principal instanceof UnknownPrincipal ? undefined : Grant.addToPrincipal({
    grantee: { grantPrincipal: new MergingPrincipal(principal, family, on) },
    actions,
    resourceArns,
  });
  if (grant?.success) return grant;
  throw refusal('GranteeHoldsNoPolicy', on, {
    what: 'the grantee',
    got: String(principal),
    expected: 'a principal with a policy of its own (a role, a user, a group), because Amazon Keyspaces has no resource policies',
    remedy: 'grant to the role that the service, the account or the federated identity assumes; import a function with its role',
  });
}

/** While `Role.fromLookup` waits for its answer, it stands for a role of an account that is made up. */
function isLookedUp(principal: IPrincipal): boolean {
  return principal.principalAccount === '123456789012' && (principal as IRole).roleArn.endsWith(':role/DUMMY_ARN');
}

/** For an imported role of another account the CDK would report success, and grant nothing. */
function requireSameAccount({ principalAccount }: IPrincipal, on: Located): void {
  const { account } = on.env;
  if (principalAccount === undefined || principalAccount === account) return;
  if (Token.isUnresolved(principalAccount) || Token.isUnresolved(account)) return;
  throw refusal('GranteeInOtherAccount', on, {
    what: 'a grantee of account',
    got: principalAccount,
    expected: `a principal of account ${account}, because Amazon Keyspaces has no resource policies`,
    remedy: `grant to a role in account ${account} that the other account may assume`,
  });
}
