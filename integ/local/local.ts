import { Context } from './context';
import { keepRunning } from './look-around';
import { startStack } from './stack';

/** `npm run local`: the stack alone, until Ctrl-C. */
export async function main(context: Context): Promise<number> {
  return keepRunning(context, await startStack(context), false);
}
