import { join } from 'node:path';
import { BASE, CASES } from './cases';
import { runCdk } from '../../cdk';
import { makeClients } from '../../clients';
import { Context } from '../../context';
import { deployedStacks } from '../../deployed-stack';
import { Results } from '../../results';
import { Stack } from '../../stack';

/** A few of each kind of the local stack's refusals, through the command line that people deploy with. */
export async function runDeployments(context: Context, stack: Stack, results: Results): Promise<void> {
  const { paths: { RUN }, Refusal, say, step } = context;
  const cdk = (...args: string[]) => runCdk(context, stack, args);
  const deploy = (...names: string[]) => cdk('deploy', ...names, '--app', join(RUN, 'cdk.out'), '--exclusively',
    '--require-approval', 'never', '--concurrency', '4');
  const must = async (text: string, work: () => ReturnType<typeof cdk>) => {
    const { code, output } = await step(text, work);
    if (code !== 0) throw new Refusal(`${text} failed:\n${output}`);
  };
  const check = (name: string, passed: boolean, output: string) => results.add(name, passed) || say(output);

  await must('synthesizing what is to be refused', () => cdk('synth', '--quiet', '--app', 'node --import tsx integ/local/conformance/deployments/app.ts'));
  await must('deploying what it stands on', () => deploy(BASE));
  await must('deploying what is to be changed', () => deploy(...CASES.filter(({ before }) => before).map(({ name }) => `${name}-before`)));

  for (const { name, reason } of CASES) {
    const { code, output } = await step(`deploying ${name}-refused`, () => deploy(`${name}-refused`));
    check(`cdk deploy says no: ${reason}`, code === 1 && output.includes(reason), output);
  }

  const accepted = CASES.map(({ name }) => `${name}-accepted`);
  const { output } = await step('deploying all of them corrected', () => deploy(...accepted));
  for (const name of accepted) check(`cdk deploy takes ${name}`, output.includes(`✅  ${name}`), output);

  await must('destroying all of them', () => cdk('destroy', ...accepted, BASE, '--app', join(RUN, 'cdk.out'), '--force'));
  const left = await deployedStacks(makeClients(stack.ca).cloudFormation);
  check('cdk destroy leaves nothing deployed', left.length === 0, left.join('\n'));
}
