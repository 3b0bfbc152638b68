import { join } from 'node:path';
import { BASE, CASES } from './cases';
import { cdkQuietly, runCdk } from '../../cdk';
import { makeClients } from '../../clients';
import { Context } from '../../context';
import { deployedStacks } from '../../deployed-stack';
import { Results } from '../../results';
import { Stack } from '../../stack';

/** A few of each kind of the local stack's refusals, through the command line that people deploy with. */
export async function runDeployments(context: Context, stack: Stack, results: Results): Promise<void> {
  const { paths: { RUN }, say, step } = context;
  const deployment = (...names: string[]) => [
    'deploy', ...names, '--app', join(RUN, 'cdk.out'), '--exclusively', '--require-approval', 'never', '--concurrency', '4',
  ];
  const must = (text: string, args: string[]) => cdkQuietly(context, stack, text, ...args);
  const deploy = (name: string, ...names: string[]) => step(`deploying ${name}`, () => runCdk(context, stack, deployment(...names)));
  const check = (name: string, passed: boolean, output: string) => results.add(name, passed) || say(output);

  await must('synthesizing what is to be refused', ['synth', '--quiet', '--app', 'node --import tsx integ/local/conformance/deployments/app.ts']);
  await must('deploying what it stands on', deployment(BASE));
  await must('deploying what is to be changed', deployment(...CASES.filter(({ before }) => before).map(({ name }) => `${name}-before`)));

  for (const { name, reason } of CASES) {
    const { code, output } = await deploy(`${name}-refused`, `${name}-refused`);
    check(`cdk deploy says no: ${reason}`, code === 1 && output.includes(reason), output);
  }

  const accepted = CASES.map(({ name }) => `${name}-accepted`);
  const { output } = await deploy('all of them corrected', ...accepted);
  for (const name of accepted) check(`cdk deploy takes ${name}`, output.includes(`✅  ${name}`), output);

  await must('destroying all of them', ['destroy', ...accepted, BASE, '--app', join(RUN, 'cdk.out'), '--force']);
  const left = await deployedStacks(makeClients(stack.ca).cloudFormation);
  check('cdk destroy leaves nothing deployed', left.length === 0, left.join('\n'));
}
