import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap, bootstrapClientAccount } from '../cdk';
import { makeClients } from '../clients';
import { integRunner } from './integ-runner';
import { forEachTest, selectTests, snapshotFolder } from './integ-tests';
import { copySources, workingTree } from './scratch-copy';
import { changedTemplates, takeOver } from './snapshots';
import { verifySnapshot } from './verify';
import { runConformance } from '../conformance/conformance';
import { runDeployments } from '../conformance/deployments/deployments';
import { runScenarios } from '../conformance/scenarios/scenarios';
import { Context } from '../context';
import { deployedStacks } from '../deployed-stack';
import { ACCOUNT, CLIENT_ACCOUNT } from '../environment';
import { Results } from '../results';
import { Stack, startStack } from '../stack';

/**
 * `npm run integ [-- NAME]`: really deploys, asserts and destroys, and holds what was deployed to the snapshots.
 * `npm run integ:update [-- NAME]`: deploys, and renews the snapshots that changed.
 */
export async function main(context: Context): Promise<number> {
  const update = context.args.includes('--update');
  const names = context.args.filter((argument) => argument !== '--update');
  const results = new Results(context, 'integ');
  const tests = selectTests(context, join(context.paths.ROOT, 'integ'), names);
  if (update) return renew(context, tests, results);

  const before = await workingTree(context);
  const stack = await startStack(context);
  await bootstrap(context, stack);
  await bootstrapClientAccount(context, stack);
  if (names.length === 0) {
    await runConformance(context, stack, results);
    await runDeployments(context, stack, results);
    await runScenarios(context, stack, results);
  }
  const copy = await scratchCopy(context);
  await forEachTest(tests, async (test) => {
    if (await deploy(context, stack, copy, test, results)) compare(context, copy, test, results);
  });
  await addLeftovers(stack, results);
  results.add('the working tree is as it was', await workingTree(context) === before);
  return results.finish();
}

async function deploy(context: Context, stack: Stack, copy: string, test: string, results: Results): Promise<boolean> {
  const log = join(context.paths.RUN, 'aws.log');
  const begin = readFileSync(log).length;
  const passed = await context.step(`deploying, asserting and destroying ${test}`, () => Promise.race([stack.broken, integRunner(context, {
    cwd: copy, env: stack.env, test, verdict: /SUCCESS/, flags: ['--force', '--no-update-workflow'],
  })]));
  // integ-runner does not always tell why a deployment failed; what another one logged meanwhile is among it.
  if (!passed) readFileSync(log).subarray(begin).toString().match(/(?<=ERROR \[cloudformation\] ).*/g)?.forEach((line) => context.say(line));
  return results.add(`${test} deploys, holds its assertions and is destroyed`, passed);
}

/** integ-runner has put what it deployed into the place of the snapshot's copy. */
function compare(context: Context, copy: string, test: string, results: Results): void {
  const [deployed, committed] = [copy, context.paths.ROOT].map((folder) => join(folder, 'integ', snapshotFolder(test)));
  const changed = changedTemplates(deployed, committed);
  results.add(`${test} is deployed as its snapshot has it${changed.length > 0 ? `, but for ${changed.join(', ')}` : ''}`, changed.length === 0);
}

async function addLeftovers(stack: Stack, results: Results): Promise<void> {
  const left = (await Promise.all([ACCOUNT, CLIENT_ACCOUNT].map((account) => deployedStacks(makeClients(stack.ca, account).cloudFormation)))).flat();
  results.add(`nothing is left deployed${left.length > 0 ? `, but there is ${left.join(', ')}` : ''}`, left.length === 0);
}

async function renew(context: Context, tests: string[], results: Results): Promise<number> {
  const { paths: { ROOT }, say } = context;
  const stack = await startStack(context);
  await bootstrap(context, stack);
  await bootstrapClientAccount(context, stack);
  const copy = await scratchCopy(context);
  await forEachTest(tests, async (test) => {
    if (!await deploy(context, stack, copy, test, results)) return;
    const changed = takeOver(test, join(copy, 'integ'), join(ROOT, 'integ'));
    say(changed ? `the snapshot of ${test} is renewed: look at the change (git diff integ) before it is committed` : `the snapshot of ${test} stays as it is`);
    await verifySnapshot(context, test, results);
  });
  await addLeftovers(stack, results);
  return results.finish();
}

async function scratchCopy(context: Context): Promise<string> {
  const copy = join(context.paths.RUN, 'checkout');
  await copySources(context, copy);
  return copy;
}
