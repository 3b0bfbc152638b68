import { AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { CASSANDRA_PORT, cassandraClient } from './client';
import { writeConfiguration } from './configuration';
import { jvmArguments } from './jvm';
import { Context, Running } from '../context';
import { eventually } from '../wait';

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

export async function cassandraReady(password: string, ca: string): Promise<void> {
  await eventually(READY_SECONDS, async () => {
    const client = cassandraClient(password, ca);
    try {
      await client.connect();
    } finally {
      await client.shutdown();
    }
  });
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
