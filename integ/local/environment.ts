import { devNull } from 'node:os';

/** The account and Region of everything that is deployed here. */
export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';

/** Of whoever uses what is in the other one. Its root's key is its number, and the secret is everybody's here. */
export const CLIENT_ACCOUNT = '444455556666';

const LOOPBACK = ['127.0.0.1', 'localhost'];

/**
 * The environment without anything that could lead to a real account: no profile, key, endpoint or configuration of AWS
 * that the user has, and no proxy between the processes of this machine.
 */
export function isolatedEnvironment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(own).filter(([name]) => !/^(AWS|CDK|LOCAL_CASSANDRA|MINISTACK)_/.test(name) && name !== 'NODE_OPTIONS');
  const noProxy = [own.NO_PROXY ?? own.no_proxy, ...LOOPBACK].filter(Boolean).join(',');
  return {
    ...Object.fromEntries(kept),
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    NO_PROXY: noProxy,
    no_proxy: noProxy,
  };
}

/** The clients in this process read the same variables, and none of the user's. */
export function applyEnvironment(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) {
    if (!(name in env)) delete process.env[name];
  }
  Object.assign(process.env, env);
}
