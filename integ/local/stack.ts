import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AWS_ENDPOINT, awsReady, startAws } from './aws/start';
import { CASSANDRA_HOST, CASSANDRA_PORT, SUPERUSER } from './cassandra/client';
import { cassandraReady, startCassandra } from './cassandra/start';
import { Context, Running } from './context';
import { ACCOUNT, applyEnvironment, isolatedEnvironment, REGION } from './environment';

/** A running local AWS with Apache Cassandra behind it. */
export interface Stack {
  /** For every process that talks to it. */
  readonly env: NodeJS.ProcessEnv;
  /** The root certificate of both, PEM. */
  readonly ca: string;
  /** Of Cassandra's superuser. */
  readonly password: string;
  /** Rejects when one of the two ends before it is told to. */
  readonly broken: Promise<never>;
}

/** Where Cassandra asks the local AWS: seen from its own folder, because the path of a socket may not be long. */
const LOCAL_KEYSPACES_SOCKET = '../keyspaces.sock';
const LOGS = ['aws.log', 'cassandra.log'];
const LOG_LINES = 15;
const LOG_WIDTH = 240;

/** Starts both at once: the local AWS waits for Cassandra at its start. They are ended with everything else. */
export async function startStack(context: Context): Promise<Stack> {
  const { paths: { RUN }, step } = context;
  prepareFolder(context);
  const keystorePassword = secret();
  const password = secret();
  const environment = isolatedEnvironment(process.env);
  await makeCertificates(context, { ...environment, KEYSTORE_PASSWORD: keystorePassword });
  const ca = readFileSync(join(RUN, 'root.pem'), 'utf8');
  const env = clientEnvironment(environment, password, join(RUN, 'root.pem'));
  applyEnvironment(env);

  const cassandra = await startCassandra(context, {
    directory: join(RUN, 'cassandra'),
    keystore: join(RUN, 'cassandra.p12'),
    keystorePassword,
    env: { ...environment, LOCAL_CASSANDRA_USERNAME: SUPERUSER, LOCAL_CASSANDRA_PASSWORD: password, LOCAL_KEYSPACES_SOCKET },
    log: log(RUN, 'cassandra.log'),
  });
  const aws = startAws(context, env, log(RUN, 'aws.log'));
  const broken = Promise.race([endsByItself(context, cassandra, 'Apache Cassandra'), endsByItself(context, aws, 'the local AWS')]);
  await step(`starting Apache Cassandra: ${CASSANDRA_HOST}:${CASSANDRA_PORT}, TLS`, () => Promise.race([broken, cassandraReady(password, ca)]));
  await step(`starting the local AWS: ${AWS_ENDPOINT}`, () => Promise.race([broken, awsReady(ca)]));
  return { env, ca, password, broken };
}

function prepareFolder(context: Context): void {
  const { paths: { RUN }, atEnd } = context;
  // Of a start that was killed outright: nobody could clean up.
  rmSync(RUN, { recursive: true, force: true });
  for (const server of ['aws', 'cassandra']) mkdirSync(join(RUN, server), { recursive: true, mode: 0o700 });
  atEnd((outcome) => {
    if (outcome !== 'over') keepLogs(context, outcome === 'broken');
    rmSync(RUN, { recursive: true, force: true });
  });
}

function keepLogs({ paths: { RUN, CACHE }, say }: Context, show: boolean): void {
  const kept = join(CACHE, 'logs');
  for (const name of LOGS.filter((file) => existsSync(join(RUN, file)))) {
    cpSync(join(RUN, name), join(kept, name));
    const lines = readFileSync(join(RUN, name), 'utf8').trimEnd().split('\n').slice(-LOG_LINES);
    if (show) say([`the last lines of ${name}:`, ...lines.map((line) => line.slice(0, LOG_WIDTH))].join('\n'));
  }
  say(`the logs of the local AWS and of Apache Cassandra: ${kept}`);
}

async function makeCertificates({ processes, tools, paths, Refusal }: Context, env: NodeJS.ProcessEnv): Promise<void> {
  const { code, output } = await processes.run(tools.python, [join(paths.LOCAL, 'certificates.py'), paths.RUN], { cwd: paths.LOCAL, env });
  if (code !== 0) throw new Refusal(`no certificates could be made:\n${output}`);
}

function clientEnvironment(environment: NodeJS.ProcessEnv, password: string, root: string): NodeJS.ProcessEnv {
  return {
    ...environment,
    AWS_ENDPOINT_URL: AWS_ENDPOINT,
    // ministack knows the root of an account by the account's number: aws/settings.py.
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_CA_BUNDLE: root,
    NODE_EXTRA_CA_CERTS: root,
    CDK_DEFAULT_REGION: REGION,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    LOCAL_CASSANDRA_HOST: CASSANDRA_HOST,
    LOCAL_CASSANDRA_PORT: String(CASSANDRA_PORT),
    LOCAL_CASSANDRA_USERNAME: SUPERUSER,
    LOCAL_CASSANDRA_PASSWORD: password,
    LOCAL_CASSANDRA_CA: root,
  };
}

function endsByItself({ Refusal }: Context, process: Running, name: string): Promise<never> {
  const ends = process.done.then(({ code, signal }) => {
    throw new Refusal(`${name} ended by itself (${signal ?? `exit code ${code}`})`);
  });
  // It counts where it is waited for.
  ends.catch(() => undefined);
  return ends;
}

function log(directory: string, name: string): number {
  return openSync(join(directory, name), 'a', 0o600);
}

function secret(): string {
  return randomBytes(24).toString('hex');
}
