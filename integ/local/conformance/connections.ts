import { auth, Client, policies, types } from 'cassandra-driver';
import { later } from './clean-up';
import { Identity } from './identities';
import { ca, CQL_PORT, host, publicAddress, region } from './target';
import { SigV4AuthProvider } from '../../stacks/order-function/sigv4';

const { AllowListPolicy, RoundRobinPolicy } = policies.loadBalancing;

/** Signs in as this identity, as an application does. */
export const signed = ({ credentials }: Pick<Identity, 'credentials'>) => new SigV4AuthProvider(region, () => credentials);

/** A connected driver, of one connection to that address and as many statements as asked for. */
export async function connect(as: Identity | auth.AuthProvider, at?: string): Promise<Client> {
  const address = at ?? await publicAddress();
  const client = new Client({
    contactPoints: [`${address}:${CQL_PORT}`],
    localDataCenter: region,
    authProvider: 'newAuthenticator' in as ? as : signed(as),
    sslOptions: { ca: ca && [ca], servername: host, rejectUnauthorized: true },
    policies: { loadBalancing: new AllowListPolicy(new RoundRobinPolicy(), [`${address}:${CQL_PORT}`]), retry: new policies.retry.FallthroughRetryPolicy() },
    queryOptions: { consistency: types.consistencies.localQuorum },
    isMetadataSyncEnabled: false,
  });
  later(() => client.shutdown());
  await client.connect();
  return client;
}

/** How CQL refuses: the code and the words of the error, or `allowed`. What happens at sign-in is wrapped by the driver. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'allowed';
  } catch (thrown) {
    const error = thrown as Error & { innerErrors?: Record<string, Error>; code?: number; additionalInfo?: Error & { code: number } };
    const [inner] = Object.values(error.innerErrors ?? { error }) as typeof error[];
    const { code, message } = inner.additionalInfo ?? inner;
    return typeof code === 'number' ? `${code.toString(16).padStart(4, '0')} ${message}` : `${inner.name}: ${message}`;
  }
}
