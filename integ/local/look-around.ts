import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { SERVER_NAME } from './cassandra/client';
import { Context } from './context';
import { Stack } from './stack';

/** The words by which a program that started the stack knows that it is there. */
export const READY = 'everything keeps running until Ctrl-C';

/** Says how to look around, and waits for Ctrl-C. */
export async function keepRunning(context: Context, stack: Stack, keyspace?: string, table?: string): Promise<number> {
  const { paths: { ROOT, RUN }, say } = context;
  const file = join(RUN, 'environment.sh');
  writeFileSync(file, exports(stack.env), { mode: 0o600 });
  const statement = keyspace && table ? `SELECT * FROM ${keyspace}.${table}` : 'SELECT keyspace_name FROM system_schema.keyspaces';
  say([
    `${READY}. To look around, in another terminal in the root of this checkout:`,
    '',
    `  . ${relative(ROOT, file)}`,
    '  aws cloudformation list-stacks',
    keyspace && table
      ? `  aws keyspaces get-table --keyspace-name ${keyspace} --table-name ${table}`
      : '  npx cdk bootstrap && npx cdk deploy PrivateOrders',
    '  aws ec2 describe-vpc-endpoints',
    `  node -e '${nodeLine(statement)}'`,
    `  SSL_CERTFILE="$LOCAL_CASSANDRA_CA" cqlsh --ssl -u "$LOCAL_CASSANDRA_USERNAME" -p "$LOCAL_CASSANDRA_PASSWORD" 127.0.0.1 9142 -e "${statement}"`,
    '',
    'aws and cqlsh are not part of this project: any version of them will do.',
  ].join('\n'));
  await Promise.race([stack.broken, context.untilInterrupted()]);
  return 0;
}

/** Only what the stack adds: a shell keeps its own PATH. */
function exports(env: NodeJS.ProcessEnv): string {
  const names = Object.keys(env).filter((name) => /^(AWS|CDK|LOCAL_CASSANDRA)_|^NODE_EXTRA_CA_CERTS$|^NO_PROXY$/i.test(name));
  return ['unset AWS_PROFILE AWS_SESSION_TOKEN', ...names.map((name) => `export ${name}='${env[name]!.replaceAll("'", "'\\''")}'`), ''].join('\n');
}

function nodeLine(statement: string): string {
  return [
    'const { Client, auth } = require("cassandra-driver"), e = process.env;',
    'const client = new Client({ contactPoints: [e.LOCAL_CASSANDRA_HOST + ":" + e.LOCAL_CASSANDRA_PORT], localDataCenter: e.AWS_REGION,',
    'authProvider: new auth.PlainTextAuthProvider(e.LOCAL_CASSANDRA_USERNAME, e.LOCAL_CASSANDRA_PASSWORD),',
    `sslOptions: { servername: "${SERVER_NAME}", rejectUnauthorized: true } });`,
    `client.execute("${statement}").then((result) => console.log(result.rows)).finally(() => client.shutdown());`,
  ].join(' ');
}
