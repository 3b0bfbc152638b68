import { join } from 'node:path';
import { Context } from '../context';
import { REGION } from '../environment';
import { testFile } from './integ-tests';

// How it fails after its last test, and a remedy that here is another: npm run integ:update.
const NOISE = /^(Error: Some tests failed!|To re-run failed tests run: .*|    at .*)$/;

export interface RunnerOptions {
  /** The folder that has `integ`: the checkout, or a copy of it. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly test: string;
  /** What integ-runner must say of the test, beside its exit code 0. */
  readonly verdict: RegExp;
  readonly flags?: string[];
}

/** Runs integ-runner for one test. */
export async function integRunner({ paths, processes }: Context, options: RunnerOptions): Promise<boolean> {
  const { code, output } = await processes.run(process.execPath, [
    join(paths.ROOT, 'node_modules', '@aws-cdk', 'integ-runner', 'bin', 'integ-runner'),
    testFile(options.test),
    '--directory', 'integ', '--language', 'typescript', '--app', `node --import tsx --import "${join(paths.LOCAL, 'integ', 'app-context.mjs')}" {filePath}`,
    '--parallel-regions', REGION, '--strict', ...options.flags ?? [],
  ], {
    cwd: options.cwd,
    env: options.env,
    onLine: (line) => line.trim() && !NOISE.test(line) && console.log(`         | ${line}`),
  });
  return code === 0 && options.verdict.test(output);
}
