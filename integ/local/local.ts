import { Context } from './context';
import { startStack } from './stack';

/** `npm run local`: the stack alone, until Ctrl-C. */
export async function main(context: Context): Promise<number> {
  const stack = await startStack(context);
  context.say('Ctrl-C ends it');
  return stack.broken;
}
