import { EC2Client, ModifyVpcAttributeCommand, ModifyVpcEndpointCommand } from '@aws-sdk/client-ec2';
import { ask, endpoint, groups, NO_VPC, probe, ref, SERVICE, vpc } from './network';
import { type Properties, type Resources, Stack } from '../cloudformation/stack';

const PRIVATELINK = 'https://docs.aws.amazon.com/vpc/latest/privatelink';
const ec2 = new EC2Client({});
const PRIVATE = ['10.1.1.4', '10.1.2.4'];
const PUBLIC = ['127.0.0.1'];
let outputs: Record<string, string>;
let [inside, elsewhere, outside] = ['', '', ''];

beforeAll(async () => {
  const names = { Regional: { 'Fn::Select': [0, { 'Fn::GetAtt': ['cassandra', 'DnsEntries'] }] }, Zonal: { 'Fn::Select': [2, { 'Fn::GetAtt': ['cassandra', 'DnsEntries'] }] } };
  ({ outputs } = await new Stack().create({ ...vpc(), ...groups(), ...endpoint(), ...probe() }, {
    outputs: { Vpc: ref('Vpc'), Endpoint: ref('cassandra'), Probe: ref('Probe'), ...names },
  }));
  const made = async (resources: object) => (await new Stack().create({ ...resources, ...{} }, { outputs: { Probe: ref('Probe') } })).outputs.Probe;
  inside = outputs.Probe;
  elsewhere = await made({ ...vpc({}, '10.2'), ...groups(), ...probe() });
  outside = await made(probe(NO_VPC));
});
afterAll(() => Stack.deleteAll());

const endpointName = (output: string) => outputs[output].split(':')[1];

test(`private DNS leads to the endpoint, in its VPC alone (${PRIVATELINK}/manage-dns-names.html)`, async () => {
  for (const name of [SERVICE, SERVICE.replace('amazonaws.com', 'api.aws')]) {
    expect(await ask(inside, 'lookup', { name })).toEqual(PRIVATE);
    expect(await ask(elsewhere, 'lookup', { name })).toEqual(PUBLIC);
    expect(await ask(outside, 'lookup', { name })).toEqual(PUBLIC);
  }
});

test('every way to ask for a name gives the same answer', async () => {
  const name = SERVICE;
  for (const way of ['resolve4', 'resolver']) expect(await ask(inside, way, { name })).toEqual(PRIVATE);
  for (const way of ['lookupCallback', 'lookupPromisified']) expect(await ask(inside, way, { name })).toEqual([PRIVATE[0], 4]);
  expect(await ask(inside, 'resolve6', { name })).toBe('ENODATA');
});

test('a service without an endpoint stays public, and a name that nobody has is not found', async () => {
  expect(await ask(inside, 'lookup', { name: 'kms.us-east-1.amazonaws.com' })).toEqual(PUBLIC);
  for (const name of ['nowhere.example.com', 'vpce-0-0.cassandra.us-east-1.vpce.amazonaws.com']) {
    expect(await ask(inside, 'lookup', { name })).toBe('ENOTFOUND');
    expect(await ask(outside, 'resolve4', { name })).toBe('ENOTFOUND');
  }
});

test(`an endpoint's own names are known everywhere, one for all zones and one for each (${PRIVATELINK}/privatelink-access-aws-services.html#interface-endpoint-dns-hostnames)`, async () => {
  for (const one of [inside, elsewhere, outside]) {
    expect(await ask(one, 'lookup', { name: endpointName('Regional') })).toEqual(PRIVATE);
    expect(await ask(one, 'lookup', { name: endpointName('Zonal') })).toEqual([PRIVATE[1]]);
  }
});

test(`the name is public while private DNS is off, and private again when it is on (${PRIVATELINK}/manage-dns-names.html)`, async () => {
  const change = (PrivateDnsEnabled: boolean) => ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId: outputs.Endpoint, PrivateDnsEnabled }));
  await change(false);
  expect(await ask(inside, 'lookup', { name: SERVICE })).toEqual(PUBLIC);
  expect(await ask(inside, 'lookup', { name: endpointName('Regional') })).toEqual(PRIVATE);
  await change(true);
  expect(await ask(inside, 'lookup', { name: SERVICE })).toEqual(PRIVATE);
});

test('private DNS needs the DNS host names of the VPC (https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html)', async () => {
  const change = (Value: boolean) => ec2.send(new ModifyVpcAttributeCommand({ VpcId: outputs.Vpc, EnableDnsHostnames: { Value } }));
  await change(false);
  expect(await ask(inside, 'lookup', { name: SERVICE })).toEqual(PUBLIC);
  await change(true);
  expect(await ask(inside, 'lookup', { name: SERVICE })).toEqual(PRIVATE);
});

test('without DNS support nothing in the VPC answers (https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html)', async () => {
  const change = (Value: boolean) => ec2.send(new ModifyVpcAttributeCommand({ VpcId: outputs.Vpc, EnableDnsSupport: { Value } }));
  await change(false);
  expect(await ask(inside, 'lookup', { name: SERVICE })).toBe('EAI_AGAIN');
  expect(await ask(inside, 'resolve4', { name: endpointName('Regional') })).toBe('ETIMEOUT');
  expect(await ask(inside, 'connect', { host: SERVICE, port: 9142 })).toBe('EAI_AGAIN');
  expect(await ask(inside, 'connect', { host: PRIVATE[0], port: 9142 })).toBe('connect');
  expect(await ask(elsewhere, 'lookup', { name: SERVICE })).toEqual(PUBLIC);
  await change(true);
  expect(await ask(inside, 'connect', { host: SERVICE, port: 9142 })).toBe('connect');
});

const ZONES = 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html';

/** A zone of the service's name for these VPCs, whose record leads to an endpoint without private DNS in the first one. */
async function shared(vpcs: (ids: string[]) => string[]) {
  const names = { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': ['cassandra', 'DnsEntries'] }] }] };
  const entry = (index: number) => ({ 'Fn::Select': [index, names] });
  const hub = (await new Stack().create({ ...vpc({}, '10.4'), ...groups(), ...endpoint({ PrivateDnsEnabled: false }), ...probe() }, {
    outputs: { Vpc: ref('Vpc'), Probe: ref('Probe'), HostedZoneId: entry(0), DNSName: entry(1) },
  })).outputs;
  const spoke = (await new Stack().create({ ...vpc({}, '10.5'), ...groups(), ...probe() }, { outputs: { Vpc: ref('Vpc'), Probe: ref('Probe') } })).outputs;
  const { HostedZoneId, DNSName } = hub;
  const zone = (Name: string, ids = vpcs([hub.Vpc, spoke.Vpc])): Resources => ({
    Zone: { Type: 'AWS::Route53::HostedZone', Properties: { Name, VPCs: ids.map((VPCId) => ({ VPCId, VPCRegion: 'us-east-1' })) } },
  });
  const record = (Name: string, more: Properties = { AliasTarget: { HostedZoneId, DNSName } }): Resources => ({
    [`Record${Name.replace(/\W/g, '')}`]: { Type: 'AWS::Route53::RecordSet', Properties: { HostedZoneId: ref('Zone'), Name, Type: 'A', ...more } },
  });
  const stack = new Stack();
  expect((await stack.create({ ...zone(SERVICE), ...record(SERVICE) })).reasons).toEqual([]);
  return { hub, spoke, stack, zone, record };
}
const SHARED = ['10.4.1.4', '10.4.2.4'];

test(`a private hosted zone answers in the VPCs that it is associated with, and nowhere else (${ZONES})`, async () => {
  const { hub, spoke, stack, zone, record } = await shared((ids) => ids);
  const answers = () => Promise.all([hub.Probe, spoke.Probe, elsewhere, outside].map((one) => ask(one, 'lookup', { name: SERVICE })));
  expect(await answers()).toEqual([SHARED, SHARED, PUBLIC, PUBLIC]);
  await stack.update({ ...zone(SERVICE, [hub.Vpc]), ...record(SERVICE) });
  expect(await answers()).toEqual([SHARED, PUBLIC, PUBLIC, PUBLIC]);
  await stack.delete();
  expect(await answers()).toEqual([PUBLIC, PUBLIC, PUBLIC, PUBLIC]);
});

test(`a name of a private hosted zone that has no record there is not found, though it is public (${ZONES})`, async () => {
  const { spoke: { Probe }, stack, zone, record } = await shared((ids) => ids);
  const wide = 'us-east-1.amazonaws.com';
  const kms = `kms.${wide}`;
  expect(await ask(Probe, 'lookup', { name: kms })).toEqual(PUBLIC);
  await stack.update({ ...zone(wide), ...record(SERVICE), ...record(`plain.${wide}`, { TTL: 60, ResourceRecords: ['10.4.1.77'] }) });
  expect(await ask(Probe, 'lookup', { name: SERVICE })).toEqual(SHARED);
  expect(await ask(Probe, 'lookup', { name: `plain.${wide}` })).toEqual(['10.4.1.77']);
  expect(await ask(Probe, 'lookup', { name: kms })).toBe('ENOTFOUND');
  expect(await ask(elsewhere, 'lookup', { name: kms })).toEqual(PUBLIC);
  expect(await ask(Probe, 'lookup', { name: 'kms.us-east-2.amazonaws.com' })).toEqual(PUBLIC);
});

test(`the most specific of several private hosted zones answers, and private DNS before a zone above it (${ZONES})`, async () => {
  const { spoke: { Probe, Vpc }, zone, record } = await shared((ids) => ids);
  await new Stack().create({ ...zone('amazonaws.com', [Vpc, outputs.Vpc]), ...record(SERVICE, { TTL: 60, ResourceRecords: ['10.4.1.77'] }) });
  expect(await ask(Probe, 'lookup', { name: SERVICE })).toEqual(SHARED);
  expect(await ask(Probe, 'lookup', { name: 'kms.us-east-1.amazonaws.com' })).toBe('ENOTFOUND');
  expect(await ask(inside, 'lookup', { name: SERVICE })).toEqual(PRIVATE);
});

test(`a private hosted zone takes the DNS host names and the DNS support of the VPC (${ZONES})`, async () => {
  const { hub, spoke } = await shared((ids) => ids);
  const change = (more: object) => ec2.send(new ModifyVpcAttributeCommand({ VpcId: spoke.Vpc, ...more }));
  await change({ EnableDnsHostnames: { Value: false } });
  expect(await ask(spoke.Probe, 'lookup', { name: SERVICE })).toEqual(PUBLIC);
  expect(await ask(hub.Probe, 'lookup', { name: SERVICE })).toEqual(SHARED);
  await change({ EnableDnsHostnames: { Value: true } });
  expect(await ask(spoke.Probe, 'lookup', { name: SERVICE })).toEqual(SHARED);
  await change({ EnableDnsSupport: { Value: false } });
  expect(await ask(spoke.Probe, 'lookup', { name: SERVICE })).toBe('EAI_AGAIN');
});
