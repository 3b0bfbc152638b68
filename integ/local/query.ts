import { Client } from 'cassandra-driver';
import { CASSANDRA_HOST, CASSANDRA_PORT, SERVER_NAME } from './cassandra/client';
import { REGION } from './environment';
import { describe } from '../stacks/order-function/connect';
import { SigV4AuthProvider } from '../stacks/order-function/sigv4';

/**
 * `npx tsx integ/local/query.ts STATEMENT [ADDRESS]`: signs in by SigV4 as whoever the environment is, to the public endpoint or, by
 * one of its addresses, through a VPC endpoint.
 */
async function main([statement, address = CASSANDRA_HOST]: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const client = new Client({
    contactPoints: [`${address}:${CASSANDRA_PORT}`],
    localDataCenter: REGION,
    authProvider: new SigV4AuthProvider(REGION, () => ({
      accessKeyId: env.AWS_ACCESS_KEY_ID!,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY!,
      sessionToken: env.AWS_SESSION_TOKEN,
    })),
    sslOptions: { servername: SERVER_NAME, rejectUnauthorized: true },
  });
  try {
    const { rows } = await client.execute(statement);
    console.table(rows?.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]))));
  } finally {
    await client.shutdown();
  }
}

main(process.argv.slice(2), process.env).catch((error) => {
  console.error(describe(error));
  process.exitCode = 1;
});
