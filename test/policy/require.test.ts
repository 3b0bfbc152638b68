import { decide, type Verdict } from './decide';
import { type Question, Required } from './required';

const at = (path: string, region = 'us-east-1') => `arn:aws:cassandra:${region}:111122223333:/keyspace/${path}`;
const ORDERS = at('shop/table/orders');
const WISHES = at('shop/table/wishes');
const GIFTS = at('shop/table/gifts');
const SALES_ABROAD = at('world/table/sales', 'eu-west-1');
const PEERS = at('system/table/peers');
const PEERS_ABROAD = at('system/table/peers', 'eu-west-1');
const stream = (table: string) => `${table}/stream/2025-03-07T22:20:10.454`;

const GUIDE = 'https://docs.aws.amazon.com/keyspaces/latest/devguide';
const ENDPOINTS = `${GUIDE}/vpc-endpoints.html`;
const STREAM_ENDPOINTS = `${GUIDE}/vpc-endpoints-streams.html`;
const RESTORE = `${GUIDE}/howitworks_restore_permissions.html`;
const REPLICATION = `${GUIDE}/howitworks_replication_permissions_addReplica.html`;
const KEYS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html';
const VIA_SERVICE = `${KEYS}#condition-keys-viaawsservice`;
const SOURCE_VPCE = `${KEYS}#condition-keys-sourcevpce`;
const OPERATORS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html';
const LOGIC = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html';

type Way = NonNullable<Question['through']> | 'the internet' | 'a service, for the role' | 'the internet, without saying whether for a service';
type Ask = [who: Question['who'], action: string, on: string, way: Way];
type Decision = [why: string, see: string, allowed: Ask, refused: Ask, verdict?: Verdict];

const FREE = 'a role without requirements';
const BOUND = 'a role bound to the endpoint';
const TWO = 'a role bound to two endpoints';
const TWICE = 'a role bound in two calls';
const STREAMING = 'a role bound with streams';
const STREAMS_ONLY = 'a role bound to streams alone';
const ABROAD = 'a role bound to a table of several Regions';
const INTERNET = 'the internet';
const BY_SERVICE = 'a service, for the role';
const UNSAID = 'the internet, without saying whether for a service';

const REQUIRED: Decision[] = [
  ['the endpoint is the only way to the data', ENDPOINTS, [BOUND, 'Select', ORDERS, 'the endpoint'], [BOUND, 'Select', ORDERS, INTERNET]],
  ['writing too', ENDPOINTS, [BOUND, 'Modify', WISHES, 'the endpoint'], [BOUND, 'Modify', WISHES, INTERNET]],
  ['no other endpoint will do', SOURCE_VPCE, [BOUND, 'Select', ORDERS, 'the endpoint'], [BOUND, 'Select', ORDERS, 'a strange endpoint']],
  ['a role without requirements comes any way', ENDPOINTS, [FREE, 'Select', ORDERS, INTERNET], [BOUND, 'Select', ORDERS, INTERNET]],
  ['the system keyspaces are reached no other way either', ENDPOINTS, [BOUND, 'Select', PEERS, 'the endpoint'], [BOUND, 'Select', PEERS, INTERNET]],
  ['a table that is not named is reached any way', ENDPOINTS, [BOUND, 'Select', GIFTS, INTERNET], [BOUND, 'Select', ORDERS, INTERNET]],
  ['the requirement gives no permission', LOGIC, [BOUND, 'Modify', ORDERS, 'the endpoint'], [BOUND, 'Drop', ORDERS, 'the endpoint'], 'not granted'],
  ['every action is denied, also those that were not granted', ENDPOINTS, [BOUND, 'Select', ORDERS, 'the endpoint'], [BOUND, 'Drop', ORDERS, INTERNET]],
  ['what the endpoint\'s own policy stops stays stopped', ENDPOINTS,
    [STREAMING, 'Select', ORDERS, 'the endpoint'], [FREE, 'Select', ORDERS, 'the endpoint for streams'], 'stopped by the endpoint policy'],
];

const BY_SERVICES: Decision[] = [
  ['a restore reads the table for the role, from elsewhere', RESTORE, [BOUND, 'Select', ORDERS, BY_SERVICE], [BOUND, 'Select', ORDERS, INTERNET]],
  ['and makes the new one', RESTORE, [BOUND, 'Restore', ORDERS, BY_SERVICE], [BOUND, 'Restore', ORDERS, INTERNET]],
  ['and reads the system keyspaces', RESTORE, [BOUND, 'Select', PEERS, BY_SERVICE], [BOUND, 'Select', PEERS, INTERNET]],
  ['a request that says nothing of services is none of a service', OPERATORS, [BOUND, 'Select', ORDERS, BY_SERVICE], [BOUND, 'Select', ORDERS, UNSAID]],
  ['nor for streams', OPERATORS, [STREAMING, 'GetRecords', stream(ORDERS), BY_SERVICE], [STREAMING, 'GetRecords', stream(ORDERS), UNSAID]],
  ['a service gets no more than the role has', VIA_SERVICE, [BOUND, 'Select', ORDERS, BY_SERVICE], [BOUND, 'Alter', ORDERS, BY_SERVICE], 'not granted'],
];

const SEVERAL: Decision[] = [
  ['with two endpoints each is a way', SOURCE_VPCE, [TWO, 'Select', ORDERS, 'the endpoint'], [TWO, 'Select', ORDERS, INTERNET]],
  ['and so is the other', SOURCE_VPCE, [TWO, 'Select', ORDERS, 'the other endpoint'], [TWO, 'Select', ORDERS, 'a strange endpoint']],
  ['to the system keyspaces too', SOURCE_VPCE, [TWO, 'Select', PEERS, 'the other endpoint'], [TWO, 'Select', PEERS, 'a strange endpoint']],
  ['two calls lock nobody out of the first', LOGIC, [TWICE, 'Select', ORDERS, 'the endpoint'], [TWICE, 'Select', ORDERS, INTERNET]],
  ['nor of the second', LOGIC, [TWICE, 'Modify', WISHES, 'the other endpoint'], [TWICE, 'Modify', WISHES, INTERNET]],
  ['their endpoints hold for all their tables', LOGIC, [TWICE, 'Select', ORDERS, 'the other endpoint'], [TWICE, 'Select', ORDERS, 'a strange endpoint']],
  ['and for the system keyspaces, which both have', LOGIC, [TWICE, 'Select', PEERS, 'the endpoint'], [TWICE, 'Select', PEERS, 'a strange endpoint']],
  ['through either', LOGIC, [TWICE, 'Select', PEERS, 'the other endpoint'], [TWICE, 'Select', PEERS, INTERNET]],
  ['a table of several Regions is bound in each', REPLICATION, [FREE, 'Select', SALES_ABROAD, INTERNET], [ABROAD, 'Select', SALES_ABROAD, INTERNET]],
  ['with the system keyspaces there', REPLICATION, [ABROAD, 'Select', PEERS_ABROAD, 'the endpoint'], [ABROAD, 'Select', PEERS_ABROAD, INTERNET]],
  ['and its second action', REPLICATION,
    [ABROAD, 'ModifyMultiRegionResource', SALES_ABROAD, 'the endpoint'], [ABROAD, 'ModifyMultiRegionResource', SALES_ABROAD, INTERNET]],
];

const STREAMS: Decision[] = [
  ['streams come through the endpoint for streams', STREAM_ENDPOINTS,
    [STREAMING, 'GetRecords', stream(ORDERS), 'the endpoint for streams'], [STREAMING, 'GetRecords', stream(ORDERS), INTERNET]],
  ['every action of reading', STREAM_ENDPOINTS,
    [STREAMING, 'GetShardIterator', stream(ORDERS), 'the endpoint for streams'], [STREAMING, 'GetShardIterator', stream(ORDERS), INTERNET]],
  ['and of looking', STREAM_ENDPOINTS,
    [STREAMING, 'GetStream', stream(ORDERS), 'the endpoint for streams'], [STREAMING, 'GetStream', stream(ORDERS), INTERNET]],
  ['not through the one for data', STREAM_ENDPOINTS,
    [STREAMING, 'GetRecords', stream(ORDERS), 'the endpoint for streams'], [STREAMING, 'GetRecords', stream(ORDERS), 'the endpoint']],
  ['nor data through the one for streams', STREAM_ENDPOINTS,
    [STREAMING, 'Select', ORDERS, 'the endpoint'], [STREAMING, 'Select', ORDERS, 'the endpoint for streams']],
  ['without an endpoint for streams they are denied altogether', ENDPOINTS,
    [FREE, 'GetRecords', stream(ORDERS), 'the endpoint for streams'], [BOUND, 'GetRecords', stream(ORDERS), 'the endpoint for streams']],
  ['but for services', VIA_SERVICE, [BOUND, 'GetRecords', stream(ORDERS), BY_SERVICE], [BOUND, 'GetRecords', stream(ORDERS), INTERNET]],
  ['streams of a table that is not named are not', ENDPOINTS, [BOUND, 'GetRecords', stream(GIFTS), INTERNET], [BOUND, 'GetRecords', stream(WISHES), INTERNET]],
  ['without an endpoint for data it is data that is denied', ENDPOINTS,
    [STREAMS_ONLY, 'GetRecords', stream(ORDERS), 'the endpoint for streams'], [STREAMS_ONLY, 'Select', ORDERS, 'the endpoint']],
  ['listing knows no resource, so it is let through from anywhere', STREAM_ENDPOINTS,
    [STREAMING, 'ListStreams', '*', INTERNET], [STREAMING, 'GetStream', stream(ORDERS), INTERNET]],
];

const SAMPLES: Decision[] = [
  ['the sample that denies lets in through its endpoint', ENDPOINTS,
    ['the sample that denies', 'Select', ORDERS, 'the endpoint'], ['the sample that denies', 'Select', ORDERS, INTERNET]],
  ['and also stops the restore, which comes from the service', RESTORE,
    [BOUND, 'Select', ORDERS, BY_SERVICE], ['the sample that denies', 'Select', ORDERS, BY_SERVICE]],
  ['and leaves the streams of the table open to the internet', STREAM_ENDPOINTS,
    ['the sample that denies', 'GetRecords', stream(ORDERS), INTERNET], [BOUND, 'GetRecords', stream(ORDERS), INTERNET]],
  ['written once for each endpoint it locks everybody out', LOGIC,
    [TWO, 'Select', ORDERS, 'the endpoint'], ['the sample that denies, once for each endpoint', 'Select', ORDERS, 'the endpoint']],
  ['of the system keyspaces too', LOGIC,
    [TWICE, 'Select', PEERS, 'the other endpoint'], ['the sample that denies, once for each endpoint', 'Select', PEERS, 'the other endpoint']],
  ['the sample in two parts lets in through its endpoint', ENDPOINTS,
    ['the sample that allows in two parts', 'Select', ORDERS, 'the endpoint'],
    ['the sample that allows in two parts', 'Select', ORDERS, INTERNET], 'not granted'],
  ['through no other', ENDPOINTS,
    ['the sample that allows in two parts', 'Select', ORDERS, 'the endpoint'],
    ['the sample that allows in two parts', 'Select', ORDERS, 'the other endpoint'], 'not granted'],
  ['and the restore', RESTORE,
    ['the sample that allows in two parts', 'Restore', ORDERS, BY_SERVICE], ['the sample that allows in two parts', 'Restore', ORDERS, INTERNET], 'not granted'],
  ['and nobody who does not say whether it is a service', OPERATORS,
    ['the sample that allows in two parts', 'Select', ORDERS, BY_SERVICE], ['the sample that allows in two parts', 'Select', ORDERS, UNSAID], 'not granted'],
];

const required = new Required();
function question([who, action, on, way]: Ask): Question {
  const through = way === INTERNET || way === BY_SERVICE || way === UNSAID ? undefined : way;
  return { who, action: `cassandra:${action}`, on, through, viaService: way === UNSAID ? undefined : way === BY_SERVICE };
}
const text = ([who, action, on, way]: Ask) => `${who}, ${action} on ${on} from ${way}`;

describe.each(Object.entries({
  'endpoints that are required': REQUIRED,
  'what services do': BY_SERVICES,
  'several endpoints, calls and Regions': SEVERAL,
  'streams': STREAMS,
  'the samples of the documentation': SAMPLES,
}))('%s', (_, decisions) => {
  describe.each(decisions)('%s (%s)', (_why, _see, allowed, refused, verdict = 'explicitly denied') => {
    test(`allowed: ${text(allowed)}`, async () => expect(await decide(required.ask(question(allowed)))).toBe('allowed'));
    test(`${verdict}: ${text(refused)}`, async () => expect(await decide(required.ask(question(refused)))).toBe(verdict));
  });
});
