import { readFileSync } from 'fs';
import { join } from 'path';
import { NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { cycle, type Graph, resourceGraph } from '../templates/dependency-graph';

const SCHEMA = /^AWS::Cassandra::(Keyspace|Table|Type)$/;

interface Scheduled {
  /** What must be over before what may begin; a nested stack begins, and is over when all in it is. */
  readonly needs: Graph;
  readonly operations: string[];
}

export type TemplateEdit = (template: any) => void;

/** The templates of a synthesized top-level stack and of those nested in it, as CloudFormation gets them. */
function templates(top: Stack, edit: TemplateEdit): Map<Stack, any> {
  const { directory } = Stage.of(top)!.synth();
  const stacks = top.node.findAll().filter((construct): construct is Stack =>
    construct === top || (NestedStack.isNestedStack(construct) && outermost(construct) === top));
  return new Map(stacks.map((stack) => {
    const template = JSON.parse(readFileSync(join(directory, stack.templateFile), 'utf8'));
    edit(template);
    return [stack, template];
  }));
}

function outermost(stack: Stack): Stack {
  return stack.nestedStackParent ? outermost(stack.nestedStackParent) : stack;
}

function schedule(top: Stack, edit: TemplateEdit): Scheduled {
  const all = templates(top, edit);
  const [needs, operations]: [Graph, string[]] = [new Map(), []];
  const nameOf = (stack: Stack, logicalId: string) => `${stack.node.path}:${logicalId}`;
  const add = (stack: Stack, begins: Set<string>): string[] => {
    const template = all.get(stack);
    const nested = new Map([...all.keys()].filter((inner) => inner.nestedStackParent === stack)
      .map((inner) => [stack.resolve(inner.nestedStackResource!.logicalId), inner]));
    const end = (logicalId: string) => nameOf(stack, logicalId) + (nested.has(logicalId) ? ' over' : '');
    return [...resourceGraph(template)].map(([logicalId, needed]) => {
      const name = nameOf(stack, logicalId);
      needs.set(name, new Set([...begins, ...[...needed].map(end)]));
      if (nested.has(logicalId)) needs.set(end(logicalId), new Set([name, ...add(nested.get(logicalId)!, new Set([name]))]));
      if (SCHEMA.test(template.Resources[logicalId].Type)) operations.push(name);
      return end(logicalId);
    });
  };
  add(top, new Set());
  return { needs, operations };
}

/** A circle in any of the templates of a stack, or between its nested stacks. */
export function circle(top: Stack): string[] | undefined {
  return cycle(schedule(top, () => {}).needs);
}

/**
 * The greatest number of operations on the schema that CloudFormation can have under way at once, however long each
 * of them takes: what is under way together is what does not need one another, and whatever does not can be under
 * way together, once all that it needs is over. So it is the size of the greatest antichain, which by Dilworth's
 * theorem is the least number of chains that cover all operations, which is their number less that of a maximum
 * matching between each and those that come after it (Fulkerson). A deletion runs through the same order backwards:
 * the antichains are the same.
 */
export function greatestInFlight(top: Stack, edit: TemplateEdit = () => {}): number {
  const { needs, operations } = schedule(top, edit);
  const before = closure(needs);
  const isOperation = new Set(operations);
  const successorsOf = new Map(operations.map((name): [string, string[]] => [name, []]));
  for (const name of operations) {
    for (const other of before(name)) if (isOperation.has(other)) successorsOf.get(other)!.push(name);
  }
  return operations.length - maximumMatching(successorsOf);
}

/** All that must be over before something begins. */
function closure(needs: Graph): (name: string) => Set<string> {
  const known = new Map<string, Set<string>>();
  const before = (name: string): Set<string> => {
    if (!known.has(name)) {
      const all = new Set<string>();
      known.set(name, all);
      for (const needed of needs.get(name) ?? []) {
        all.add(needed);
        before(needed).forEach((further) => all.add(further));
      }
    }
    return known.get(name)!;
  };
  return before;
}

/** Berge: a matching is maximum once no path augments it. */
function maximumMatching(edges: Map<string, string[]>): number {
  const matched = new Map<string, string>();
  const augment = (left: string, tried: Set<string>): boolean => {
    const free = edges.get(left)!.find((right) => !matched.has(right));
    for (const right of free ? [free] : edges.get(left)!) {
      if (tried.has(right)) continue;
      tried.add(right);
      if (matched.has(right) && !augment(matched.get(right)!, tried)) continue;
      matched.set(right, left);
      return true;
    }
    return false;
  };
  return [...edges.keys()].filter((left) => augment(left, new Set())).length;
}
