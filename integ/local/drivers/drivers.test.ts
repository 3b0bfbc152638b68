import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateServiceSpecificCredentialCommand, DeleteServiceSpecificCredentialCommand } from '@aws-sdk/client-iam';
import { auth, Client, types } from 'cassandra-driver';
import { cleanUp, later } from '../conformance/clean-up';
import { connect, refusal, signed } from '../conformance/connections';
import { allow, createUser, Credentials, iam, session } from '../conformance/identities';
import { createKeyspace, createTable } from '../conformance/resources';
import { ca, CQL_PORT, GUIDE, host, publicAddress, region, root } from '../conformance/target';

const LOCAL = join(__dirname, '..');
const { LOCAL_JAVA: java = 'java' } = process.env;
const python = join(LOCAL, '.cache', 'venv', 'bin', 'python');
const folder = mkdtempSync(join(tmpdir(), 'drivers-'));
const TRUST_STORE_PASSWORD = 'public';

interface Case { how: 'password' | 'signature'; who: string; credentials: Credentials }
const cases: Case[] = [];
let [address, statement]: string[] = [];

beforeAll(async () => {
  const ks = await createKeyspace();
  const table = `${ks}.${await createTable(ks)}`;
  const user = await createUser(allow('*'));
  const ServiceName = 'cassandra.amazonaws.com';
  const { ServiceSpecificCredential: made } = await iam.send(new CreateServiceSpecificCredentialCommand({ UserName: user.name, ServiceName }));
  const { ServiceSpecificCredentialId } = made!;
  later(() => iam.send(new DeleteServiceSpecificCredentialCommand({ UserName: user.name, ServiceSpecificCredentialId })));
  cases.push(
    { how: 'password', who: 'a user', credentials: { accessKeyId: made!.ServiceUserName!, secretAccessKey: made!.ServicePassword! } },
    { how: 'signature', who: 'a user', credentials: user.credentials },
    { how: 'signature', who: 'a role', credentials: (await session(allow('*'))).credentials },
  );
  address = await publicAddress();
  statement = `SELECT note FROM ${table} WHERE id = 'a'`;
  await (await connect(user)).execute(`INSERT INTO ${table} (id, at, note) VALUES ('a', 1, 'arrived')`);
});
afterAll(cleanUp);
afterAll(() => rmSync(folder, { recursive: true }));

const wrong = ({ credentials, ...rest }: Case): Case => ({ ...rest, credentials: { ...credentials, secretAccessKey: `${credentials.secretAccessKey}x` } });

/** What a command writes, with nothing of AWS in its environment but what is given. */
async function run(command: string, args: string[], env: NodeJS.ProcessEnv, input = ''): Promise<string> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^AWS_|^LOCAL_|^NODE_/.test(name)));
  const child = spawn(command, args, { env: { ...inherited, AWS_DEFAULT_REGION: region, AWS_EC2_METADATA_DISABLED: 'true', HOME: folder, ...env } });
  child.stdin.end(input);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { output += data; });
  await new Promise((resolve) => child.on('close', resolve));
  return output;
}

function environment({ how, credentials: { accessKeyId, secretAccessKey, sessionToken } }: Case): NodeJS.ProcessEnv {
  return how === 'password'
    ? { KEYSPACES_USER: accessKeyId, KEYSPACES_PASSWORD: secretAccessKey }
    : { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, ...sessionToken && { AWS_SESSION_TOKEN: sessionToken } };
}

/** Each way of signing in, right and with another secret. */
async function everyWay(ask: (way: Case, index: number) => Promise<string>, arrived: RegExp, refused: RegExp): Promise<void> {
  for (const [index, way] of cases.entries()) {
    expect(await ask(way, index)).toMatch(arrived);
    expect(await ask(wrong(way), index)).toMatch(refused);
  }
}

test(`the Python driver with cassandra-sigv4 (${GUIDE}/using_python_driver.html)`, async () => {
  const ask = (way: Case) => run(python, [join(__dirname, 'connect.py'), address, String(CQL_PORT), root!, statement], environment(way));
  await everyWay(ask, /^arrived$/m, /code=0100/);
});

test(`cqlsh (${GUIDE}/programmatic.cqlsh.html)`, async () => {
  const ask = (way: Case, index: number) => {
    const [cqlshrc, credentials] = [join(folder, `cqlshrc-${index}`), join(folder, `credentials-${index}`)];
    const provider = way.how === 'password' ? 'cassandra.auth]\nmodule = cassandra.auth\nclassname = PlainTextAuthProvider' : `auth_provider]\nmodule = cassandra_sigv4.auth\nclassname = SigV4AuthProvider\nregion_name = ${region}`;
    writeFileSync(cqlshrc, `[connection]\nport = ${CQL_PORT}\nfactory = cqlshlib.ssl.ssl_transport_factory\n\n[ssl]\nvalidate = true\ncertfile = ${root}\n\n[${provider}\n`);
    writeFileSync(credentials, `[PlainTextAuthProvider]\nusername = ${way.credentials.accessKeyId}\npassword = ${way.credentials.secretAccessKey}\n`, { mode: 0o600 });
    return run(python, [
      join(LOCAL, '.cache', 'venv', 'bin', 'cqlsh'), address, String(CQL_PORT), '--ssl', '--cqlshrc', cqlshrc, '--credentials', credentials,
      '-e', `CONSISTENCY LOCAL_QUORUM; ${statement}`,
    ], environment(way));
  };
  await everyWay(ask, /^ +arrived$/m, /code=0100/);
});

test(`the Java driver with the plug-in of AWS (${GUIDE}/using_java_driver.html)`, async () => {
  const trustStore = join(folder, 'trust.p12');
  await run('keytool', ['-importcert', '-noprompt', '-alias', 'root', '-file', root!, '-keystore', trustStore, '-storepass', TRUST_STORE_PASSWORD], {});
  const asked = cases.flatMap((way) => [way, wrong(way)]);
  const files = asked.map(({ how }, index) => {
    const file = join(folder, `${how}-${index}.conf`);
    writeFileSync(file, configuration(how, trustStore));
    return file;
  });
  const lines = asked.map(({ credentials }) => [statement, credentials.accessKeyId, credentials.secretAccessKey, credentials.sessionToken ?? ''].join('\t'));
  const output = await run(java, ['-XX:TieredStopAtLevel=1', '-cp', join(LOCAL, '.cache', 'drivers', '*'), join(__dirname, 'Connect.java'), ...files], {}, `${lines.join('\n')}\n`);
  const answers = output.split('\n').filter((line) => line.startsWith('> '));
  const [arrived, refused] = ['> arrived', expect.stringContaining('AuthenticationException')];
  expect(answers).toEqual([arrived, refused, arrived, refused, arrived, refused]);
});

function configuration(how: string, trustStore: string): string {
  return `datastax-java-driver {
    basic.contact-points = ["${address}:${CQL_PORT}"]
    basic.request.consistency = LOCAL_QUORUM
    basic.load-balancing-policy { class = DefaultLoadBalancingPolicy, local-datacenter = ${region}, slow-replica-avoidance = false }
    advanced.ssl-engine-factory {
      class = DefaultSslEngineFactory, hostname-validation = false
      truststore-path = "${trustStore}", truststore-password = ${TRUST_STORE_PASSWORD}
    }
    ${how === 'signature' ? `advanced.auth-provider { class = software.aws.mcs.auth.SigV4AuthProvider, aws-region = ${region} }` : ''}
  }`;
}

test(`the Node.js driver, with a connection to each node (${GUIDE}/using_nodejs_driver.html)`, async () => {
  const ask = async ({ how, credentials }: Case) => {
    const client = new Client({
      contactPoints: [address],
      localDataCenter: region,
      authProvider: how === 'password' ? new auth.PlainTextAuthProvider(credentials.accessKeyId, credentials.secretAccessKey) : signed({ credentials }),
      sslOptions: { ca: ca && [ca], servername: host, rejectUnauthorized: true },
      queryOptions: { consistency: types.consistencies.localQuorum },
      protocolOptions: { port: CQL_PORT },
    });
    later(() => client.shutdown());
    const answer = await refusal(client.execute(statement));
    return answer === 'allowed' ? `${(await client.execute(statement)).first().note} at ${client.getState().getConnectedHosts().length}` : answer;
  };
  await everyWay(ask, /^arrived at 10$/, /^0100 /);
});
