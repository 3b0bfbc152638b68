import { CfnResource, DefaultTokenResolver, Reference, Stack, Tokenization, type IPostProcessor, type IResolvable, type IResolveContext } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { join } from '../private/references';
import { stacksAround } from '../private/stacks';

/**
 * What the resources of a top-level stack and of the stacks nested in it need of one another, template by template:
 * by reference, in a text, by `DependsOn`, and by dependencies between constructs, which the AWS CDK has not turned
 * into `DependsOn` yet. What leads into a nested stack is a need of, or for, the resource that stands for that stack.
 */
export class DependencyGraph {
  private readonly needs = new Map<CfnResource, Set<CfnResource>>();
  private readonly certain = new Map<CfnResource, Set<CfnResource>>();
  private readonly byLogicalId = new Map<Stack, Map<string, CfnResource>>();

  /**
   * @param resources all resources of the stack and of those nested in it
   * @param constructs all constructs in them, whose own dependencies count too
   */
  constructor(resources: CfnResource[], constructs: IConstruct[]) {
    for (const resource of resources) this.name(resource);
    for (const resource of resources) this.readTemplate(resource);
    for (const construct of constructs) this.readDependencies(construct);
  }

  /** What a resource needs, in its own template. */
  public neededBy(resource: CfnResource): ReadonlySet<CfnResource> {
    return this.needs.get(resource)!;
  }

  /** Whether the template is sure to say that a resource needs another. */
  public surelyNeeds(resource: CfnResource, other: CfnResource): boolean {
    return this.certain.get(resource)!.has(other);
  }

  private name(resource: CfnResource): void {
    const { stack } = resource;
    if (!this.byLogicalId.has(stack)) this.byLogicalId.set(stack, new Map());
    this.byLogicalId.get(stack)!.set(stack.resolve(resource.logicalId), resource);
    this.needs.set(resource, new Set());
    this.certain.set(resource, new Set());
  }

  private readTemplate(resource: CfnResource): void {
    const resolver = new ForeignReferences(resource.stack);
    const rendered = Tokenization.resolve(resource._toCloudFormation(), { scope: resource, resolver, preparing: true });
    const siblings = this.byLogicalId.get(resource.stack)!;
    const [template] = Object.values<any>(rendered.Resources ?? {});
    for (const logicalId of [...named(template), ...[template?.DependsOn ?? []].flat()]) {
      this.add(resource, siblings.get(logicalId));
    }
    for (const target of resolver.targets) this.add(resource, target);
  }

  /**
   * As many pairs as the AWS CDK itself is about to make of it. Newer versions also let the nested stack around a construct
   * that has no resources wait, and be waited for, older ones do not: in the order it counts, but nothing is built on it.
   */
  private readDependencies(construct: IConstruct): void {
    for (const root of construct.node.dependencies) {
      const [sources, targets] = [this.resourcesIn(construct), this.resourcesIn(root)];
      for (const source of sources) for (const target of targets) this.add(source, target);
      const [from, to] = [nestedStackAround(construct), nestedStackAround(root)];
      for (const source of [...sources, ...from]) for (const target of to) this.add(source, target, false);
      for (const source of from) for (const target of targets) this.add(source, target, false);
    }
  }

  private resourcesIn(construct: IConstruct): CfnResource[] {
    return construct.node.findAll().filter((child): child is CfnResource => this.needs.has(child as CfnResource));
  }

  private add(source: CfnResource, target: CfnResource | undefined, isCertain = true): void {
    if (!target || !this.needs.has(target)) return;
    const template = deepestCommon(stacksAround(source), stacksAround(target));
    const [from, to] = [source, target].map((resource) => within(template, resource));
    if (from === to) return;
    this.needs.get(from)!.add(to);
    if (isCertain) this.certain.get(from)!.add(to);
  }
}

/** Logical ids that a piece of a template names. */
function* named(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, argument] of Object.entries(value)) {
    if (key === 'Ref') yield argument;
    if (key === 'Fn::GetAtt') yield String([argument].flat()[0]).split('.')[0];
    if (key === 'Fn::Sub') yield* [...String([argument].flat()[0]).matchAll(/\$\{([^!}.]+)/g)].map(([, name]) => name);
    yield* named(argument);
  }
}

/**
 * Until the AWS CDK has worked out parameters and exports, a reference to another template looks like one to a
 * neighbour of the same logical id: it is noted, and left out.
 */
class ForeignReferences extends DefaultTokenResolver {
  public readonly targets = new Set<CfnResource>();

  constructor(private readonly template: Stack) {
    super({ join });
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): any {
    if (!Reference.isReference(token) || Stack.of(token.target) === this.template) {
      return super.resolveToken(token, context, postProcessor);
    }
    if (CfnResource.isCfnResource(token.target)) this.targets.add(token.target);
    return { 'Fn::ImportValue': token.displayName };
  }
}

/** A nested stack is around itself. */
function nestedStackAround(construct: IConstruct): CfnResource[] {
  const stack = construct.node.scopes.reverse().find((scope): scope is Stack => Stack.isStack(scope));
  return stack?.nestedStackResource ? [stack.nestedStackResource as CfnResource] : [];
}

function deepestCommon(left: Stack[], right: Stack[]): Stack {
  return left.filter((stack, depth) => stack === right[depth]).pop()!;
}

/** What stands for a resource in a template around it: itself, or the nested stack that it is in. */
function within(template: Stack, resource: CfnResource): CfnResource {
  return resource.stack === template ? resource : within(template, resource.stack.nestedStackResource as CfnResource);
}
