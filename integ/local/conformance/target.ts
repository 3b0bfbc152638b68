import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { AWS_ENDPOINT } from '../aws/start';
import { CASSANDRA_HOST } from '../cassandra/client';

const { AWS_CA_BUNDLE, AWS_ENDPOINT_URL, AWS_REGION, CONFORMANCE_ACCOUNT, KEYSPACES_HOST } = process.env;

/** Whether the tests talk to the local stack, whose start sets the variables, or to the service. */
export const local = AWS_ENDPOINT_URL === AWS_ENDPOINT;
export const region = AWS_REGION!;
/** Of the credentials that the tests are run with; from global-setup.ts. */
export const account = CONFORMANCE_ACCOUNT!;
export const host = KEYSPACES_HOST ?? `cassandra.${region}.amazonaws.com`;
export const CQL_PORT = 9142;
/** The file of the root certificate; those of the service are among the ones that Node.js trusts. */
export const root = local ? AWS_CA_BUNDLE : undefined;
export const ca = root && readFileSync(root, 'utf8');

/** One address of the public endpoint. */
export const publicAddress = async () => (local ? CASSANDRA_HOST : (await lookup(host)).address);

/** How long a change in IAM or KMS may take until it counts: the service says up to ten minutes where the local stack takes a second. */
export const patience = local ? 5 : 600;

export const keyspaceArn = (keyspace: string) => `arn:aws:cassandra:${region}:${account}:/keyspace/${keyspace}/`;
export const tableArn = (keyspace: string, table: string) => `${keyspaceArn(keyspace)}table/${table}`;
export const SYSTEM = `arn:aws:cassandra:${region}:${account}:/keyspace/system*`;

export const GUIDE = 'https://docs.aws.amazon.com/keyspaces/latest/devguide';
