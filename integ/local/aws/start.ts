import { get } from 'node:https';
import { join } from 'node:path';
import { Context, Running } from '../context';
import { eventually } from '../wait';

// By address: with a host name the SDKs would put the bucket's name before it.
export const AWS_ENDPOINT = 'https://127.0.0.1:4566';

// Relative to the folder that the local AWS runs in: a socket's path may have 108 characters.
const KEYSPACES_SOCKET = '.run/keyspaces.sock';

const HEALTH = `${AWS_ENDPOINT}/_ministack/health`;
const READY_SECONDS = 60;

/** Starts the local AWS: `python -m aws`, which ends at the end of its standard input. */
export function startAws({ tools, paths, processes }: Context, env: NodeJS.ProcessEnv, log: number): Running {
  const directory = join(paths.RUN, 'aws');
  return processes.start(tools.python, ['-m', 'aws'], {
    cwd: paths.LOCAL,
    env: {
      ...env,
      MINISTACK_SSL_CERT: join(paths.RUN, 'aws.pem'),
      MINISTACK_SSL_KEY: join(paths.RUN, 'aws-key.pem'),
      LOCAL_KEYSPACES_SOCKET: KEYSPACES_SOCKET,
      // What Lambda's runtime ships: @aws-sdk/*.
      NODE_PATH: join(paths.ROOT, 'node_modules'),
      // ministack and its functions leave files where they may write, among them a private key.
      STATE_DIR: directory,
      TMPDIR: directory,
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONUNBUFFERED: '1',
    },
    log,
    watchesInput: true,
  });
}

export async function awsReady(ca: string): Promise<void> {
  await eventually(READY_SECONDS, () => new Promise<void>((resolve, reject) => {
    const request = get(HEALTH, { ca, timeout: 2000 }, (response) => {
      response.resume();
      if (response.statusCode === 200) resolve();
      else reject(new Error(`${HEALTH} answered ${response.statusCode}`));
    });
    request.on('timeout', () => request.destroy(new Error(`${HEALTH} does not answer`)));
    request.on('error', reject);
  }));
}
