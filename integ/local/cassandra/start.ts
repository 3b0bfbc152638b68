import { AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { Client, errors } from 'cassandra-driver';
import { CASSANDRA_PORT, cassandraClient, SUPERUSER } from './client';
import { writeConfiguration } from './configuration';
import { jvmArguments } from './jvm';
import { Context, Running } from '../context';
import { eventually } from '../wait';

const DEFAULT_PASSWORD = 'cassandra';
const READY_SECONDS = 120;

export interface CassandraStart {
  readonly directory: string;
  readonly keystore: string;
  readonly keystorePassword: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: number;
}

export async function startCassandra({ tools, paths, processes }: Context, options: CassandraStart): Promise<Running> {
  const conf = writeConfiguration({ ...options, port: CASSANDRA_PORT, storagePort: await freePort() });
  const { javaVersion, jars, classes } = tools;
  const { directory, env, log } = options;
  const args = jvmArguments({ javaVersion, jars, classPath: [classes, join(paths.LOCAL, 'cassandra')], conf, directory });
  return processes.start(tools.java, args, { cwd: directory, env, log, watchesInput: true });
}

/** Waits for the node and replaces the password that everybody knows. */
export async function secureSuperuser(password: string, ca: string): Promise<void> {
  await eventually(READY_SECONDS, () => withClient(DEFAULT_PASSWORD, ca, async (client) => {
    await client.execute(`ALTER ROLE ${SUPERUSER} WITH PASSWORD = '${password}'`);
  }));
  await withClient(password, ca, async (client) => client.execute('SELECT key FROM system.local'));
  const refused = await withClient(DEFAULT_PASSWORD, ca, async () => false).catch(isAuthenticationError);
  if (!refused) throw new Error('Apache Cassandra still lets in its default password');
}

async function withClient<T>(password: string, ca: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = cassandraClient(password, ca);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.shutdown();
  }
}

function isAuthenticationError(error: unknown): boolean {
  if (!(error instanceof errors.NoHostAvailableError)) throw error;
  return Object.values(error.innerErrors).some((inner) => inner instanceof errors.AuthenticationError);
}

/** A port on loopback that nobody listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
