import { auth, Client } from 'cassandra-driver';
import { REGION } from '../environment';

/** The service's host name, which a client must find in the certificate. */
export const SERVER_NAME = `cassandra.${REGION}.amazonaws.com`;
export const CASSANDRA_HOST = '127.0.0.1';
export const CASSANDRA_PORT = 9142;
/** By whom the local AWS acts: known to the sign-in alone, with a password of its own for each start. */
export const SUPERUSER = 'cassandra';

/** A driver that signs in by password and verifies the certificate against the service's host name, as an application does. */
export function cassandraClient(password: string, ca: string): Client {
  return new Client({
    contactPoints: [`${CASSANDRA_HOST}:${CASSANDRA_PORT}`],
    localDataCenter: REGION,
    authProvider: new auth.PlainTextAuthProvider(SUPERUSER, password),
    sslOptions: { ca: [ca], servername: SERVER_NAME, rejectUnauthorized: true },
  });
}
