import { type Comparison, placeOf } from './comparison';
import { canonicalJson, fullName, type LockedResource } from './locked-resource';
import type { ObservedResource, ObservedStack } from './observe';
import { refusal } from '../private/errors';

/** A resource of the lock that the app does not make any more. */
export interface Candidate {
  readonly stack: ObservedStack;
  readonly id: string;
  readonly resource: LockedResource;
}

/**
 * Whether a new resource is the one that is gone: of the same name, or with a name made from its place in the app and
 * otherwise the same.
 */
export function movedFrom(old: Candidate, stack: ObservedStack, { resource, isNameMade }: ObservedResource): boolean {
  if (old.stack.environment !== stack.environment || old.resource.type !== resource.type) return false;
  if (isLiteral(resource) && identity(old.resource) === identity(resource)) return true;
  // One that went earlier holds its name, but no longer says where it went.
  if (old.resource.removed || resource.type === 'AWS::Cassandra::Keyspace') return false;
  return isNameMade && shape(old.resource) === shape(resource);
}

export function refuseMove(old: Candidate, { locked, observed, file }: Comparison): Error {
  const { resource } = observed;
  const logicalId = old.id.split('/').pop();
  const isSameName = isLiteral(resource) && identity(locked) === identity(resource);
  const answer = isSameName ? 'answer "already exists"' : 'make an empty one under another name';
  return refusal('SchemaLockMoved', observed.construct, {
    what: `the ${fullName(resource)} (${placeOf(observed)}) has the logical id`,
    got: observed.id,
    expected: `${old.id} in the stack ${old.stack.path} as the ${fullName(locked)} in ${file}, because CloudFormation would create it anew and ${answer}`,
    remedy: `keep the construct where it was, or give it the old ${isSameName ? '' : 'name and the old '}logical id (overrideLogicalId("${logicalId}")); or move it with`
      + ' "cdk refactor" or "cdk import" and accept that for it alone with SchemaLock.of(this).acceptReplacement(...);'
      + ` if what ${file} holds was never deployed, take that file back to what is deployed by version control`,
  });
}

function identity({ keyspace, name }: LockedResource): string {
  return canonicalJson([keyspace, name]);
}

/** What is JSON here is known only at deployment, and means something else in every stack. */
function isLiteral({ keyspace, name }: LockedResource): boolean {
  return name !== undefined && ![keyspace, name].some((part) => part?.startsWith('{'));
}

function shape({ partitionKey, clusteringColumns, columns, fields }: LockedResource): string {
  const plain = (map?: Map<string, string>) => map && Object.fromEntries(map);
  return canonicalJson([partitionKey, clusteringColumns, plain(columns), plain(fields)]);
}
