import { CfnResource, Stack, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { DependencyGraph } from './dependency-graph';
import { Lanes, type Operation } from './lanes';
import { inOrderOfNeed } from './order';
import { isSchema } from '../quotas/count-schema';

/** What waits, and what it waits for. */
export type Edge = [CfnResource, CfnResource];

/** One template. */
interface Window {
  readonly width: number;
  /** In the order in which they were made. */
  readonly operations: Operation[];
  readonly weight: number;
}

/** The dependencies that keep a top-level stack, and those nested in it, within their windows. */
export function arrange(top: Stack, widthOf: (stack: Stack) => number): Edge[] {
  const constructs = [...inTemplates(top)];
  const resources = resourcesAmong(constructs);
  const stacks = constructs.filter((construct): construct is Stack => Stack.isStack(construct));
  const crowded = windows(stacks, resources, widthOf).filter(({ weight, width }) => weight > width);
  if (crowded.length === 0) return [];
  const graph = new DependencyGraph(resources, constructs);
  return crowded.flatMap((window) => edges(window, graph));
}

/** All resources of a top-level stack and of those nested in it. */
export function resourcesIn(top: Stack): CfnResource[] {
  return resourcesAmong([...inTemplates(top)]);
}

function resourcesAmong(constructs: IConstruct[]): CfnResource[] {
  return constructs.filter((construct): construct is CfnResource => CfnResource.isCfnResource(construct));
}

/** Everything that ends in the template of a stack or of one nested in it, parents first. */
function* inTemplates(construct: IConstruct): Generator<IConstruct> {
  yield construct;
  for (const child of construct.node.children) {
    const isElsewhere = Stage.isStage(child) || (Stack.isStack(child) && !child.nested);
    if (!isElsewhere) yield* inTemplates(child);
  }
}

function windows(stacks: Stack[], resources: CfnResource[], widthOf: (stack: Stack) => number): Window[] {
  const widths = new Map<Stack, number>();
  for (const stack of stacks) widths.set(stack, Math.min(widthOf(stack), widths.get(stack.nestedStackParent!) ?? Infinity));
  const inStack = new Map(stacks.map((stack): [Stack, CfnResource[]] => [stack, []]));
  for (const resource of resources) inStack.get(resource.stack)?.push(resource);

  const nested = new Map<CfnResource, number>();
  // Nested stacks first: their parents' windows count them.
  return [...stacks].reverse().map((stack) => {
    const width = widths.get(stack)!;
    const operations = inStack.get(stack)!
      .map((resource) => ({ resource, weight: isSchema(resource) ? 1 : nested.get(resource) ?? 0 }))
      .filter(({ weight }) => weight > 0);
    const weight = operations.reduce((sum, operation) => sum + operation.weight, 0);
    if (stack.nestedStackResource) nested.set(stack.nestedStackResource, Math.min(weight, width));
    return { width, operations, weight };
  });
}

function edges({ width, operations }: Window, graph: DependencyGraph): Edge[] {
  const lanes = new Lanes(width);
  const weights = new Map(operations.map(({ resource, weight }) => [resource, weight]));
  return inOrderOfNeed([...weights.keys()], graph).flatMap((resource) =>
    [...lanes.lineUp({ resource, weight: weights.get(resource)! })]
      .filter((before) => !graph.surelyNeeds(resource, before))
      .map((before): Edge => [resource, before]));
}
