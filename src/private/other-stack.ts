import { Stack, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { References } from './references';

/** Whether a text has something in it that only another stack knows. Whoever uses it is deployed after that stack. */
export function refersToOtherStack(scope: IConstruct, text: string): boolean {
  return referredInOtherStacks(scope, text).length > 0;
}

/** What of other stacks a value refers to. */
export function referredInOtherStacks(scope: IConstruct, value: unknown): IConstruct[] {
  const resolver = new References();
  Tokenization.resolve(value, { scope, resolver, preparing: false });
  return resolver.found.map(({ target }) => target).filter((target) => Stack.of(target) !== Stack.of(scope));
}
