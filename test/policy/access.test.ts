import { decide, type Verdict } from './decide';
import { OTHER_ACCOUNT, type Question, Shop } from './shop';

const IN_SHOP = 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/shop';
const ORDERS = `${IN_SHOP}/table/orders`;
const WISHES = `${IN_SHOP}/table/wishes`;
const REFUNDS = `${IN_SHOP}/table/refunds`;
const RETURNS = `${IN_SHOP}/table/returns`;
const LOOT = `arn:aws:cassandra:us-east-1:${OTHER_ACCOUNT}:/keyspace/elsewhere/table/loot`;
const PEERS = 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/system/table/peers';
const COLUMNS = 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/system_schema_mcs/table/columns';
const STRANGERS_PEERS = `arn:aws:cassandra:us-east-1:${OTHER_ACCOUNT}:/keyspace/system/table/peers`;

const SELECT = 'cassandra:Select';
const MODIFY = 'cassandra:Modify';

const EXAMPLES = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_id-based-policy-examples.html';
const IAM = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_service-with-iam.html';
const ACTIONS = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html';
const ENDPOINTS = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html';
const ENDPOINT_POLICIES = 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html';
const TYPES = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/configure-udt-permissions.html';

type Who = Question['who'];
const privately = (who: Who, action: string, on: string): Question => ({ who, action, on, privately: true });
const publicly = (who: Who, action: string, on: string): Question => ({ who, action, on, privately: false });

/** Each refusal and its allowed twin. */
interface Decision {
  readonly why: string;
  readonly see: string;
  readonly allowed: Question;
  readonly refused: Question;
  readonly verdict: Exclude<Verdict, 'allowed'>;
}

const notGranted = (why: string, see: string, allowed: Question, refused: Question): Decision =>
  ({ why, see, allowed, refused, verdict: 'not granted' });

const stopped = (why: string, see: string, allowed: Question, refused: Question): Decision =>
  ({ why, see, allowed, refused, verdict: 'stopped by the endpoint policy' });

const TABLE_GRANTS = [
  notGranted('a grant is for one table', EXAMPLES,
    privately('a reader', SELECT, ORDERS), privately('a reader', SELECT, WISHES)),
  notGranted('a grant is for one table, not for all whose names begin alike', EXAMPLES,
    privately('a reader', SELECT, ORDERS), privately('a reader', SELECT, `${ORDERS}_archive`)),
  notGranted('a grant is for one keyspace', EXAMPLES,
    privately('a reader', SELECT, ORDERS), privately('a reader', SELECT, ORDERS.replace('/shop/', '/archive/'))),
  notGranted('a grant is for one Region, as the ARN of a table is', IAM,
    publicly('a reader', SELECT, ORDERS), publicly('a reader', SELECT, ORDERS.replace('us-east-1', 'eu-west-1'))),
  notGranted('reading is Select', ACTIONS,
    privately('a reader and writer', MODIFY, ORDERS), privately('a reader', MODIFY, ORDERS)),
  notGranted('writing is Modify', ACTIONS,
    privately('a reader and writer', SELECT, ORDERS), privately('a writer', SELECT, ORDERS)),
  notGranted('without resource policies, the owner of a table cannot let another account in, nor need it keep one out', IAM,
    publicly('a role of another account', SELECT, LOOT), publicly('who has a statement on a table of another account', SELECT, LOOT)),
  notGranted('whoever writes data need not change the schema', ACTIONS,
    privately('a writer', MODIFY, ORDERS), privately('a writer', 'cassandra:Alter', ORDERS)),
  notGranted('named actions are granted and no others', ACTIONS,
    privately('a schema manager', 'cassandra:Alter', ORDERS), privately('a schema manager', 'cassandra:Drop', ORDERS)),
  notGranted('system tables are read-only', EXAMPLES,
    privately('a writer', SELECT, PEERS), privately('a writer', MODIFY, PEERS)),
];

const KEYSPACE_GRANTS = [
  notGranted('every table of the keyspace is meant, and no other keyspace that begins alike', EXAMPLES,
    privately('a reader of the keyspace', SELECT, WISHES),
    privately('a reader of the keyspace', SELECT, ORDERS.replace('/shop/', '/shop_archive/'))),
  notGranted('reading is Select', ACTIONS,
    privately('a reader and writer of the keyspace', MODIFY, ORDERS), privately('a reader of the keyspace', MODIFY, ORDERS)),
  notGranted('writing is Modify', ACTIONS,
    privately('a writer of the keyspace', MODIFY, ORDERS), privately('a writer of the keyspace', SELECT, ORDERS)),
  notGranted('creating a table is Create, on the table to be', EXAMPLES,
    privately('a creator in the keyspace', 'cassandra:Create', `${IN_SHOP}/table/gifts`),
    privately('a creator in the keyspace', 'cassandra:Drop', `${IN_SHOP}/table/gifts`)),
  notGranted('types are no resources: the keyspace itself is, with its slash at the end', TYPES,
    privately('a creator in the keyspace', 'cassandra:Create', `${IN_SHOP}/`),
    privately('a reader of the keyspace', 'cassandra:Create', `${IN_SHOP}/`)),
];

const CONNECTING = [
  notGranted('without Select on the system keyspaces no driver gets as far as the data', EXAMPLES,
    privately('a reader', SELECT, PEERS), privately('who has a statement on the table alone', SELECT, PEERS)),
  notGranted('nor does the API', EXAMPLES,
    privately('a reader of the keyspace', SELECT, COLUMNS), privately('who has a statement on the table alone', SELECT, COLUMNS)),
  notGranted('connecting is not reading', EXAMPLES,
    privately('who may only connect', SELECT, PEERS), privately('who may only connect', SELECT, ORDERS)),
  notGranted('the API reads the system keyspaces too, and no table for that', EXAMPLES,
    privately('who may only call the API', SELECT, COLUMNS), privately('who may only call the API', SELECT, ORDERS)),
  ...['ec2:DescribeNetworkInterfaces', 'ec2:DescribeVpcEndpoints'].flatMap((action) => [
    notGranted('peers are for drivers, not for callers of the API', ENDPOINTS,
      publicly('who may only connect', action, '*'), publicly('who may only call the API', action, '*')),
    notGranted('system.peers is filled for who may look at endpoints, which belongs to the way and not to a table', ENDPOINTS,
      publicly('who may only connect', action, '*'), publicly('a reader', action, '*')),
    notGranted('looking at endpoints is not looking at subnets', ENDPOINTS,
      publicly('a client role for reading', action, '*'), publicly('a client role for reading', 'ec2:DescribeSubnets', '*')),
  ]),
];

const CLIENT_ROLES = [
  notGranted('a client role connects and reads what it is for', EXAMPLES,
    privately('a client role for reading', SELECT, ORDERS), privately('a client role for reading', SELECT, WISHES)),
  notGranted('a client role writes only where it is meant to', EXAMPLES,
    privately('a client role for writing', MODIFY, ORDERS), privately('a client role for reading', MODIFY, ORDERS)),
  notGranted('a client role reaches the system tables, and does not write them', EXAMPLES,
    privately('a client role for writing', SELECT, PEERS), privately('a client role for writing', MODIFY, PEERS)),
];

const ENDPOINT = [
  stopped('no data leaves for another account through the endpoint, whatever that account permits', ENDPOINT_POLICIES,
    publicly('a role of another account', MODIFY, LOOT), privately('a role of another account', MODIFY, LOOT)),
  stopped('nor is any brought in', ENDPOINT_POLICIES,
    publicly('a role of another account', SELECT, LOOT), privately('a role of another account', SELECT, LOOT)),
  stopped('another account cannot even connect through the endpoint', ENDPOINTS,
    publicly('a role of another account', SELECT, STRANGERS_PEERS), privately('a role of another account', SELECT, STRANGERS_PEERS)),
  notGranted('an endpoint policy gives no permission to anybody', ENDPOINT_POLICIES,
    privately('a reader', SELECT, ORDERS), privately('a role of another account', SELECT, ORDERS)),
];

/** The same for a table however it is known: made here, imported either way, plain. */
const ANY_TABLE = ([
  ['a reader', ORDERS],
  ['a reader of an imported table', REFUNDS],
  ['a reader of a table imported by its ARN', RETURNS],
  ['a reader of a plain table', WISHES],
] as const).flatMap(([who, table], index, all) => [
  notGranted('reading is not writing', ACTIONS, privately(who, SELECT, table), privately(who, MODIFY, table)),
  notGranted('the system tables come with every grant, to be read', EXAMPLES, privately(who, SELECT, PEERS), privately(who, MODIFY, PEERS)),
  notGranted('on the API it is the same', EXAMPLES, publicly(who, SELECT, table), publicly(who, 'cassandra:Drop', table)),
  notGranted('a grant is for one table', EXAMPLES,
    privately(who, SELECT, table), privately(who, SELECT, all[(index + 1) % all.length][1])),
]);

const shop = new Shop();
const text = ({ who, action, on, privately: through }: Question) =>
  `${who}, ${action} on ${on} ${through ? 'through the endpoint' : 'over the internet'}`;

describe.each(Object.entries({
  'grants on a table': TABLE_GRANTS,
  'grants on a keyspace': KEYSPACE_GRANTS,
  'connecting': CONNECTING,
  'client roles': CLIENT_ROLES,
  'the endpoint policy': ENDPOINT,
  'the same grant on any kind of table': ANY_TABLE,
}))('%s', (_, decisions) => {
  describe.each(decisions)('$why ($see)', ({ allowed, refused, verdict }) => {
    test(`allowed: ${text(allowed)}`, async () => expect(await decide(shop.ask(allowed))).toBe('allowed'));
    test(`${verdict}: ${text(refused)}`, async () => expect(await decide(shop.ask(refused))).toBe(verdict));
  });
});
