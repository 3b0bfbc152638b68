import { CfnResource, Stack, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { References } from './references';
import { stacksAround } from './stacks';

/** What of a resource is read; undefined for nothing. */
type Reading = (resource: CfnResource) => unknown;

export const everything: Reading = (resource) => resource._toCloudFormation();

/**
 * What has to be deployed before what: of stacks, and of the resources in a template, where a nested stack is one of them.
 * By reference, by dependencies between constructs, and by those between stacks.
 */
export class DeploymentOrder {
  private readonly needs = new Map<IConstruct, Set<IConstruct>>();

  /** @param root an app or a Stage, which is not asked for dependencies of its own: it may be asking */
  constructor(root: IConstruct, read: Reading) {
    for (const construct of root.node.children.flatMap((child) => child.node.findAll())) {
      if (CfnResource.isCfnResource(construct)) this.readReferences(construct, read(construct));
      if (Stack.isStack(construct)) for (const other of construct.dependencies) this.add(construct, other);
      else this.readDependencies(construct);
    }
  }

  /** Whether one thing cannot be deployed after another because the other one, too, is deployed after it. */
  public closesCircle(source: IConstruct, target: IConstruct): boolean {
    const [from, to] = apart(source, target);
    return from !== to && this.leads(to, from, new Set());
  }

  private leads(from: IConstruct, to: IConstruct, seen: Set<IConstruct>): boolean {
    if (from === to) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return [...this.needs.get(from) ?? []].some((next) => this.leads(next, to, seen));
  }

  private readReferences(resource: CfnResource, value: unknown): void {
    if (value === undefined) return;
    const resolver = new References();
    Tokenization.resolve(value, { scope: resource, resolver, preparing: true });
    for (const { target } of resolver.found) this.add(resource, target);
  }

  private readDependencies(construct: IConstruct): void {
    for (const root of construct.node.dependencies) {
      const targets = resourcesIn(root);
      for (const source of resourcesIn(construct)) for (const target of targets) this.add(source, target);
    }
  }

  private add(source: IConstruct, target: IConstruct): void {
    const [from, to] = apart(source, target);
    if (from === to) return;
    if (!this.needs.has(from)) this.needs.set(from, new Set());
    this.needs.get(from)!.add(to);
  }
}

/** What stands for two constructs where they part: stacks, or resources of the innermost template that is around both. */
function apart(source: IConstruct, target: IConstruct): IConstruct[] {
  const [from, to] = [stacksAround(source), stacksAround(target)];
  const shared = from.filter((stack, depth) => stack === to[depth]).length;
  if (shared === 0) return [from[0], to[0]];
  return [from[shared]?.nestedStackResource ?? source, to[shared]?.nestedStackResource ?? target];
}

function resourcesIn(construct: IConstruct): IConstruct[] {
  return construct.node.findAll().filter((child) => CfnResource.isCfnResource(child));
}
