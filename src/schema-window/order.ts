import type { CfnResource } from 'aws-cdk-lib';
import type { DependencyGraph } from './dependency-graph';

/**
 * Resources in an order in which each comes after all that it needs, directly or through others; apart from that in
 * the given order, so that a resource that is added moves no others than those it is needed by.
 *
 * Where the needs form a circle, which can never be deployed, the order is cut somewhere in it.
 */
export function inOrderOfNeed(resources: CfnResource[], graph: DependencyGraph): CfnResource[] {
  const [done, ordered] = [new Set<CfnResource>(), [] as CfnResource[]];
  for (const start of resources) {
    // Not by recursion: a chain may be as long as a template.
    const path = [start];
    const opened = new Set<CfnResource>();
    while (path.length > 0) {
      const resource = path[path.length - 1];
      if (!done.has(resource) && !opened.has(resource)) {
        opened.add(resource);
        path.push(...[...graph.neededBy(resource)].filter((needed) => !done.has(needed) && !opened.has(needed)).reverse());
        continue;
      }
      path.pop();
      if (done.has(resource)) continue;
      done.add(resource);
      ordered.push(resource);
    }
  }
  const wanted = new Set(resources);
  return ordered.filter((resource) => wanted.has(resource));
}
