import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { AWS_ENDPOINT } from './aws/start';
import { CASSANDRA_HOST, CASSANDRA_PORT } from './cassandra/client';
import { Context } from './context';
import { Stack } from './stack';

/** The words by which a program that started the stack knows that it is there. */
export const READY = 'everything keeps running until Ctrl-C';

const EXAMPLE = 'PrivateOrders';
const SETTINGS = `curl -sS --cacert "$AWS_CA_BUNDLE" ${AWS_ENDPOINT}/_local/settings`;

/** Says what to try, and waits for Ctrl-C. */
export async function keepRunning(context: Context, stack: Stack, deployed: boolean): Promise<number> {
  const { paths: { ROOT, RUN }, say } = context;
  const [environment, cqlshrc] = ['environment.sh', 'cqlshrc'].map((file) => join(RUN, file));
  writeFileSync(environment, exports(stack.env), { mode: 0o600 });
  writeFileSync(cqlshrc, CQLSHRC);
  const lines = [
    `. ${relative(ROOT, environment)}`,
    '',
    ...deployed ? [] : [`npx cdk bootstrap && npx cdk deploy ${EXAMPLE} --require-approval never`, ''],
    '# The function signs in with its role, through the endpoint; without its permissions it says what is missing.',
    output('FUNCTION', 'FunctionName'),
    output('KEYSPACE', 'KeyspaceName'),
    output('TABLE', 'TableName'),
    `echo '{ "action": "peers" }' | ${INVOKE}`,
    `echo '{ "action": "place", "customer": "${CUSTOMER}", "total": "59.90", "lines": ["1 x teapot"] }' | ${INVOKE}`,
    '',
    '# You, by SigV4: on the public endpoint, and through the VPC endpoint, whose addresses are tags of its network interfaces.',
    'npx tsx integ/local/query.ts "SELECT * FROM $KEYSPACE.$TABLE"',
    PEERS,
    'ADDRESS=$(aws ec2 describe-network-interfaces --output text --query "NetworkInterfaces[].TagSet[] | [?Key==\'local:address\'].Value | [0]")',
    `${PEERS} $ADDRESS`,
    `cqlsh --cqlshrc ${relative(ROOT, cqlshrc)} ${CASSANDRA_HOST} ${CASSANDRA_PORT} -e "SELECT * FROM $KEYSPACE.$TABLE"`,
    '',
    '# Nobody, and a statement that the service does not know.',
    'AWS_SECRET_ACCESS_KEY=wrong npx tsx integ/local/query.ts "SELECT key FROM system.local"',
    'npx tsx integ/local/query.ts "TRUNCATE $KEYSPACE.$TABLE"',
    '',
    '# Quotas and faults are settings: with this one EC2 is throttled, and system.peers is empty until it is taken back.',
    `${SETTINGS} -X PUT -d '{ "faults": { "describeThrottled": true } }'`,
    `${PEERS} $ADDRESS`,
    `${SETTINGS} -X DELETE`,
    '',
    '# What is deployed.',
    'aws keyspaces get-table --keyspace-name $KEYSPACE --table-name $TABLE',
    'aws ec2 describe-vpc-endpoints',
  ];
  say([
    `${READY}. To look around, in another terminal in the root of this checkout:`,
    '', ...lines.map((line) => line && `  ${line}`), '',
    'aws and cqlsh are not part of this project: any version of them will do; cqlsh signs in by SigV4 with the Python package',
    'cassandra-sigv4 beside it.',
  ].join('\n'));
  await Promise.race([stack.broken, context.untilInterrupted()]);
  return 0;
}

const CUSTOMER = '0b2d4a52-7c19-4f0e-9d4c-2b8f5d1c6e7a';
const PEERS = 'npx tsx integ/local/query.ts "SELECT peer, rack FROM system.peers"';
const INVOKE = 'aws lambda invoke --function-name $FUNCTION --payload fileb:///dev/stdin /dev/stdout';

/** https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.cqlsh.html */
const CQLSHRC = [
  '[connection]', 'ssl = true',
  '[ssl]', 'validate = true',
  '[auth_provider]', 'module = cassandra_sigv4.auth', 'classname = SigV4AuthProvider', '',
].join('\n');

/** A shell variable from an output of the example's stack. */
function output(name: string, key: string): string {
  return `${name}=$(aws cloudformation describe-stacks --stack-name ${EXAMPLE} --output text --query "Stacks[0].Outputs[?OutputKey=='${key}'].OutputValue")`;
}

/** Only what the stack adds: a shell keeps its own PATH. */
function exports(env: NodeJS.ProcessEnv): string {
  const names = Object.keys(env).filter((name) => /^(AWS|CDK)_|^LOCAL_CASSANDRA_(USERNAME|PASSWORD)$|^NODE_EXTRA_CA_CERTS$|^NO_PROXY$/i.test(name));
  return [
    'unset AWS_PROFILE AWS_SESSION_TOKEN',
    ...names.map((name) => `export ${name}='${env[name]!.replaceAll("'", "'\\''")}'`),
    // Of cqlsh.
    `export SSL_CERTFILE='${env.LOCAL_CASSANDRA_CA}'`, '',
  ].join('\n');
}
