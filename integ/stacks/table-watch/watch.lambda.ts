import { lookup } from 'node:dns/promises';
import { GetTableCommand, KeyspacesClient, ListTablesCommand } from '@aws-sdk/client-keyspaces';

export interface WatchEvent {
  readonly keyspaceName: string;
  readonly tableName: string;
}

/** A network that drops packets answers nothing: the function's own timeout would tell less. */
const CONNECT_TIMEOUT_MS = 3_000;

const { AWS_REGION: region, ENDPOINT_HOST: own } = process.env;
const host = own ?? `cassandra.${region}.amazonaws.com`;
// Without an endpoint the client makes up the host name from the Region.
const client = new KeyspacesClient({
  endpoint: own && `https://${own}`,
  maxAttempts: 1,
  requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS },
});

/** Tells which tables a keyspace has and how one of them is, and by which address the API was reached. */
export async function handler({ keyspaceName, tableName }: WatchEvent): Promise<{ address: string; tables: unknown[]; status?: string }> {
  const { address } = await lookup(host);
  try {
    const { tables = [] } = await client.send(new ListTablesCommand({ keyspaceName }));
    const { status } = await client.send(new GetTableCommand({ keyspaceName, tableName }));
    return { address, tables: tables.map((table) => table.tableName), status };
  } catch (error) {
    const { name, message } = error as Error;
    throw new Error(`${host} (${address}): ${name}: ${message}`, { cause: error });
  }
}
