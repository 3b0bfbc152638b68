import { Token } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type {
  AddToPrincipalPolicyResult, IGrantable, IPrincipal, PolicyStatement, PrincipalPolicyFragment,
} from 'aws-cdk-lib/aws-iam';
import { isKnownAction, SYSTEM_ACTIONS } from './actions';
import { systemKeyspacesArn, type Located } from './arns';
import { refusal } from './errors';

/**
 * How many table ARNs go into one statement: as many of the longest ones (166 characters) as fit into a managed
 * policy of 6,144 characters, because a statement is the smallest part that the CDK can move into an overflow policy.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MAX_RESOURCES_PER_STATEMENT = 35;

interface Entry {
  readonly statement: PolicyStatement;
  readonly result: AddToPrincipalPolicyResult;
}

/** By principal, by what makes two statements one. Keyed by identity, so that two Stages never meet. */
const LEDGERS = new WeakMap<IPrincipal, Map<string, Entry>>();

/**
 * Writes into a principal's policy such that the same actions share one statement, whatever the feature flags:
 * a role with a hundred tables has one statement for them, not a hundred.
 */
class MergingPrincipal implements IPrincipal {
  public readonly grantPrincipal: IPrincipal = this;

  constructor(private readonly principal: IPrincipal, private readonly family: string) {}

  public get assumeRoleAction(): string {
    return this.principal.assumeRoleAction;
  }

  public get policyFragment(): PrincipalPolicyFragment {
    return this.principal.policyFragment;
  }

  public addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    const ledger = LEDGERS.get(this.principal) ?? new Map<string, Entry>();
    LEDGERS.set(this.principal, ledger);
    const key = `${this.family}:${[...statement.actions].sort().join()}`;
    const open = ledger.get(key);
    if (open && hasRoom(open.statement, statement.resources)) {
      open.statement.addResources(...statement.resources);
      return open.result;
    }
    const result = this.principal.addToPrincipalPolicy(statement);
    if (result.statementAdded) ledger.set(key, { statement, result });
    return result;
  }

  public addToPolicy(statement: PolicyStatement): boolean {
    return this.addToPrincipalPolicy(statement).statementAdded;
  }
}

function hasRoom(statement: PolicyStatement, resources: string[]): boolean {
  return !statement.frozen && new Set([...statement.resources, ...resources]).size <= MAX_RESOURCES_PER_STATEMENT;
}

export interface PrincipalGrant {
  readonly grantee: IGrantable;
  readonly actions: string[];
  readonly resourceArns: string[];
  /** What is granted on, to tell its account from the grantee's. */
  readonly on: Located;
  /** Statements are shared within a family only, also where the actions are the same. */
  readonly family: 'data' | 'system' | 'peers';
}

/**
 * Grants through the principal's own policy, the only place there is: Amazon Keyspaces has no resource policies.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_service-with-iam.html
 */
export function grantToPrincipal({ grantee, actions, resourceArns, on, family }: PrincipalGrant): Grant {
  const principal = grantee.grantPrincipal;
  const account = principal.principalAccount;
  const foreign = account !== undefined
    && !Token.isUnresolved(account) && !Token.isUnresolved(on.env.account) && account !== on.env.account;
  // The CDK would report success for an imported role of another account, and grant nothing.
  if (foreign) {
    throw refusal('GranteeInOtherAccount', on, {
      what: 'a grantee of account',
      got: account,
      expected: `a principal of account ${on.env.account}, because Amazon Keyspaces has no resource policies`,
      remedy: 'grant to a role in this account that the other account may assume',
    });
  }
  const grant = Grant.addToPrincipal({
    grantee: { grantPrincipal: new MergingPrincipal(principal, family) },
    actions,
    resourceArns,
  });
  if (!grant.success) {
    throw refusal('GranteeHoldsNoPolicy', on, {
      what: 'the grantee',
      got: principal.toString(),
      expected: 'a principal with a policy of its own (a role, a user, a group), because Amazon Keyspaces has no resource policies',
      remedy: 'grant to the role that the service, the account or the federated identity assumes',
    });
  }
  return grant;
}

/** Actions of Amazon Keyspaces on resources of it, with what every client needs on the system keyspaces. */
export function grantCassandra(grant: Omit<PrincipalGrant, 'family'>): Grant {
  requireKnownActions(grant);
  return grantToPrincipal({ ...grant, family: 'data' }).combine(grantSystemKeyspaces(grant.grantee, grant.on));
}

/** What a driver and the API read before anything else. */
export function grantSystemKeyspaces(grantee: IGrantable, on: Located): Grant {
  return grantToPrincipal({ grantee, actions: SYSTEM_ACTIONS, resourceArns: [systemKeyspacesArn(on)], on, family: 'system' });
}

function requireKnownActions({ actions, on }: Omit<PrincipalGrant, 'family'>): void {
  const unknown = actions.find((action) => !Token.isUnresolved(action) && !isKnownAction(action));
  if (unknown === undefined && actions.length > 0) return;
  throw refusal('ActionUnknown', on, {
    what: 'the action',
    got: unknown ?? actions,
    expected: 'actions of Amazon Keyspaces by their full names, for example "cassandra:Select"',
    remedy: 'see the Service Authorization Reference; the API\'s GetTable, for one, is authorized as cassandra:Select',
  });
}
