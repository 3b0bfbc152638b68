import { randomUUID } from 'node:crypto';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { invoke } from '../invoke';

/** Lets the deployed function place an order, read it back and look for the nodes of Amazon Keyspaces, and tells what came of it. */
export async function useFunction(lambda: LambdaClient, name: string): Promise<string> {
  const customer = randomUUID();
  const ask = async (event: Parameters<typeof invoke>[2]) => {
    const { answer, error } = await invoke(lambda, name, event);
    if (error !== undefined) throw new Error(`${name} failed: ${error}`);
    return answer;
  };
  await ask({ action: 'place', customer, total: '59.90', lines: ['1 x teapot', '4 x cup'] });
  const { orders: [order] } = await ask({ action: 'list', customer });
  const { peers } = await ask({ action: 'peers' });
  return [
    `${name} wrote an order and read it back:`,
    `  customer ${customer}, placed ${order.placedAt}`,
    `  ${order.lines.join(', ')}, total ${order.total}`,
    'It signed in with its role (SigV4), over TLS on 9142, through the endpoint, one address in each zone:',
    `  ${peers.join(', ')}`,
    'What the policies and security groups below do not allow, it could not have done.',
  ].join('\n');
}
