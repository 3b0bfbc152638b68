import { Stack, Stage, Token } from 'aws-cdk-lib';
import type { ITableRef } from 'aws-cdk-lib/aws-cassandra';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';
import { Denial } from './denial';
import { faultsOfDeploymentRole, requireNoDeploymentRole } from './deployment-role';
import type { IPrivateKeyspacesAccess } from './iprivate-keyspaces-access';
import { identityOf, type PrincipalIdentity } from './principal-identity';
import { warnOfRegionsNotReached, warnOfReplicas } from './replicas';
import type { RequireAccessOptions } from './require-access-options';
import { requireNoCycle } from './stack-cycle';
import { READ_STREAM_ACTIONS } from '../private/actions';
import { regionsOf, streamsArn, systemKeyspacesArn, tableArn } from '../private/arns';
import { refusal } from '../private/errors';
import { holdsNoPolicy, isLookedUp, requireSameAccount } from '../private/grants';
import { faultsOfLength } from '../private/principal-policy-length';
import { isGrantedSomething } from '../private/shared-statements';

/** See `PrivateKeyspacesAccess.require`. */
export function requireAccess(grantee: iam.IGrantable, { accesses, tables }: RequireAccessOptions): void {
  const principal = grantee.grantPrincipal;
  requireSome('accesses', accesses, tables[0]);
  requireSome('tables', tables, accesses[0]);
  const [at] = accesses;
  if (isLookedUp(principal)) return;
  if (principal instanceof iam.UnknownPrincipal) throw holdsNoPolicy(at, principal);
  requireNoDeploymentRole(at, principal);
  for (const table of tables) requireSameAccount(principal, table);

  const { data, streams } = Requirement.of(principal, accesses);
  for (const table of tables) {
    // A denial that a Region lacks would be missed by nobody.
    warnOfReplicas(table, 'replicasNotRequired', 'only the table in its own Region has to be reached through the endpoints');
    warnOfRegionsNotReached(table, accesses);
  }
  const ids = (ofStreams: boolean) => accesses.filter(({ service }) => service._isStreams === ofStreams).map(({ vpcEndpointId }) => vpcEndpointId);
  const arns = (make: (table: ITableRef, region: string) => string) =>
    tables.flatMap((table) => regionsOf(table).map((region) => make(table, region)));
  data.add(ids(false), [
    ...arns((table, region) => tableArn(table, table.tableRef.keyspaceName, table.tableRef.tableName, region)),
    ...arns(systemKeyspacesArn),
  ]);
  if (data.isRefused) throw holdsNoPolicy(at, principal);
  streams.add(ids(true), arns((table, region) => streamsArn(table, table.tableRef.keyspaceName, table.tableRef.tableName, region)));
}

/** What is required of one principal, in all calls together. */
class Requirement {
  public static of(principal: iam.IPrincipal, accesses: IPrivateKeyspacesAccess[]): Requirement {
    const [at] = accesses;
    const scope = Construct.isConstruct(principal) ? principal : at;
    const stage = Stage.of(scope) ?? scope.node.root;
    const ofStage = REQUIREMENTS.get(stage) ?? new Map<unknown, Requirement>();
    REQUIREMENTS.set(stage, ofStage);
    const identity = identityOf(principal);
    const { made } = identity;
    const key = keyOf(principal, identity);
    const byKey = ofStage.get(key);
    // Two that are made under one name, in stacks of which only one is deployed at a time, need a denial each.
    const isAnother = made !== undefined && byKey?.made !== undefined && byKey.made !== made;
    const known = (made && ofStage.get(made)) ?? (isAnother ? undefined : byKey);
    // Into whose policy the denial is written, which may be that of another stack than the principal given now.
    for (const access of accesses) requireKnownIn(known?.principal ?? principal, access);
    const found = known ?? new Requirement(principal, at);
    found.made ??= made;
    if (made) ofStage.set(made, found);
    if (!byKey) ofStage.set(key, found);
    return found;
  }

  /** The resource that the principal is, as soon as somebody gave it. */
  private made?: IConstruct;

  public readonly data: Denial;
  public readonly streams: Denial;

  private constructor(private readonly principal: iam.IPrincipal, at: IConstruct) {
    this.data = new Denial(principal, 'ThroughEndpointsOnly', ['cassandra:*']);
    this.streams = new Denial(principal, 'StreamsThroughEndpointsOnly', READ_STREAM_ACTIONS);
    at.node.addValidation({
      validate: () => {
        this.data.report();
        this.streams.report();
        // Whoever is granted something is measured there.
        const tooLong = isGrantedSomething(principal) ? [] : faultsOfLength(at, principal);
        const faults = [...faultsOfDeploymentRole(at, principal), ...tooLong];
        return this.data.isInVain ? [notAttached(at, principal), ...faults] : faults;
      },
    });
  }
}

/** By Stage, which depends on no other. */
const REQUIREMENTS = new WeakMap<IConstruct, Map<unknown, Requirement>>();

/** A role that is imported is the same role, however often it is, and also where it is made in this app. */
function keyOf(principal: iam.IPrincipal, { made, named }: PrincipalIdentity): unknown {
  // Of two stacks whose accounts are not known, nobody knows whether they are the same.
  if (named && !(made && Token.isUnresolved(named.account))) return JSON.stringify(named);
  if (made) return made;
  try {
    return JSON.stringify(principal.policyFragment.principalJson);
  } catch {
    // A managed policy that is granted to is nobody in a policy.
    return principal;
  }
}

/** A grant that is not attached is missed at once; a denial that is not would be missed by nobody. */
function notAttached(at: IConstruct, principal: iam.IPrincipal): string {
  return refusal('RequirementNotAttached', at, {
    what: 'the policy of',
    got: String(principal),
    expected: 'one that can be changed from here, because it has to deny what comes another way',
    remedy: 'make the role in this app, or import it as one that may be changed (mutable), in a stack of its account',
  }).message;
}

function requireSome(what: string, given: unknown[], at: IConstruct | undefined): void {
  if (given.length > 0) return;
  throw refusal('RequirementEmpty', at, {
    what,
    got: given,
    expected: 'at least one',
    remedy: 'say which endpoints which tables are reached through; who shall reach no table is granted none',
  });
}

/** To another account nothing is passed; to another Region the AWS CDK passes values by custom resources of its own. */
function requireKnownIn(principal: iam.IPrincipal, access: IPrivateKeyspacesAccess): void {
  if (!Token.isUnresolved(access.vpcEndpointId)) return;
  const from = Construct.isConstruct(principal) ? principal : access;
  const [here, there] = [Stack.of(from), Stack.of(access)];
  if (here.environment === there.environment) return requireNoCycle(access, access.vpcEndpointId, from);
  throw refusal('EndpointInOtherEnvironment', access, {
    what: 'an endpoint for a principal of',
    got: here.environment,
    expected: `one of the same account and Region, or one whose id is known; this one is made in ${there.environment}`,
    remedy: 'import it there with PrivateKeyspacesAccess.fromAttributes() and its id',
  });
}
