import * as iam from 'aws-cdk-lib/aws-iam';
import type { Shop } from './shop';
import type { OrderFunction } from '../../../stacks/order-function/order-function';

/** A function that lacks one thing, and how it fails on AWS; or its twin that has everything, and works. */
export interface Scenario {
  readonly name: string;
  /** The table that the function uses. */
  readonly table: keyof Shop['tables'];
  /** The VPC that it runs in. @default 'open' */
  readonly network?: keyof Shop['networks'];
  /** The path and the permissions that it gets. */
  readonly give: (client: OrderFunction, shop: Shop) => void;
  /** What happens instead of working, and what the function says then. */
  readonly fails?: Failure;
}

export interface Failure {
  readonly how: string;
  readonly says: RegExp;
}

const NO_PERMISSIONS = 'User arn:aws:sts::\\d+:assumed-role/\\S+ has no permissions\\. \\(CQL error 2100\\)$';

const DENIED: Failure = { how: 'no permissions on the table (2100)', says: new RegExp(`^place failed: ${NO_PERMISSIONS}`) };

/** The driver reads the system tables before anything else. */
const DENIED_CONNECTION: Failure = { how: 'no permissions on a system table (2100), so no connection', says: new RegExp(`^cannot connect to .*${NO_PERMISSIONS}`) };

/** A security group drops packets, and refuses none. */
const UNANSWERED: Failure = { how: 'nobody answers', says: /^cannot connect to .*:9142 Connection timeout$/ };

/**
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/troubleshooting.connecting.html for 2100 and its words
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_id-based-policy-examples.html for the system keyspaces
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints-tutorial.permissions.html for the security group
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html for system.peers and the endpoint's policy
 */
export const SCENARIOS: Scenario[] = [
  {
    name: 'Complete',
    table: 'orders',
    give: (client, { networks, tables }) => {
      networks.open.admit(client);
      tables.orders.grants.readWriteData(client);
    },
  },
  {
    name: 'NotAdmitted',
    table: 'orders',
    give: (client, { networks, tables }) => {
      networks.open.grants.connect(client);
      tables.orders.grants.readWriteData(client);
    },
    fails: UNANSWERED,
  },
  {
    name: 'NoGrant',
    table: 'orders',
    give: (client, { networks }) => networks.open.admit(client),
    fails: DENIED,
  },
  {
    name: 'NoSystemKeyspaces',
    table: 'orders',
    give: (client, { networks, tables }) => {
      networks.open.admitPackets(client);
      client.addToRolePolicy(new iam.PolicyStatement({
        actions: ['cassandra:Select', 'cassandra:Modify'],
        resources: [tables.orders.tableArn],
      }));
    },
    fails: DENIED_CONNECTION,
  },
  {
    name: 'NoPeers',
    table: 'orders',
    give: (client, { networks, tables }) => {
      networks.open.admitPackets(client);
      tables.orders.grants.readWriteData(client);
    },
  },
  {
    name: 'AnotherTable',
    table: 'returns',
    give: (client, { networks, tables }) => {
      networks.open.admit(client);
      tables.orders.grants.readWriteData(client);
    },
    fails: DENIED,
  },
  {
    name: 'AnotherTableGranted',
    table: 'returns',
    give: (client, { networks, tables }) => {
      networks.open.admit(client);
      tables.returns.grants.readWriteData(client);
    },
  },
  {
    name: 'EndpointWithoutTable',
    table: 'orders',
    network: 'narrow',
    give: (client, { networks, tables }) => {
      networks.narrow.admit(client);
      tables.orders.grants.readWriteData(client);
    },
    fails: DENIED,
  },
  {
    name: 'EndpointWithTable',
    table: 'returns',
    network: 'narrow',
    give: (client, { networks, tables }) => {
      networks.narrow.admit(client);
      tables.returns.grants.readWriteData(client);
    },
  },
  {
    name: 'Sealed',
    table: 'sealed',
    give: (client, { networks, tables }) => {
      networks.open.admit(client);
      tables.sealed.grants.readWriteData(client);
    },
  },
];
