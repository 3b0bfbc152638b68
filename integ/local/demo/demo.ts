import { DescribeStackEventsCommand, ResourceStatus } from '@aws-sdk/client-cloudformation';
import { SERVER_NAME } from '../cassandra/client';
import { bootstrap, cdk } from '../cdk';
import { Clients, makeClients } from '../clients';
import { Context } from '../context';
import { DeployedStack, deployedStacks } from '../deployed-stack';
import { keepRunning } from '../look-around';
import { placeOrder } from './order';
import { report } from './report';
import { startStack } from '../stack';

const NAME = 'PrivateOrders';

/** `npm run demo [-- --keep]`: deploys the example stack, uses its table, says who may reach it, and takes everything down. */
export async function main(context: Context): Promise<number> {
  const { args, say, step, Refusal } = context;
  if (args.some((argument) => argument !== '--keep')) throw new Refusal(`unknown argument ${args.join(' ')}: the only one is --keep`);
  const stack = await startStack(context);
  const clients = makeClients(stack.ca);

  await bootstrap(context, stack);
  await cdk(context, stack, 'deploy', NAME, '--require-approval', 'never', '--progress', 'events');
  const deployed = await DeployedStack.read(clients.cloudFormation, NAME);
  const [tableId] = deployed.ofType('AWS::Cassandra::Table');
  if (tableId === undefined) throw new Refusal(`the stack ${NAME} has no table`);
  const [keyspace, table] = tableId.split('|');

  const order = await step(`connecting to ${SERVER_NAME} over TLS on 9142, writing and reading an order`,
    () => placeOrder(`${keyspace}.${table}`, stack.password, stack.ca));
  say([
    `read back from ${keyspace}.${table}:`,
    `  customer ${order.customer}, placed ${order.placed.toISOString()}`,
    `  ${order.lines.join(', ')}, total ${order.total}`,
    'This signed in by password, as the local superuser. An application on AWS signs in with its',
    'role (SigV4), which the local Cassandra does not understand yet: what the policies below allow',
    'was deployed, but is not enforced on this connection.',
  ].join('\n'));
  say(['what was created, and who may reach it:', '', ...await report(clients, deployed), ''].join('\n'));

  if (args.includes('--keep')) return keepRunning(context, stack, keyspace, table);

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
