import { type Client, types } from 'cassandra-driver';
import { connect, describe } from './connect';

export interface Order {
  readonly placedAt: string;
  readonly total: string;
  readonly lines: string[];
}

export type OrderEvent =
  | { readonly action: 'place'; readonly customer: string; readonly total: string; readonly lines: string[] }
  | { readonly action: 'list'; readonly customer: string }
  | { readonly action: 'peers' };

/** Kept from one invocation to the next. */
let connected: Promise<Client> | undefined;

/** Places an order, lists the orders of a customer, or tells which nodes of Amazon Keyspaces the function sees. */
export async function handler(event: OrderEvent): Promise<unknown> {
  const client = await (connected ??= open());
  try {
    switch (event.action) {
      case 'place': return await place(client, event);
      case 'list': return { orders: await list(client, event.customer) };
      case 'peers': return { peers: await peers(client) };
      default: throw new Error(`expected the action place, list or peers, got ${JSON.stringify(event)}`);
    }
  } catch (error) {
    throw new Error(`${event.action} failed: ${describe(error)}`, { cause: error });
  }
}

async function open(): Promise<Client> {
  try {
    const client = await connect(process.env);
    if ((await peers(client)).length === 0) {
      console.warn('system.peers is empty, so that one node takes all requests: the role may need ec2:DescribeNetworkInterfaces and ec2:DescribeVpcEndpoints');
    }
    return client;
  } catch (error) {
    connected = undefined; // the next invocation tries again
    throw error;
  }
}

async function place(client: Client, order: { customer: string; total: string; lines: string[] }): Promise<{ placedAt: string }> {
  const placedAt = types.TimeUuid.now();
  await client.execute(
    `INSERT INTO ${table()} (customer_id, placed_at, total, lines) VALUES (?, ?, ?, ?)`,
    [order.customer, placedAt, order.total, order.lines]);
  return { placedAt: placedAt.getDate().toISOString() };
}

async function list(client: Client, customer: string): Promise<Order[]> {
  const { rows } = await client.execute(`SELECT placed_at, total, lines FROM ${table()} WHERE customer_id = ?`, [customer]);
  return rows.map((row) => ({ placedAt: row.placed_at.getDate().toISOString(), total: String(row.total), lines: row.lines }));
}

async function peers(client: Client): Promise<string[]> {
  const { rows } = await client.execute('SELECT peer FROM system.peers', [], { prepare: false });
  return rows.map((row) => String(row.peer));
}

function table(): string {
  return `${process.env.KEYSPACE_NAME}.${process.env.TABLE_NAME}`;
}
