import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Context } from '../context';
import { Results } from '../results';
import { Stack } from '../stack';

/** The settings of the local stack count for everybody: what changes them runs alone. */
const RUNS = [['--testPathIgnorePatterns', '/settings/'], ['--runInBand', '/settings/']];

/** Runs the tests of what the local stack accepts and refuses, against the stack that runs. */
export async function runConformance(context: Context, stack: Stack, results: Results): Promise<void> {
  const { paths: { ROOT, LOCAL, RUN }, processes, step, tools } = context;
  for (const [index, which] of RUNS.entries()) {
    const report = join(RUN, `conformance-${index}.json`);
    const { code } = await step(`conformance tests of the local stack: ${which.join(' ')}`, () => processes.run(process.execPath, [
      join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js'), '--ci', '--config', join(LOCAL, 'conformance', 'jest.config.js'),
      '--json', '--outputFile', report, ...which,
    ], { cwd: ROOT, env: { ...stack.env, LOCAL_JAVA: tools.java }, onLine: (line) => console.log(`         | ${line}`) }));
    const { numPassedTests, numFailedTests } = counts(report);
    results.addCounts(numPassedTests, numFailedTests);
    const complete = (code === 0) === (numFailedTests === 0) && numPassedTests > 0;
    context.say(`conformance tests: ${numPassedTests} passed, ${numFailedTests} failed`);
    if (!complete) results.add('every conformance test file ran', false);
  }
}

function counts(report: string): { numPassedTests: number; numFailedTests: number } {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    // jest did not get as far as a report: no test counts, and the run failed.
    return { numPassedTests: 0, numFailedTests: 0 };
  }
}
