import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Client } from 'cassandra-driver';
import { connect, describe } from '../order-function/connect';

export interface OrdersAbroadEvent {
  readonly customer: string;
}

/** A role that assumes a role gets an hour at most. */
const SESSION_SECONDS = 3_600;
const RENEWED_SECONDS_BEFORE_ITS_END = 600;

/** An interface endpoint answers at once, or lets nobody in. */
const CONNECT_TIMEOUT_MS = 3_000;

/** Of this Region: that is what the VPC has an endpoint for. */
const sts = new STSClient({ region: process.env.AWS_REGION, maxAttempts: 2, requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS } });

/** Whom every new connection signs in as, also after the session was renewed. */
const session: NodeJS.ProcessEnv = {};
let sessionEndsAt = 0;

/** Kept from one invocation to the next. */
let connected: Promise<Client> | undefined;

/** Counts the orders of a customer in a table of another account. */
export async function handler({ customer }: OrdersAbroadEvent): Promise<{ orders: number }> {
  if (Date.now() > sessionEndsAt - RENEWED_SECONDS_BEFORE_ITS_END * 1_000) await assumeOwnersRole();
  const client = await (connected ??= open());
  try {
    const { rows } = await client.execute(
      `SELECT placed_at FROM ${process.env.KEYSPACE_NAME}.${process.env.TABLE_NAME} WHERE customer_id = ?`, [customer]);
    return { orders: rows.length };
  } catch (error) {
    throw new Error(`counting orders failed: ${describe(error)}`, { cause: error });
  }
}

async function open(): Promise<Client> {
  try {
    return await connect(session);
  } catch (error) {
    connected = undefined; // the next invocation tries again
    throw error;
  }
}

async function assumeOwnersRole(): Promise<void> {
  const { OWNER_ROLE_ARN: roleArn, AWS_LAMBDA_FUNCTION_NAME: name = 'orders-abroad' } = process.env;
  const { Credentials: credentials } = await sts.send(new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: name,
    DurationSeconds: SESSION_SECONDS,
  }));
  Object.assign(session, process.env, {
    AWS_ACCESS_KEY_ID: credentials!.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials!.SecretAccessKey,
    AWS_SESSION_TOKEN: credentials!.SessionToken,
  });
  sessionEndsAt = credentials!.Expiration!.getTime();
}
