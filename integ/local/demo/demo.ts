import { DescribeStackEventsCommand, ResourceStatus } from '@aws-sdk/client-cloudformation';
import { bootstrap, cdk } from '../cdk';
import { Clients, makeClients } from '../clients';
import { Context } from '../context';
import { DeployedStack, deployedStacks } from '../deployed-stack';
import { keepRunning } from '../look-around';
import { useFunction } from './order';
import { report } from './report';
import { startStack } from '../stack';

const NAME = 'PrivateOrders';

/** `npm run demo [-- --keep]`: deploys the example stack, uses its function, says who may reach it, and takes everything down. */
export async function main(context: Context): Promise<number> {
  const { args, say, step, Refusal } = context;
  if (args.some((argument) => argument !== '--keep')) throw new Refusal(`unknown argument ${args.join(' ')}: the only one is --keep`);
  const stack = await startStack(context);
  const clients = makeClients(stack.ca);

  await bootstrap(context, stack);
  await cdk(context, stack, 'deploy', NAME, '--require-approval', 'never', '--progress', 'events');
  const deployed = await DeployedStack.read(clients.cloudFormation, NAME);
  say(await step('invoking the function, which signs in with its role', () => useFunction(clients.lambda, deployed.outputs.FunctionName)));
  say(['what was created, and who may reach it:', '', ...await report(clients, deployed), ''].join('\n'));

  if (args.includes('--keep')) return keepRunning(context, stack, true);

  await cdk(context, stack, 'destroy', NAME, '--force');
  const left = await deployedStacks(clients.cloudFormation);
  if (left.length > 0) throw new Refusal(`still deployed after cdk destroy: ${left.join(', ')}`);
  say(await retained(clients, deployed.id));
  return 0;
}

/** What the removal policies kept, as CloudFormation tells. */
async function retained({ cloudFormation }: Clients, stackId: string): Promise<string> {
  const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: stackId }));
  const kept = StackEvents.filter(({ ResourceStatus: status }) => status === ResourceStatus.DELETE_SKIPPED)
    .map(({ ResourceType, PhysicalResourceId }) => `  ${ResourceType} ${PhysicalResourceId}`);
  return kept.length === 0 ? 'the stack is gone, nothing was retained' : [
    'the stack is gone; by their removal policy these were retained, as they would be in AWS:', ...kept.sort(),
    'Here they go with the local stack.',
  ].join('\n');
}
