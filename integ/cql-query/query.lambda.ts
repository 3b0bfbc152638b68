import type { Client } from 'cassandra-driver';
import { connect, describe } from '../stacks/order-function/connect';

export interface QueryEvent {
  /** Executed one after the other. */
  readonly statements: string[];
}

/** Kept from one invocation to the next. */
let connected: Promise<Client> | undefined;

/** The rows that the last statement answers with, as JSON knows them. */
export async function handler({ statements }: QueryEvent): Promise<{ rows: unknown[] }> {
  const client = await (connected ??= connect(process.env));
  let rows: unknown[] = [];
  for (const statement of statements) {
    try {
      ({ rows = [] } = await client.execute(statement, [], { prepare: false }));
    } catch (error) {
      throw new Error(`${statement}: ${describe(error)}`, { cause: error });
    }
  }
  return { rows };
}
