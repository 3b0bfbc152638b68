import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Context } from '../context';
import { isolatedEnvironment } from '../environment';
import { integRunner } from './integ-runner';
import { forEachTest, selectTests, snapshotFolder } from './integ-tests';
import { Results } from '../results';
import { changedTemplates, machineTraces } from './snapshots';

/** `node integ/local/run.mjs snapshots [NAME]`: verifies the committed snapshots; nothing is started. */
export async function main(context: Context): Promise<number> {
  const results = new Results(context, 'snapshots');
  const tests = selectTests(context, join(context.paths.ROOT, 'integ'), context.args);
  await forEachTest(tests, (test) => verifySnapshot(context, test, results));
  return results.finish();
}

/** Offline: what is synthesized now is what is committed, and that holds nothing of the machine that made it. */
export async function verifySnapshot(context: Context, test: string, results: Results): Promise<void> {
  const { paths: { ROOT }, atEnd, say, step } = context;
  const synthesized = mkdtempSync(join(tmpdir(), 'snapshot-'));
  atEnd(() => rmSync(synthesized, { recursive: true, force: true }));
  const committed = join(ROOT, 'integ', snapshotFolder(test));
  const unchanged = await step(`verifying the snapshot of ${test}`, () => integRunner(context, {
    cwd: ROOT, env: { ...isolatedEnvironment(process.env), LOCAL_KEEP_ASSEMBLY: synthesized }, test, verdict: /UNCHANGED/,
  }));
  // integ-runner says how the templates under test differ; these are the templates of the assertions, too.
  const changed = changedTemplates(synthesized, committed);
  changed.forEach((file) => say(`${snapshotFolder(test)}/${file} is not what is synthesized now`));
  const current = results.add(`snapshot of ${test} is up to date`, unchanged && changed.length === 0);
  if (!current) say(`when the change is meant: npm run integ:update -- ${test}`);

  const traces = machineTraces(committed, ROOT);
  traces.forEach((trace) => say(trace));
  results.add(`snapshot of ${test} has no path of a machine and no asset`, traces.length === 0);
}
