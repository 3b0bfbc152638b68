import { Client, errors, types } from 'cassandra-driver';
import { SigV4AuthProvider } from './sigv4';

/** An interface endpoint has a few addresses, which are tried one after the other: all of that fits into the function's timeout. */
const CONNECT_TIMEOUT_MS = 3_000;
const READ_TIMEOUT_MS = 5_000;

/**
 * Connects to Amazon Keyspaces as the function's own role. The certificate of every node must be one for the service's host
 * name, by a root that Node.js trusts: Amazon's are among them.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/using_nodejs_driver.html
 */
export async function connect(env: NodeJS.ProcessEnv): Promise<Client> {
  const region = env.AWS_REGION!;
  const host = `cassandra.${region}.amazonaws.com`;
  const client = new Client({
    contactPoints: [host],
    localDataCenter: region,
    authProvider: new SigV4AuthProvider(region, () => ({
      accessKeyId: env.AWS_ACCESS_KEY_ID!,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY!,
      sessionToken: env.AWS_SESSION_TOKEN,
    })),
    protocolOptions: { port: 9142 },
    sslOptions: { servername: host, rejectUnauthorized: true },
    queryOptions: { consistency: types.consistencies.localQuorum, prepare: true },
    socketOptions: { connectTimeout: CONNECT_TIMEOUT_MS, readTimeout: READ_TIMEOUT_MS },
  });
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.shutdown();
    throw new Error(`cannot connect to ${host}:9142: ${describe(error)}`, { cause: error });
  }
}

/**
 * An error's words, with the code that Amazon Keyspaces' documentation knows it by (2100 is a missing permission), and with what
 * each node said, which the driver keeps in a map that no log shows.
 */
export function describe(error: unknown): string {
  if (error instanceof errors.ResponseError) return `${error.message} (CQL error ${error.code.toString(16).padStart(4, '0')})`;
  if (error instanceof errors.NoHostAvailableError && Object.keys(error.innerErrors).length > 0) {
    return Object.entries(error.innerErrors).map(([node, inner]) => `${node} ${describe(inner)}`).join('; ');
  }
  return (error as Error).message;
}
