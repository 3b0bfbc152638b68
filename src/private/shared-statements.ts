import type { AddToPrincipalPolicyResult, IPrincipal, PolicyStatement, PrincipalPolicyFragment } from 'aws-cdk-lib/aws-iam';
import { Construct, Dependable, type IConstruct } from 'constructs';
import { faultsOfLength } from './principal-policy-length';
import { readable } from './readable';
import { warn } from './warnings';

/**
 * How many characters a statement may have: as many as fit into a managed policy, because a statement is the smallest
 * part that the CDK can move into an overflow policy. White space is not counted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MAX_STATEMENT_LENGTH = 6_144 - '{"Version":"2012-10-17","Statement":[]}'.length;

/**
 * What of an ARN is a token shows its length only at deployment: a name has at most 48 characters. The tokens of the account, the
 * Region and the partition are longer than what they stand for.
 */
const TOKEN_OF_NAME = /\$\{Token\[(?!AWS\.)[^\]]*\]\}/g;
const LONGEST_NAME = 'x'.repeat(48);

/** Set by `Role.customizeRoles`, under which the CDK writes down what it is given and never looks at it again. */
const CUSTOMIZE_ROLES = '@aws-cdk/iam:customizeRoles';

interface Entry {
  readonly statement: PolicyStatement;
  readonly result: AddToPrincipalPolicyResult;
}

/** What one principal was granted. */
class Ledger {
  public static of(principal: IPrincipal, on: IConstruct): Ledger {
    const ledger = LEDGERS.get(principal) ?? new Ledger(principal, on);
    LEDGERS.set(principal, ledger);
    return ledger;
  }

  private readonly open = new Map<string, Entry>();
  private readonly all: Entry[] = [];
  private readonly isReported: boolean;

  private constructor(private readonly principal: IPrincipal, on: IConstruct) {
    this.isReported = isReported(principal);
    on.node.addValidation({ validate: () => [...this.warnOfWhatIsNotAttached(on), ...faultsOfLength(on, principal)] });
  }

  public add(family: string, statement: PolicyStatement): AddToPrincipalPolicyResult {
    const key = JSON.stringify([family, [...statement.actions].sort(), statement.conditions]);
    const open = this.open.get(key);
    if (open && hasRoom(open.statement, statement.resources)) {
      open.statement.addResources(...statement.resources);
      return open.result;
    }
    const attached = statement.copy();
    const entry = { statement: attached, result: this.principal.addToPrincipalPolicy(attached) };
    if (!entry.result.statementAdded) return entry.result;
    this.all.push(entry);
    if (!this.isReported) this.open.set(key, entry);
    return entry.result;
  }

  /**
   * The CDK reports success for a role that it must not change (`mutable: false`, `withoutPolicyUpdates()`), and
   * writes nothing. Only at the end can it be seen that nothing came of a statement.
   */
  private warnOfWhatIsNotAttached(on: IConstruct): string[] {
    const lost = this.isReported ? [] : this.all.filter(({ result }) => isNowhere(result));
    if (lost.length > 0) {
      warn(on, 'grantNotAttached', `the policy of ${this.principal} cannot be changed from here; what it was granted only`
        + ` works if its policy has: ${readable(on, lost.map(({ statement }) => statement.toStatementJson()))}`);
    }
    return [];
  }
}

/** Whether a principal was granted anything by this library. */
export function isGrantedSomething(principal: IPrincipal): boolean {
  return LEDGERS.has(principal);
}

/** Whether what a principal is granted is only written down. */
export function isReported(principal: IPrincipal): boolean {
  return Construct.isConstruct(principal) && principal.node.tryGetContext(CUSTOMIZE_ROLES) !== undefined;
}

/** Whether nothing came of a statement, although the CDK reported success. Seen at the end only. */
export function isNowhere({ policyDependable }: AddToPrincipalPolicyResult): boolean {
  return policyDependable !== undefined && Dependable.of(policyDependable).dependencyRoots.length === 0;
}

/** Whether a statement stays small enough with more resources, and with so many characters of something else. */
export function hasRoom(statement: PolicyStatement, resources: string[], more = 0): boolean {
  if (statement.frozen) return false;
  const withoutResources = JSON.stringify({ Action: statement.actions, Effect: 'Allow', Resource: [], Condition: statement.conditions }).length;
  const length = [...new Set([...statement.resources, ...resources])]
    .reduce((sum, arn) => sum + `"${arn.replace(TOKEN_OF_NAME, LONGEST_NAME)}",`.length, withoutResources);
  return length + more <= MAX_STATEMENT_LENGTH;
}

/** Keyed by identity, so that two Stages never meet. */
const LEDGERS = new WeakMap<IPrincipal, Ledger>();

/**
 * Writes into a principal's policy such that the same actions share one statement, whatever the feature flags:
 * a role with a hundred tables has one statement for them, not a hundred.
 *
 * What the caller gets to see of it cannot be changed: a condition added for one table would hold for all of them.
 */
export class MergingPrincipal implements IPrincipal {
  public readonly grantPrincipal: IPrincipal = this;

  /**
   * @param family statements are shared within a family only, also where the actions are the same
   * @param on what is granted on
   */
  constructor(private readonly principal: IPrincipal, private readonly family: string, private readonly on: IConstruct) {}

  public get assumeRoleAction(): string {
    return this.principal.assumeRoleAction;
  }

  public get policyFragment(): PrincipalPolicyFragment {
    return this.principal.policyFragment;
  }

  public addToPrincipalPolicy(statement: PolicyStatement): AddToPrincipalPolicyResult {
    const result = Ledger.of(this.principal, this.on).add(this.family, statement);
    statement.freeze();
    return result;
  }

  public addToPolicy(statement: PolicyStatement): boolean {
    return this.addToPrincipalPolicy(statement).statementAdded;
  }
}
