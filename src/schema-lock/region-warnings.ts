import type { IConstruct } from 'constructs';
import { isSame } from './differences';
import { fullName, type LockedResource } from './locked-resource';
import type { ObservedStack } from './observe';
import type { Remark } from './table-warnings';

/**
 * A Region that is added cannot be taken back, and while it is added nothing else of the keyspace may change.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/keyspaces-multi-region-add-replica.html
 */
export function remarksOnAddedRegions(
  { resources: observed }: ObservedStack,
  before: Map<string, LockedResource>,
  after: Map<string, LockedResource>,
): (Remark & { readonly construct: IConstruct })[] {
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((id) => !isSame(before.get(id), after.get(id)));
  return observed.flatMap(({ id, resource, construct }) => {
    const old = before.get(id);
    const added = (resource.regions ?? []).filter((region) => !old?.regions?.includes(region));
    const others = changed.filter((other) => other !== id);
    if (!old || added.length === 0 || others.length === 0) return [];
    return [{
      id: 'schemaLockRegionAdded',
      construct,
      message: `${fullName(resource)} is replicated to ${added.join(', ')} too, and in the same stack ${others.join(', ')} change: a Region cannot be taken out`
        + ' again, so if anything else in this deployment fails, the rollback fails and the stack is left in UPDATE_ROLLBACK_FAILED; deploy it alone',
    }];
  });
}
