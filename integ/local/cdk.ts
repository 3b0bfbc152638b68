import { join } from 'node:path';
import { Context } from './context';
import { ACCOUNT, CLIENT_ACCOUNT, REGION } from './environment';
import { Stack } from './stack';

/** Runs the CDK command line, shows what it prints, and fails when it fails. */
export async function cdk(context: Context, stack: Stack, ...args: string[]): Promise<void> {
  const command = `cdk ${args.join(' ')}`;
  const { code } = await context.step(command, () => runCdk(context, stack, args, show));
  if (code !== 0) throw new context.Refusal(`${command} failed (exit code ${code})`);
}

/** The same without a word. What it prints is shown when it fails. */
export async function cdkQuietly(context: Context, stack: Stack, text: string, ...args: string[]): Promise<void> {
  const { code, output } = await context.step(text, () => runCdk(context, stack, args));
  if (code !== 0) throw new context.Refusal(`${text} failed (exit code ${code}):\n${output}`);
}

/** Runs the CDK command line, and hands back its exit code and what it prints. */
export function runCdk({ paths: { ROOT, RUN }, processes }: Context, { broken, env }: Stack, args: string[], onLine?: (line: string) => void) {
  return Promise.race([broken, processes.run(
    process.execPath,
    [join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk'), ...args, '--no-notices', '--output', join(RUN, 'cdk.out')],
    {
      cwd: ROOT,
      // Not the user's home: what the command line remembers there belongs to real accounts.
      env: { ...env, CDK_HOME: join(RUN, 'cdk-home') },
      onLine,
    },
  )]);
}

export function bootstrap(context: Context, stack: Stack): Promise<void> {
  return cdk(context, stack, 'bootstrap', `aws://${ACCOUNT}/${REGION}`);
}

/** The other account, for who deploys from the first one. */
export function bootstrapClientAccount(context: Context, stack: Stack): Promise<void> {
  return cdk(
    context, { ...stack, env: { ...stack.env, AWS_ACCESS_KEY_ID: CLIENT_ACCOUNT } },
    'bootstrap', `aws://${CLIENT_ACCOUNT}/${REGION}`,
    '--trust', ACCOUNT, '--cloudformation-execution-policies', 'arn:aws:iam::aws:policy/AdministratorAccess',
  );
}

// That a resource or an asset is begun is no news: the line of its end follows.
const NOISE = /^\s*$|_IN_PROGRESS |^\S+: (start|success): /;
// stack | number | time | status | type | path (logical id)
const EVENT = /^\S+ +\| +(\d+\/\d+|\d+) \| [^|]+ \| (\w+) +\| (?:AWS::)?(\S+) +\| (.+?)(?: \(\w+\))? *$/;
const ENDS: Record<string, string> = { CREATE_COMPLETE: 'created', DELETE_COMPLETE: 'deleted', DELETE_SKIPPED: 'retained' };

function show(line: string): void {
  if (NOISE.test(line)) return;
  const [, number, status, type, path] = EVENT.exec(line) ?? [];
  console.log(`         | ${number ? `${number.padStart(5)} ${ENDS[status] ?? status} ${type} ${path}` : line.trim()}`);
}
