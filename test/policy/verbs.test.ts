import { decide } from './decide';
import { KEY, type Question, ReplicatedShop } from './replicated-shop';

const at = (path: string, region = 'us-east-1') => `arn:aws:cassandra:${region}:111122223333:/keyspace/${path}`;
const SHOP = at('shop/');
const ORDERS = at('shop/table/orders');
const WISHES = at('shop/table/wishes');
const STREAM = `${ORDERS}/stream/2025-03-07T22:20:10.454`;
const WISHES_STREAM = `${WISHES}/stream/2025-03-07T22:20:10.454`;
const WORLD = at('world/');
const WORLD_ABROAD = at('world/', 'eu-west-1');
const SALES = at('world/table/sales');
const SALES_ABROAD = at('world/table/sales', 'eu-west-1');
const SALES_ELSEWHERE = at('world/table/sales', 'ap-south-1');
const STOCK_ABROAD = at('world/table/stock', 'eu-west-1');
const PEERS = at('system/table/peers');
const PEERS_ABROAD = at('system/table/peers', 'eu-west-1');
const TABLES_ABROAD = at('system_schema_mcs/table/tables', 'eu-west-1');

const GUIDE = 'https://docs.aws.amazon.com/keyspaces/latest/devguide';
const EXAMPLES = `${GUIDE}/security_iam_id-based-policy-examples.html`;
const TYPES = `${GUIDE}/configure-udt-permissions.html`;
const RESTORE = `${GUIDE}/howitworks_restore_permissions.html`;
const BACKUP = `${GUIDE}/PointInTimeRecovery_HowItWorks.html`;
const STREAMS = `${GUIDE}/configure-cdc-permissions.html`;
const REPLICATION = `${GUIDE}/howitworks_replication_permissions_addReplica.html`;
const KEYS = `${GUIDE}/encryption.customermanaged.html`;
const ACTIONS = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html';

type Ask = [who: Question['who'], action: string, on: string, via?: Question['via']];

/** Each refusal and its allowed twin, which differs from it in one thing. */
type Decision = [why: string, see: string, allowed: Ask, refused: Ask];

const MANAGE_SCHEMA: Decision[] = [
  ...['Create', 'Alter', 'Drop', 'TagResource', 'UntagResource'].map((action): Decision => [
    `the schema of one table is managed with ${action}, and of no other`, ACTIONS,
    ['a schema manager', action, ORDERS], ['a schema manager', action, WISHES],
  ]),
  ['whoever manages the schema need not read the data', ACTIONS,
    ['a reader', 'Select', ORDERS], ['a schema manager', 'Select', ORDERS]],
  ['nor write it', ACTIONS, ['a writer', 'Modify', ORDERS], ['a schema manager', 'Modify', ORDERS]],
  ['whoever writes need not drop', ACTIONS, ['a schema manager', 'Drop', ORDERS], ['a writer', 'Drop', ORDERS]],
  ['a table that begins alike is another one', EXAMPLES,
    ['a schema manager', 'Drop', ORDERS], ['a schema manager', 'Drop', `${ORDERS}_archive`]],
  ['types belong to the keyspace, so a manager of one table cannot create them', TYPES,
    ['a schema manager of the keyspace', 'Create', SHOP], ['a schema manager', 'Create', SHOP]],
  ['dropping a type is dropping in the keyspace, for who manages all of it', TYPES,
    ['a schema manager of the keyspace', 'Drop', SHOP], ['a schema manager', 'Drop', SHOP]],
  ['another keyspace that begins alike is not meant', TYPES,
    ['a schema manager of the keyspace', 'Create', WISHES], ['a schema manager of the keyspace', 'Create', at('shop_archive/table/wishes')]],
  ['a table of one Region asks for no action of several', REPLICATION,
    ['a schema manager', 'Alter', ORDERS], ['a schema manager', 'AlterMultiRegionResource', ORDERS]],
  ['the system keyspaces are read, not managed', EXAMPLES,
    ['a schema manager', 'Select', PEERS], ['a schema manager', 'Alter', PEERS]],
];

const RESTORING: Decision[] = [
  ['Restore is needed for the new table, under any name in the keyspace', RESTORE,
    ['a restorer', 'Restore', at('shop/table/orders_yesterday')], ['a restorer', 'Restore', at('archive/table/orders_yesterday')]],
  ['Select is needed on the table that is restored, so no other can be', RESTORE,
    ['a restorer', 'Select', ORDERS], ['a restorer', 'Select', WISHES]],
  ['it never writes into a table', BACKUP, ['a writer', 'Modify', ORDERS], ['a restorer', 'Modify', ORDERS]],
  ['nor does it create or drop one by hand', ACTIONS,
    ['a schema manager', 'Create', ORDERS], ['a restorer', 'Create', ORDERS]],
  ['reading is not restoring', RESTORE, ['a restorer', 'Restore', ORDERS], ['a reader', 'Restore', ORDERS]],
  ['tags are another permission', RESTORE, ['a restorer', 'Restore', ORDERS], ['a restorer', 'TagResource', ORDERS]],
  ['the system keyspaces are read, as for every call', RESTORE, ['a restorer', 'Select', PEERS], ['a restorer', 'Restore', PEERS]],
  ['a named target is the only one', RESTORE,
    ['a restorer into one table', 'Restore', at('rescued/table/orders')], ['a restorer into one table', 'Restore', at('rescued/table/lines')]],
  ['a named target is in its keyspace only', RESTORE,
    ['a restorer into one table', 'Restore', at('rescued/table/orders')], ['a restorer into one table', 'Restore', ORDERS]],
  ['the source is in the keyspace of the table, wherever it is restored to', RESTORE,
    ['a restorer into one table', 'Select', ORDERS], ['a restorer into one table', 'Select', at('rescued/table/orders')]],
  ['any table of a keyspace can be restored by who may restore the keyspace', RESTORE,
    ['a restorer of the keyspace', 'Select', WISHES], ['a restorer', 'Select', WISHES]],
  ['and into no other keyspace', RESTORE,
    ['a restorer of the keyspace', 'Restore', WISHES], ['a restorer of the keyspace', 'Restore', at('archive/table/wishes')]],
];

const KEY_OF_SOURCE: Decision[] = [
  ...['CreateGrant', 'Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo'].map((action): Decision => [
    `the key of an encrypted table is accessible to Amazon Keyspaces (${action}), and not to who restores`, BACKUP,
    ['a restorer of an encrypted table', `kms:${action}`, KEY, 'cassandra'], ['a restorer of an encrypted table', `kms:${action}`, KEY],
  ]),
  ['nor to another service that acts for who restores', KEYS,
    ['a restorer of an encrypted table', 'kms:Decrypt', KEY, 'cassandra'], ['a restorer of an encrypted table', 'kms:Decrypt', KEY, 'dynamodb']],
  ['a table without such a key brings no permission on keys', BACKUP,
    ['a restorer of an encrypted table', 'kms:Decrypt', KEY, 'cassandra'], ['a restorer', 'kms:Decrypt', KEY, 'cassandra']],
  ['the key is used, not managed', KEYS,
    ['a restorer of an encrypted table', 'kms:CreateGrant', KEY, 'cassandra'], ['a restorer of an encrypted table', 'kms:RevokeGrant', KEY, 'cassandra']],
];

const READ_STREAM: Decision[] = [
  ...['GetStream', 'GetShardIterator', 'GetRecords'].map((action): Decision => [
    `the streams of one table are read with ${action}, and of no other`, STREAMS,
    ['a stream reader', action, STREAM], ['a stream reader', action, WISHES_STREAM],
  ]),
  ['a stream that is made later has another label', STREAMS,
    ['a stream reader', 'GetRecords', STREAM.replace('2025', '2026')], ['a stream reader', 'GetRecords', STREAM.replace('/shop/', '/archive/')]],
  ['streams of a table that begins alike are others', STREAMS,
    ['a stream reader', 'GetRecords', STREAM], ['a stream reader', 'GetRecords', STREAM.replace('/orders/', '/orders_archive/')]],
  ['streams are looked for in all of the account', ACTIONS, ['a stream reader', 'ListStreams', '*'], ['a reader', 'ListStreams', '*']],
  ['reading a stream is not reading the table', STREAMS, ['a reader', 'Select', ORDERS], ['a stream reader', 'Select', ORDERS]],
  ['reading the table is not reading its stream', STREAMS, ['a stream reader', 'GetRecords', STREAM], ['a reader', 'GetRecords', STREAM]],
  ['the streams API asks for nothing on the system keyspaces', ACTIONS, ['a reader', 'Select', PEERS], ['a stream reader', 'Select', PEERS]],
  ['all streams of a keyspace are read by who may', STREAMS,
    ['a stream reader of the keyspace', 'GetRecords', WISHES_STREAM], ['a stream reader', 'GetRecords', WISHES_STREAM]],
  ['of this keyspace', STREAMS,
    ['a stream reader of the keyspace', 'GetRecords', STREAM],
    ['a stream reader of the keyspace', 'GetRecords', STREAM.replace('/shop/', '/archive/')]],
  ['reading all streams is reading no table', STREAMS,
    ['a stream reader of the keyspace', 'GetStream', STREAM], ['a stream reader of the keyspace', 'Select', ORDERS]],
];

const SEVERAL_REGIONS: Decision[] = [
  ['every Region of the keyspace is covered, and no further one', REPLICATION,
    ['a worldwide reader', 'Select', SALES_ABROAD], ['a worldwide reader', 'Select', SALES_ELSEWHERE]],
  ['the table\'s own Region is one of them', REPLICATION, ['a worldwide reader', 'Select', SALES], ['a worldwide reader', 'Modify', SALES]],
  ['a plain table is covered in the same way', REPLICATION,
    ['a worldwide reader of a plain table', 'SelectMultiRegionResource', STOCK_ABROAD],
    ['a worldwide reader of a plain table', 'SelectMultiRegionResource', SALES_ABROAD]],
  ['reading may ask for the action of several Regions too', ACTIONS,
    ['a worldwide reader', 'SelectMultiRegionResource', SALES_ABROAD], ['a reader', 'SelectMultiRegionResource', ORDERS]],
  ['writing may ask for the action of several Regions too', ACTIONS,
    ['a worldwide writer', 'ModifyMultiRegionResource', SALES_ABROAD], ['a worldwide reader', 'ModifyMultiRegionResource', SALES_ABROAD]],
  ['writing is not reading, in no Region', ACTIONS,
    ['a worldwide writer', 'Modify', SALES_ABROAD], ['a worldwide writer', 'SelectMultiRegionResource', SALES_ABROAD]],
  ['the system keyspaces are read in every Region', TYPES,
    ['a worldwide reader', 'Select', PEERS_ABROAD], ['a reader', 'Select', PEERS_ABROAD]],
  ['and their metadata of several Regions', TYPES,
    ['a worldwide reader', 'SelectMultiRegionResource', TABLES_ABROAD],
    ['a worldwide reader', 'ModifyMultiRegionResource', TABLES_ABROAD]],
  ...['Create', 'Alter', 'Drop'].flatMap((action): Decision[] => [
    [`${action} comes with its counterpart in every Region`, ACTIONS,
      ['a worldwide schema manager', `${action}MultiRegionResource`, SALES_ABROAD],
      ['a worldwide schema manager', `${action}MultiRegionResource`, SALES_ELSEWHERE]],
    [`and reading does not come with ${action}`, ACTIONS,
      ['a worldwide schema manager', action, SALES_ABROAD], ['a worldwide reader', `${action}MultiRegionResource`, SALES_ABROAD]],
  ]),
  ...['TagMultiRegionResource', 'UnTagMultiRegionResource'].map((action): Decision => [
    `so do tags (${action})`, ACTIONS,
    ['a worldwide schema manager', action, SALES_ABROAD], ['a worldwide writer', action, SALES_ABROAD],
  ]),
  ['types of a keyspace of several Regions need the second action on the keyspace', TYPES,
    ['a worldwide schema manager of the keyspace', 'CreateMultiRegionResource', WORLD_ABROAD],
    ['a worldwide schema manager', 'CreateMultiRegionResource', WORLD_ABROAD]],
  ['dropping them too', TYPES,
    ['a worldwide schema manager of the keyspace', 'DropMultiRegionResource', WORLD],
    ['a schema manager of the keyspace', 'DropMultiRegionResource', SHOP]],
  ['a table of several Regions is restored in all of them', BACKUP,
    ['a worldwide restorer', 'RestoreMultiRegionTable', at('world/table/sales_yesterday', 'eu-west-1')],
    ['a restorer', 'RestoreMultiRegionTable', at('shop/table/orders_yesterday')]],
  ['and its source is read in all of them, and no other table', BACKUP,
    ['a worldwide restorer', 'SelectMultiRegionResource', SALES_ABROAD], ['a worldwide restorer', 'SelectMultiRegionResource', STOCK_ABROAD]],
  ['each replica has a stream of its own', STREAMS,
    ['a worldwide stream reader', 'GetRecords', `${SALES_ABROAD}/stream/2025-03-07T22:20:10.454`],
    ['a worldwide stream reader', 'GetRecords', `${SALES_ELSEWHERE}/stream/2025-03-07T22:20:10.454`]],
  ['the streams of all tables too', STREAMS,
    ['a worldwide stream reader of the keyspace', 'GetRecords', `${STOCK_ABROAD}/stream/2025-03-07T22:20:10.454`],
    ['a worldwide stream reader', 'GetRecords', `${STOCK_ABROAD}/stream/2025-03-07T22:20:10.454`]],
];

const shop = new ReplicatedShop();
const question = ([who, action, on, via]: Ask): Question => ({ who, action: action.includes(':') ? action : `cassandra:${action}`, on, via });
const text = ([who, action, on, via]: Ask) => `${who}, ${action} on ${on}${via ? ` via ${via}` : ''}`;

describe.each(Object.entries({
  'managing the schema': MANAGE_SCHEMA,
  'restoring': RESTORING,
  'the key of what is restored': KEY_OF_SOURCE,
  'reading streams': READ_STREAM,
  'several Regions': SEVERAL_REGIONS,
}))('%s', (_, decisions) => {
  describe.each(decisions)('%s (%s)', (_why, _see, allowed, refused) => {
    test(`allowed: ${text(allowed)}`, async () => expect(await decide(shop.ask(question(allowed)))).toBe('allowed'));
    test(`not granted: ${text(refused)}`, async () => expect(await decide(shop.ask(question(refused)))).toBe('not granted'));
  });
});
