import { decide } from './decide';
import { Doors, OTHER_ACCOUNT, type Question } from './doors';

const at = (path: string, region = 'us-east-1', account = '111122223333') => `arn:aws:cassandra:${region}:${account}:/keyspace/${path}`;
const ORDERS = at('shop/table/orders');
const WISHES = at('shop/table/wishes');
const GIFTS = at('shop/table/gifts');
const ARCHIVED = at('shop_archive/table/orders');
const SALES = at('world/table/sales');
const SALES_ABROAD = at('world/table/sales', 'eu-west-1');
const LOOT = at('elsewhere/table/loot', 'us-east-1', OTHER_ACCOUNT);
const PEERS = at('system/table/peers');
const TABLES = at('system_schema_mcs/table/tables');
const PEERS_ABROAD = at('system/table/peers', 'eu-west-1');
const STRANGERS_PEERS = at('system/table/peers', 'us-east-1', OTHER_ACCOUNT);
const stream = (table: string) => `${table}/stream/2025-03-07T22:20:10.454`;

const GUIDE = 'https://docs.aws.amazon.com/keyspaces/latest/devguide';
const ENDPOINTS = `${GUIDE}/vpc-endpoints.html`;
const STREAM_ENDPOINTS = `${GUIDE}/vpc-endpoints-streams.html`;
const STREAMS = `${GUIDE}/configure-cdc-permissions.html`;
const EXAMPLES = `${GUIDE}/security_iam_id-based-policy-examples.html`;
const TYPES = `${GUIDE}/configure-udt-permissions.html`;
const REPLICATION = `${GUIDE}/howitworks_replication_permissions_addReplica.html`;
const ACCESS = 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html';
const ACTIONS = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html';
const PRINCIPAL = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn';

type Ask = [who: Question['who'], action: string, on: string];
/** One that gets through and its twin that does not. Both have the permission, so it is the endpoint that decides. */
type Decision = [why: string, see: string, allowed: Ask, stopped: Ask];
type Through = NonNullable<Question['through']>;

const ANYBODY = 'who may do anything';
const ADMITTED = 'who is admitted and may do anything';
const STRANGER = 'a role of another account';
const OTHERS_ADMIN = 'who may do anything in another account';

const stopped: Partial<Record<Through, Decision[]>> = {
  'account()': [
    ['the account is the boundary', ACCESS, [ANYBODY, 'Modify', ORDERS], [STRANGER, 'Modify', LOOT]],
    ['for reading too', ACCESS, [ANYBODY, 'Select', WISHES], [STRANGER, 'Select', LOOT]],
    ['every Region of the account is let through', REPLICATION, [ANYBODY, 'ModifyMultiRegionResource', SALES_ABROAD], [STRANGER, 'Modify', LOOT]],
    ['nobody else\'s system keyspaces are', ENDPOINTS, [ANYBODY, 'Select', PEERS], [STRANGER, 'Select', STRANGERS_PEERS]],
  ],
  'readOnly()': [
    ['reading is let through and writing is not', ENDPOINTS, [ANYBODY, 'Select', ORDERS], [ANYBODY, 'Modify', ORDERS]],
    ['nor is changing a schema', ACTIONS, [ANYBODY, 'Select', ORDERS], [ANYBODY, 'Alter', ORDERS]],
    ['nor dropping', ACTIONS, [ANYBODY, 'Select', ORDERS], [ANYBODY, 'Drop', ORDERS]],
    ['nor restoring', ACTIONS, [ANYBODY, 'Select', ORDERS], [ANYBODY, 'Restore', GIFTS]],
    ['a driver can connect', ENDPOINTS, [ANYBODY, 'Select', PEERS], [ANYBODY, 'Modify', PEERS]],
    ['reading a multi-Region table may ask for its own action', TYPES,
      [ANYBODY, 'SelectMultiRegionResource', SALES], [ANYBODY, 'ModifyMultiRegionResource', SALES]],
    ['also in another Region', TYPES, [ANYBODY, 'SelectMultiRegionResource', SALES_ABROAD], [ANYBODY, 'Modify', SALES_ABROAD]],
    ['unlike the sample, of this account alone', ENDPOINTS, [ANYBODY, 'Select', ORDERS], [STRANGER, 'Select', LOOT]],
  ],
  'the sample for reading': [
    ['the sample reads and does not write', ENDPOINTS, [ANYBODY, 'Select', ORDERS], [ANYBODY, 'Modify', ORDERS]],
    ['it connects', ENDPOINTS, [ANYBODY, 'Select', PEERS], [ANYBODY, 'Modify', PEERS]],
    ['it lets everybody else\'s data through', ENDPOINTS, [STRANGER, 'Select', LOOT], [STRANGER, 'Modify', LOOT]],
    ['it has not the action of multi-Region resources', TYPES, [ANYBODY, 'Select', SALES], [ANYBODY, 'SelectMultiRegionResource', SALES]],
  ],
  'one table': [
    ['another table of the keyspace is not meant', ENDPOINTS, [ANYBODY, 'Select', ORDERS], [ANYBODY, 'Select', WISHES]],
    ['nor one whose name begins alike', ENDPOINTS, [ANYBODY, 'Select', ORDERS], [ANYBODY, 'Select', `${ORDERS}_archive`]],
    ['nor the same name in a keyspace that begins alike', ENDPOINTS, [ANYBODY, 'Modify', ORDERS], [ANYBODY, 'Modify', ARCHIVED]],
    ['nor in another Region', ENDPOINTS, [ANYBODY, 'Select', ORDERS], [ANYBODY, 'Select', at('shop/table/orders', 'eu-west-1')]],
    ['nor in another account', ENDPOINTS, [ANYBODY, 'Modify', ORDERS], [STRANGER, 'Modify', LOOT]],
    ['a driver can connect', ENDPOINTS, [ANYBODY, 'Select', PEERS], [ANYBODY, 'Select', PEERS_ABROAD]],
    ['the system keyspaces are read, also by the action of multi-Region resources, and not written', TYPES,
      [ANYBODY, 'SelectMultiRegionResource', PEERS], [ANYBODY, 'Modify', PEERS]],
    ['nor altered, which the table can be', ACTIONS, [ANYBODY, 'Alter', ORDERS], [ANYBODY, 'Alter', TABLES]],
    ['nor is anything made in them, where the table itself can be', ACTIONS,
      [ANYBODY, 'Create', ORDERS], [ANYBODY, 'Create', at('system_schema/table/gifts')]],
    ['the API reads the schema', EXAMPLES, [ANYBODY, 'Select', TABLES], [ANYBODY, 'Select', GIFTS]],
    ['its schema can be changed, that of others not', ACTIONS, [ANYBODY, 'Alter', ORDERS], [ANYBODY, 'Create', GIFTS]],
    ['its streams are another endpoint\'s', STREAM_ENDPOINTS, [ANYBODY, 'Select', ORDERS], [ANYBODY, 'GetRecords', stream(ORDERS)]],
  ],
  'the sample for one table': [
    ['the sample decides as restricted() does: the table', ENDPOINTS, [ANYBODY, 'Modify', ORDERS], [ANYBODY, 'Modify', WISHES]],
    ['the system keyspaces', ENDPOINTS, [ANYBODY, 'Select', PEERS], [STRANGER, 'Select', STRANGERS_PEERS]],
    ['unlike restricted() it lets through writing these too', ENDPOINTS, [ANYBODY, 'Modify', PEERS], [ANYBODY, 'Modify', PEERS_ABROAD]],
  ],
  'one keyspace': [
    ['all tables of it are meant, those of one that begins alike are not', EXAMPLES, [ANYBODY, 'Select', WISHES], [ANYBODY, 'Select', ARCHIVED]],
    ['also tables that come later', EXAMPLES, [ANYBODY, 'Create', GIFTS], [ANYBODY, 'Create', at('bank/table/gifts')]],
    ['and its types, which are authorized on the keyspace', TYPES, [ANYBODY, 'Create', at('shop/')], [ANYBODY, 'Create', at('shop_archive/')]],
    ['a driver can connect', ENDPOINTS, [ANYBODY, 'Select', PEERS], [ANYBODY, 'Select', SALES]],
    ['and changes nothing in the system keyspaces', ACTIONS, [ANYBODY, 'Modify', WISHES], [ANYBODY, 'Modify', TABLES]],
    ['not even a new table', ACTIONS, [ANYBODY, 'Create', GIFTS], [ANYBODY, 'Create', at('system_schema_mcs/table/gifts')]],
  ],
  'a table of several Regions': [
    ['each of its Regions is named', REPLICATION, [ANYBODY, 'ModifyMultiRegionResource', SALES_ABROAD], [ANYBODY, 'Modify', at('world/table/sales', 'ap-south-1')]],
    ['so are the system keyspaces', TYPES, [ANYBODY, 'SelectMultiRegionResource', PEERS_ABROAD], [ANYBODY, 'Select', at('system/table/peers', 'ap-south-1')]],
    ['which are read alone in each of them', TYPES, [ANYBODY, 'ModifyMultiRegionResource', SALES_ABROAD], [ANYBODY, 'ModifyMultiRegionResource', PEERS_ABROAD]],
  ],
  'a table of another account': [
    ['the table of the other account is let through for its own roles', ENDPOINTS, [STRANGER, 'Modify', LOOT], [STRANGER, 'Modify', at('elsewhere/table/loot2', 'us-east-1', OTHER_ACCOUNT)]],
    ['so are the system keyspaces of that account, or nobody could connect', ENDPOINTS, [STRANGER, 'Select', STRANGERS_PEERS], [ANYBODY, 'Select', ORDERS]],
    ['and read alone', ENDPOINTS, [OTHERS_ADMIN, 'Modify', LOOT], [OTHERS_ADMIN, 'Modify', STRANGERS_PEERS]],
    ['those of this account stay', ENDPOINTS, [ANYBODY, 'Select', PEERS], [ANYBODY, 'Modify', ORDERS]],
  ],
  'writing one table': [
    ['the named action is let through, and not reading', ACTIONS, [ANYBODY, 'Modify', ORDERS], [ANYBODY, 'Select', ORDERS]],
    ['its counterpart for multi-Region resources too', ACTIONS, [ANYBODY, 'ModifyMultiRegionResource', ORDERS], [ANYBODY, 'SelectMultiRegionResource', ORDERS]],
    ['the system keyspaces are read all the same', ENDPOINTS, [ANYBODY, 'Select', PEERS], [ANYBODY, 'Modify', PEERS]],
    ['no other table is written', ENDPOINTS, [ANYBODY, 'Modify', ORDERS], [ANYBODY, 'Modify', WISHES]],
  ],
  'writing': [
    ['the account is the boundary where no table is named', ACCESS, [ANYBODY, 'Modify', WISHES], [STRANGER, 'Modify', LOOT]],
    ['reading is not let through', ACTIONS, [ANYBODY, 'Modify', ORDERS], [ANYBODY, 'Select', ORDERS]],
    ['but in the system keyspaces', ENDPOINTS, [ANYBODY, 'Select', TABLES], [STRANGER, 'Select', STRANGERS_PEERS]],
  ],
  'who is admitted': [
    ['others are stopped, whatever they may do', PRINCIPAL, [ADMITTED, 'Modify', ORDERS], [ANYBODY, 'Modify', ORDERS]],
    ['they cannot even connect', PRINCIPAL, ['an admitted reader', 'Select', PEERS], ['a reader', 'Select', PEERS]],
    ['a role of another stack is let through by its name and path', PRINCIPAL, ['an admitted reader', 'Select', ORDERS], ['a reader', 'Select', ORDERS]],
    ['a name that begins alike is another role', PRINCIPAL,
      ['an admitted reader', 'Select', ORDERS], ['whose name begins like that of who is admitted', 'Select', ORDERS]],
    ['the account stays the boundary', ACCESS, [ADMITTED, 'Select', WISHES], [STRANGER, 'Select', LOOT]],
  ],
  'who is admitted, reading one table': [
    ['who is admitted reads the table and no other', PRINCIPAL, [ADMITTED, 'Select', ORDERS], [ADMITTED, 'Select', WISHES]],
    ['and does not write it', PRINCIPAL, [ADMITTED, 'Select', ORDERS], [ADMITTED, 'Modify', ORDERS]],
    ['nobody else reads it', PRINCIPAL, ['an admitted reader', 'Select', ORDERS], ['a reader', 'Select', ORDERS]],
    ['nor connects', PRINCIPAL, ['an admitted reader', 'Select', PEERS], ['a reader', 'Select', PEERS]],
  ],
  'streams, account()': [
    ['streams of this account are read', STREAM_ENDPOINTS, [ANYBODY, 'GetRecords', stream(ORDERS)], [STRANGER, 'GetRecords', stream(LOOT)]],
    ['a consumer asks for an iterator too', STREAMS, ['a stream reader', 'GetShardIterator', stream(ORDERS)], [STRANGER, 'GetShardIterator', stream(LOOT)]],
    ['tables are another endpoint\'s', STREAM_ENDPOINTS, ['a stream reader', 'GetStream', stream(ORDERS)], ['a reader', 'Select', ORDERS]],
    ['and so are the system keyspaces', STREAM_ENDPOINTS, ['a stream reader', 'GetStream', stream(ORDERS)], ['a reader', 'Select', PEERS]],
    ['listing knows no resource', ACTIONS, ['a stream reader', 'ListStreams', '*'], [ANYBODY, 'TagResource', stream(ORDERS)]],
  ],
  'streams, readOnly()': [
    ['reading streams is all that there is', STREAMS, ['a stream reader', 'GetRecords', stream(ORDERS)], [STRANGER, 'GetRecords', stream(LOOT)]],
    ['listing is reading', ACTIONS, ['a stream reader', 'ListStreams', '*'], ['a reader', 'Select', ORDERS]],
  ],
  'streams of one table': [
    ['the streams of one table are not those of another', STREAM_ENDPOINTS, ['a stream reader', 'GetRecords', stream(ORDERS)], [ANYBODY, 'GetRecords', stream(WISHES)]],
    ['nor of one that begins alike', STREAM_ENDPOINTS, ['a stream reader', 'GetStream', stream(ORDERS)], [ANYBODY, 'GetStream', stream(`${ORDERS}_archive`)]],
    ['listing is let through', ACTIONS, ['a stream reader', 'ListStreams', '*'], [ANYBODY, 'Select', ORDERS]],
  ],
  'streams of one keyspace': [
    ['the streams of all tables of the keyspace are meant, and of no other', STREAM_ENDPOINTS, [ANYBODY, 'GetRecords', stream(WISHES)], [ANYBODY, 'GetRecords', stream(ARCHIVED)]],
  ],
  'streams, who is admitted': [
    ['others are stopped, whatever they may do', PRINCIPAL, [ADMITTED, 'GetRecords', stream(ORDERS)], ['a stream reader', 'GetRecords', stream(ORDERS)]],
    ['they do not list either', PRINCIPAL, ['an admitted reader', 'ListStreams', '*'], ['a stream reader', 'ListStreams', '*']],
  ],
  'streams, only records': [
    ['the named action is let through and no other', ACTIONS, ['a stream reader', 'GetRecords', stream(ORDERS)], ['a stream reader', 'GetStream', stream(ORDERS)]],
    ['not even listing, which was not named', ACTIONS, ['a stream reader', 'GetRecords', stream(ORDERS)], ['a stream reader', 'ListStreams', '*']],
  ],
  'the sample for streams': [
    // https://docs.aws.amazon.com/keyspaces/latest/StreamsAPIReference/API_GetShardIterator.html
    ['the sample leaves out the iterator that GetRecords asks for, so no consumer gets through', STREAM_ENDPOINTS,
      ['a stream reader', 'GetRecords', stream(ORDERS)], ['a stream reader', 'GetShardIterator', stream(ORDERS)]],
  ],
};

const doors = new Doors();
const question = ([who, action, on]: Ask, through?: Through): Question => ({ who, action: `cassandra:${action}`, on, through });
const text = ([who, action, on]: Ask) => `${who}, ${action} on ${on}`;

describe.each(Object.entries(stopped) as [Through, Decision[]][])('through an endpoint with the policy "%s"', (through, decisions) => {
  describe.each(decisions)('%s (%s)', (_why, _see, allowed, refused) => {
    test(`allowed: ${text(allowed)}`, async () => expect(await decide(doors.ask(question(allowed, through)))).toBe('allowed'));
    test(`stopped: ${text(refused)}`, async () => {
      expect(await decide(doors.ask(question(refused, through)))).toBe('stopped by the endpoint policy');
      expect(await decide(doors.ask(question(refused)))).toBe('allowed');
    });
  });
});

describe.each(Object.keys(doors.accesses) as Through[])('no policy of an endpoint gives a permission to anybody: %s', (through) => {
  test.each<Ask>([
    ['a stream reader', 'Select', ORDERS], ['a reader', 'Modify', ORDERS], ['a reader', 'GetRecords', stream(ORDERS)], ['an admitted reader', 'Modify', ORDERS],
  ])('%s, %s on %s', async (...ask) => {
    expect(await decide(doors.ask(question(ask, through)))).not.toBe('allowed');
    expect(await decide(doors.ask(question(ask)))).toBe('not granted');
  });
});
