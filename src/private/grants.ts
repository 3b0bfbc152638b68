import { Grant, type IGrantable, type IPrincipal, type IRole, UnknownPrincipal } from 'aws-cdk-lib/aws-iam';
import { LIST_STREAMS_ACTIONS, READ_STREAM_ACTIONS, SYSTEM_ACTIONS, withMultiRegionActions } from './actions';
import { systemKeyspacesArn, type Located } from './arns';
import { refusal } from './errors';
import { MergingPrincipal } from './shared-statements';
import { surelyDiffer } from './surely-differ';

export interface PrincipalGrant {
  readonly grantee: IGrantable;
  readonly actions: string[];
  readonly resourceArns: string[];
  readonly conditions?: Record<string, Record<string, unknown>>;
  /** What is granted on, to tell its account from the grantee's. */
  readonly on: Located;
  /** Statements are shared within a family only, also where the actions are the same. */
  readonly family: 'data' | 'system' | 'peers' | 'streams' | 'key' | 'assume';
}

export interface CassandraGrant {
  readonly grantee: IGrantable;
  readonly actions: string[];
  /** The Regions of what is granted on; more than one are a multi-Region keyspace's. */
  readonly regions: string[];
  readonly arnIn: (region: string) => string;
  readonly on: Located;
}

/** Actions of Amazon Keyspaces on a resource of it, in all its Regions, with what every client needs on the system keyspaces. */
export function grantCassandra({ grantee, actions, regions, arnIn, on }: CassandraGrant): Grant {
  return grantToPrincipal({ grantee, actions: inRegions(actions, regions), resourceArns: regions.map(arnIn), on, family: 'data' })
    .combine(grantSystemKeyspaces(grantee, on, regions));
}

/**
 * What a driver and the API read before anything else. The metadata of a multi-Region keyspace needs its second action too.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/configure-udt-permissions.html
 */
export function grantSystemKeyspaces(grantee: IGrantable, on: Located, regions = [on.env.region]): Grant {
  const resourceArns = regions.map((region) => systemKeyspacesArn(on, region));
  return grantToPrincipal({ grantee, actions: inRegions(SYSTEM_ACTIONS, regions), resourceArns, on, family: 'system' });
}

/**
 * Reading streams needs none of the system keyspaces, by the page on these permissions and by the actions that the Service
 * Authorization Reference lists for each operation; only looking streams up over CQL does.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/configure-cdc-permissions.html
 */
export function grantReadStream(grantee: IGrantable, on: Located, resourceArns: string[]): Grant {
  return grantToPrincipal({ grantee, actions: READ_STREAM_ACTIONS, resourceArns, on, family: 'data' })
    .combine(grantToPrincipal({ grantee, actions: LIST_STREAMS_ACTIONS, resourceArns: ['*'], on, family: 'streams' }));
}

function inRegions(actions: string[], regions: string[]): string[] {
  return regions.length > 1 ? withMultiRegionActions(actions) : actions;
}

/**
 * Grants through the principal's own policy, the only place there is: Amazon Keyspaces has no resource policies.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_service-with-iam.html
 */
export function grantToPrincipal({ grantee, actions, resourceArns, conditions, on, family }: PrincipalGrant): Grant {
  const principal = grantee.grantPrincipal;
  if (isLookedUp(principal)) return Grant.drop(grantee, 'the role is not known until its look-up is done');
  requireSameAccount(principal, on);
  const grant = principal instanceof UnknownPrincipal ? undefined : Grant.addToPrincipal({
    grantee: { grantPrincipal: new MergingPrincipal(principal, family, on) },
    actions,
    resourceArns,
    conditions,
  });
  if (grant?.success) return grant;
  throw holdsNoPolicy(on, principal);
}

export function holdsNoPolicy(on: Located, principal: IPrincipal): Error {
  return refusal('GranteeHoldsNoPolicy', on, {
    what: 'the grantee',
    got: String(principal),
    expected: 'a principal with a policy of its own (a role, a user, a group), because Amazon Keyspaces has no resource policies',
    remedy: 'grant to the role that the service, the account or the federated identity assumes; import a function with its role',
  });
}

/** While `Role.fromLookup` waits for its answer, it stands for a role of an account that is made up. */
export function isLookedUp(principal: IPrincipal): boolean {
  return principal.principalAccount === '123456789012' && (principal as Partial<IRole>).roleArn?.endsWith(':role/DUMMY_ARN') === true;
}

/** For an imported role of another account the CDK would report success, and grant nothing. */
export function requireSameAccount({ principalAccount }: IPrincipal, on: Located): void {
  const { account } = on.env;
  if (principalAccount === undefined || !surelyDiffer(principalAccount, account)) return;
  throw refusal('GranteeInOtherAccount', on, {
    what: 'a grantee of account',
    got: principalAccount,
    expected: `a principal of account ${account}, because Amazon Keyspaces has no resource policies`,
    remedy: `grant to a role in account ${account} that the other account may assume`,
  });
}
