import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Context } from '../context';

/**
 * Copies the checkout's sources into a folder below it (where node_modules is still found), for what writes beside them:
 * a deployment by integ-runner rewrites the snapshot.
 */
export async function copySources(context: Context, target: string): Promise<void> {
  const sources = await git(context, 'ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate');
  // What the build generates, which is not committed: the parser, and the bundled handlers.
  const generated = await git(context, 'ls-files', '--others', '--ignored', '--exclude-standard', 'src', 'assets');
  const files = [...sources, ...generated].filter((file) => !file.startsWith('integ/local/') && existsSync(join(context.paths.ROOT, file)));
  for (const file of files) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    cpSync(join(context.paths.ROOT, file), join(target, file));
  }
}

/** What git would commit, as it tells. */
export async function workingTree(context: Context): Promise<string> {
  return (await git(context, 'status', '--porcelain')).join('\n');
}

async function git({ paths, processes, Refusal }: Context, ...args: string[]): Promise<string[]> {
  const { code, output } = await processes.run('git', args, { cwd: paths.ROOT, env: process.env });
  if (code !== 0) throw new Refusal(`git ${args[0]} failed: ${output}`);
  return output.split('\n').filter(Boolean);
}
