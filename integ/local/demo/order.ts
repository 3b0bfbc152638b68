import { types } from 'cassandra-driver';
import { cassandraClient } from '../cassandra/client';

export interface Order {
  readonly customer: string;
  readonly placed: Date;
  readonly total: string;
  readonly lines: string[];
}

/** Writes an order and reads it back, as the application would: over TLS with the certificate verified, at LOCAL_QUORUM. */
export async function placeOrder(table: string, password: string, ca: string): Promise<Order> {
  const client = cassandraClient(password, ca);
  const options = { prepare: true, consistency: types.consistencies.localQuorum };
  const customer = types.Uuid.random();
  try {
    await client.execute(
      `INSERT INTO ${table} (customer_id, placed_at, total, lines) VALUES (?, ?, ?, ?)`,
      [customer, types.TimeUuid.now(), types.BigDecimal.fromString('59.90'), ['1 x teapot', '4 x cup']], options);
    const { rows: [row] } = await client.execute(`SELECT customer_id, placed_at, total, lines FROM ${table} WHERE customer_id = ?`, [customer], options);
    return { customer: String(row.customer_id), placed: row.placed_at.getDate(), total: String(row.total), lines: row.lines };
  } finally {
    await client.shutdown();
  }
}
