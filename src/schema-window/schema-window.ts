import { Stack, Token } from 'aws-cdk-lib';
import { Dependable, type IConstruct } from 'constructs';
import { arrange, type Edge, resourcesIn } from './arrange';
import { addDependsOn, removeDependsOn } from './depends-on';
import { faultsOfGrants, forgetGrants } from '../encryption/count-grants';
import { refusal } from '../private/errors';
import { outermostStack } from '../private/stacks';
import { requireWholeNumber } from '../private/validate';
import { forgetCounts, isSchema, warnOfCounts } from '../quotas/count-schema';
import { problemsOfStackSize } from '../quotas/stack-size';

/**
 * How many operations on the schema an account may have under way at once in a Region. Cannot be raised.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html
 */
const MAX_WIDTH = 50;

/** So that two stacks can be deployed at once. */
const DEFAULT_WIDTH = 25;

const WIDTHS = new WeakMap<IConstruct, number>();
const WINDOWED = new WeakSet<Stack>();

/**
 * How many keyspaces, tables and user-defined types of a stack CloudFormation creates, changes or deletes at once.
 *
 * Amazon Keyspaces refuses more than 50 operations on the schema at once in an account and Region, and this quota
 * cannot be raised. CloudFormation by itself starts everything at once that does not depend on each other, so in a
 * stack with more keyspaces, tables and types than the window is wide each gets a `DependsOn` on the one that is that
 * many places before it: in the order of what they need anyway, apart from that in the order in which they were made.
 * The same order, backwards, holds for deletions. A nested stack counts with all that it can have under way.
 *
 * The window covers every stack with a construct of this library in it, the plain `CfnKeyspace`, `CfnTable` and
 * `CfnType` beside it included, and any other stack that `SchemaWindow.of()` is asked for. Nothing is added
 * across stacks: with windows of 25, deploy two such stacks of an account and Region at once (`cdk deploy --concurrency 2`).
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html
 */
export class SchemaWindow {
  /**
   * The window of the stack that a construct is in, or, for an app or a Stage, of all stacks below it. A stack's own
   * width goes before that of what is around it; a nested stack's window is never wider than its parent's.
   */
  public static of(scope: IConstruct): SchemaWindow {
    const stack = scope.node.scopes.reverse().find((parent): parent is Stack => Stack.isStack(parent));
    if (stack) SchemaWindow._cover(stack);
    return new SchemaWindow(stack ?? scope);
  }

  /**
   * Called by everything that operates on the schema.
   *
   * @internal
   */
  public static _cover(construct: IConstruct): void {
    const stack = outermostStack(construct);
    if (WINDOWED.has(stack)) return;
    WINDOWED.add(stack);
    stack.node.addDependency(new AfterAspects(stack));
    stack.node.addValidation({
      validate: () => {
        warnOfCounts(stack);
        return [...faultsOfGrants(stack), ...problemsOfStackSize(stack, resourcesIn(stack), isSchema)];
      },
    });
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * The greatest number of operations on the schema that one stack has under way: a whole number from 1 to 50.
   * 25 unless it is set.
   */
  public get width(): number {
    const set = this.scope.node.scopes.reverse().find((scope) => WIDTHS.has(scope));
    return set ? WIDTHS.get(set)! : DEFAULT_WIDTH;
  }

  public set width(width: number) {
    requireWidth(this.scope, width);
    WIDTHS.set(this.scope, width);
  }
}

/**
 * The AWS CDK asks every construct for its dependencies once the last aspect has run and before it renders anything:
 * the one moment at which all resources and all that they need are known, and a dependency still reaches the
 * templates of nested stacks.
 */
class AfterAspects {
  private edges: Edge[] = [];
  private underWay = false;

  constructor(private readonly stack: Stack) {
    const ask = () => this.arrange();
    Dependable.implement(this, {
      get dependencyRoots() {
        ask();
        return [];
      },
    });
  }

  private arrange(): void {
    // To know what everything needs, the stack itself is asked, too.
    if (this.underWay) return;
    this.underWay = true;
    try {
      // An app may be synthesized again, with more in it.
      for (const [resource, before] of this.edges) removeDependsOn(resource, before);
      forgetCounts(this.stack);
      forgetGrants(this.stack);
      this.edges = arrange(this.stack, widthOf);
      for (const [resource, before] of this.edges) addDependsOn(resource, before);
    } finally {
      this.underWay = false;
    }
  }
}

function widthOf(stack: Stack): number {
  const width = stack.resolve(SchemaWindow.of(stack).width);
  if (typeof width === 'number' && !Token.isUnresolved(width)) {
    requireWidth(stack, width);
    return width;
  }
  throw refusal('SchemaWindowWidthInvalid', stack, {
    what: 'width of the schema window',
    got: width,
    expected: 'a number that is known at synthesis, because the order of the tables is written into the template',
    remedy: 'give a whole number from 1 to 50',
  });
}

function requireWidth(scope: IConstruct, width: number): void {
  requireWholeNumber('SchemaWindowWidthInvalid', scope, width, {
    what: 'width of the schema window',
    min: 1,
    max: MAX_WIDTH,
    remedy: 'the service refuses more than 50 operations on the schema at once in a Region; leave room for other stacks and clients',
  });
}
