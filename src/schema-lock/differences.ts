import { serializeLock } from './lock-file';
import type { Lock, LockedResource } from './locked-resource';

/** How many differences are told. */
const MAX_TOLD = 10;

/** What differs between two locks, by stack and logical id; that an acceptance was used is none. */
export function differencesOf(before: Lock, after: Lock): string[] {
  const [old, now] = [resourcesOf(before), resourcesOf(after)];
  const all = [...new Set([...old.keys(), ...now.keys()])].sort();
  const differences = all.flatMap((id) => {
    if (old.get(id) === now.get(id)) return [];
    return [`${id} is ${old.has(id) ? now.has(id) ? 'changed' : 'removed' : 'new'}`];
  });
  const rest = differences.length - MAX_TOLD;
  return rest > 0 ? [...differences.slice(0, MAX_TOLD), `and ${rest} more`] : differences;
}

/** Whether two resources are written the same, but for acceptances. */
export function isSame(one: LockedResource | undefined, other: LockedResource | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && textOf('', one) === textOf('', other));
}

function resourcesOf(lock: Lock): Map<string, string> {
  return new Map([...lock].flatMap(([path, { stackName, resources }]) => [...resources]
    .map(([id, resource]): [string, string] => [`${path}: ${id}`, textOf(stackName, resource)])));
}

function textOf(stackName: string, resource: LockedResource): string {
  return serializeLock(new Map([['', { stackName, resources: new Map([['', { ...resource, accepted: undefined }]]) }]]));
}
