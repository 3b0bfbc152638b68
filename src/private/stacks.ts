import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The stack that a construct is deployed with: nested stacks are deployed with the one around them. */
export function outermostStack(construct: IConstruct): Stack {
  return stacksAround(construct)[0];
}

/** From the outermost stack to the one that a construct is in. */
export function stacksAround(construct: IConstruct): Stack[] {
  const stacks = [Stack.of(construct)];
  while (stacks[0].nestedStackParent) stacks.unshift(stacks[0].nestedStackParent);
  return stacks;
}
