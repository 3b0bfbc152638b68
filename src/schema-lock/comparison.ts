import type { LockedResource } from './locked-resource';
import type { ObservedResource } from './observe';

/** What a comparison needs to say what is wrong. */
export interface Comparison {
  readonly locked: LockedResource;
  readonly observed: ObservedResource;
  /** The lock file, as the user named it. */
  readonly file: string;
  /** Whether it is a table in several Regions. */
  readonly isReplicated: boolean;
}

/** The name of a construct as users know it: the L1 of an L2 is always called `Resource`. */
export function placeOf({ construct }: ObservedResource): string {
  return construct.node.path.replace(/\/Resource$/, '');
}

/** What CloudFormation makes of a change that it cannot make in place. */
export function replacement({ observed: { resource, isDeletedOnReplacement } }: Comparison): string {
  if (resource.name !== undefined) {
    return `CloudFormation would replace it, and fail because "${resource.keyspace ?? ''}${resource.keyspace ? '|' : ''}${resource.name}" already exists`;
  }
  return `CloudFormation would replace it by a new, empty one and ${isDeletedOnReplacement ? 'delete the old one with its data' : 'leave the old one behind'}`;
}

/** Beside what is told of the one edit: the lock may be ahead of what is deployed, and the ways out. */
export function waysOut({ observed, file }: Comparison, first: string): string {
  return `${first}; or make a new one beside it, with another construct id and name; or, once this one has been dealt with by hand,`
    + ` accept the change for it alone with SchemaLock.of(this).acceptReplacement(...) on ${placeOf(observed)};`
    + ` if what ${file} holds was never deployed, take that file back to what is deployed by version control`;
}
