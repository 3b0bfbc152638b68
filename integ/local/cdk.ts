import { join } from 'node:path';
import { Context } from './context';
import { ACCOUNT, REGION } from './environment';
import { Stack } from './stack';

/** Runs the CDK command line, shows what it prints, and fails when it fails. */
export async function cdk(context: Context, stack: Stack, ...args: string[]): Promise<void> {
  const { paths: { ROOT, RUN }, processes, Refusal, step } = context;
  const command = `cdk ${args.join(' ')}`;
  const { code } = await step(command, () => Promise.race([stack.broken, processes.run(
    process.execPath,
    [join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...args, '--no-notices', '--output', join(RUN, 'cdk.out')],
    {
      cwd: ROOT,
      // Not the user's home: what the command line remembers there belongs to real accounts.
      env: { ...stack.env, CDK_HOME: join(RUN, 'cdk-home') },
      onLine: show,
    },
  )]));
  if (code !== 0) throw new Refusal(`${command} failed (exit code ${code})`);
}

export function bootstrap(context: Context, stack: Stack): Promise<void> {
  return cdk(context, stack, 'bootstrap', `aws://${ACCOUNT}/${REGION}`);
}

// That a resource is begun is no news: the line of its end follows.
function show(line: string): void {
  if (line.trim() && !/_IN_PROGRESS /.test(line)) console.log(`         | ${line}`);
}
