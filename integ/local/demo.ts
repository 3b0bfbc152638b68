import { GetKeyspaceCommand, GetTableCommand } from '@aws-sdk/client-keyspaces';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { SERVER_NAME } from './cassandra';
import { bootstrap, cdk } from './cdk';
import { Clients, makeClients } from './clients';
import { Context } from './context';
import { DeployedStack, deployedStacks } from './deployed-stack';
import { keepRunning } from './look-around';
import { placeOrder } from './order';
import { report } from './report';
import { startStack } from './stack';

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

  const order = await step(`connecting over TLS on 9142 as ${SERVER_NAME}, writing and reading an order in ${keyspace}.${table}`,
    () => placeOrder(`${keyspace}.${table}`, stack.password, stack.ca));
  say([
    `read back: customer ${order.customer}, placed ${order.placed.toISOString()}, total ${order.total}, ${order.lines.join(', ')}`,
    'This signed in by password, as the local superuser. An application on AWS signs in with its role (SigV4), which the local',
    'Cassandra does not understand yet: what the policies below allow was deployed, but not enforced on this connection.',
  ].join('\n'));
  say(['what was created, and who may reach it:', '', ...await report(clients, deployed), ''].join('\n'));

  if (args.includes('--keep')) return keepRunning(context, stack, keyspace, table);

  await cdk(context, stack, 'destroy', NAME, '--force');
  const left = await deployedStacks(clients.cloudFormation);
  if (left.length > 0) throw new Refusal(`still deployed after cdk destroy: ${left.join(', ')}`);
  say(await retained(clients, deployed));
  return 0;
}

/** What the removal policies kept, by asking for it. */
async function retained({ keyspaces, kms }: Clients, deployed: DeployedStack): Promise<string> {
  const kept = (await Promise.all([
    ...deployed.ofType('AWS::Cassandra::Keyspace').map((keyspaceName) => stillThere(
      `keyspace ${keyspaceName}`, keyspaces.send(new GetKeyspaceCommand({ keyspaceName })))),
    ...deployed.ofType('AWS::Cassandra::Table').map((id) => id.split('|')).map(([keyspaceName, tableName]) => stillThere(
      `table ${keyspaceName}.${tableName}`, keyspaces.send(new GetTableCommand({ keyspaceName, tableName })))),
    ...deployed.ofType('AWS::KMS::Key').map((KeyId) => stillThere(
      `key ${KeyId}`, kms.send(new DescribeKeyCommand({ KeyId })).then(({ KeyMetadata }) => KeyMetadata?.KeyState === 'Enabled'))),
  ])).flat();
  return kept.length === 0 ? 'the stack is gone, nothing was retained' : [
    'the stack is gone; by their removal policy these were retained, as they would be in AWS:',
    ...kept.map((name) => `  ${name}`),
    'Here they go with the local stack.',
  ].join('\n');
}

async function stillThere(name: string, answer: Promise<unknown>): Promise<string[]> {
  try {
    return await answer ? [name] : [];
  } catch (error) {
    if (/NotFound/.test((error as Error).name)) return [];
    throw error;
  }
}
