import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';

const { AWS_REGION, CONFORMANCE_ACCOUNT, KEYSPACES_HOST, LOCAL_CASSANDRA_CA, LOCAL_CASSANDRA_HOST } = process.env;

/** Whether the tests talk to the local stack, whose start sets the variables, or to the service. */
export const local = LOCAL_CASSANDRA_HOST !== undefined;
export const region = AWS_REGION!;
/** Of the credentials that the tests are run with; from global-setup.ts. */
export const account = CONFORMANCE_ACCOUNT!;
export const host = KEYSPACES_HOST ?? `cassandra.${region}.amazonaws.com`;
export const CQL_PORT = 9142;
/** The service's own root certificates are among those that Node.js trusts. */
export const ca = LOCAL_CASSANDRA_CA && readFileSync(LOCAL_CASSANDRA_CA, 'utf8');

/** One address of the public endpoint. */
export const publicAddress = async () => LOCAL_CASSANDRA_HOST ?? (await lookup(host)).address;

/** How long a change in IAM or KMS may take until it counts: the service says up to ten minutes where the local stack takes a second. */
export const patience = local ? 5 : 600;

export const keyspaceArn = (keyspace: string) => `arn:aws:cassandra:${region}:${account}:/keyspace/${keyspace}/`;
export const tableArn = (keyspace: string, table: string) => `${keyspaceArn(keyspace)}table/${table}`;
export const SYSTEM = `arn:aws:cassandra:${region}:${account}:/keyspace/system*`;

export const GUIDE = 'https://docs.aws.amazon.com/keyspaces/latest/devguide';
