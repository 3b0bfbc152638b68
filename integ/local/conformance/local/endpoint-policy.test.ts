import { Agent } from 'node:https';
import { GetTableCommand, KeyspacesClient, ListKeyspacesCommand } from '@aws-sdk/client-keyspaces';
import { anyAddress, Door, openDoor, setPolicy } from './door';
import { cleanUp } from '../clean-up';
import { connect, refusal } from '../connections';
import { allow, CONNECT, createUser, deny, Identity, session, Statement } from '../identities';
import { createKeyspace, createTable } from '../resources';
import { ca, GUIDE, host, SYSTEM, tableArn } from '../target';

const PAGE = `${GUIDE}/vpc-endpoints.html`;
const CROSS_ACCOUNT = `${GUIDE}/access.cross-account.noVPC.setup.html`;
const KEYS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html';
const POLICIES = 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html';

let ks: string;
let [door, other]: Door[] = [];
let everything: Identity;
beforeAll(async () => {
  ks = await createKeyspace();
  for (const tableName of ['orders', 'returns']) await createTable(ks, { tableName });
  everything = await session(allow('*'));
  [door, other] = [await openDoor(), await openDoor()];
});
afterAll(cleanUp);

const read = () => `SELECT * FROM ${ks}.orders WHERE id = 'a'`;
const write = () => `INSERT INTO ${ks}.orders (id, at) VALUES ('a', 1)`;
const through = async (as: Identity, cql: string, at?: string) => refusal(connect(as, at).then((client) => client.execute(cql)));
const table = (name = 'orders') => tableArn(ks, name);

type Row = [what: string, page: string, cql: () => string, wrong: () => Statement[], right: () => Statement[]];
const policies: Row[] = [
  ['the table', PAGE, read, () => [allow('*', [table('returns'), SYSTEM])], () => [allow('*', [table(), SYSTEM])]],
  ['system*', PAGE, read, () => [allow('*', table())], () => [allow('*', [table(), SYSTEM])]],
  ['Modify', PAGE, write, () => [allow('Select')], () => [allow(['Select', 'Modify'])]],
  ['what is not denied', POLICIES, read, () => [allow('*'), deny('Select', table())], () => [allow('*'), deny('Select', table('returns'))]],
  ['the principal', CROSS_ACCOUNT, read, () => [allow('*', '*', { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/another' } })], () => [allow('*', '*', { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::111122223333:role/${everything.name}` } })]],
  ['a session', KEYS, read, () => [allow('*', '*', { ArnEquals: { 'aws:PrincipalArn': everything.arn } })], () => [allow('*', '*', { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/${everything.name}` } })]],
  ['the account', KEYS, read, () => [allow('*', '*', { StringEquals: { 'aws:PrincipalAccount': '444455556666' } })], () => [allow('*', '*', { StringEquals: { 'aws:PrincipalAccount': '111122223333' } })]],
];

test.each(policies)('lets through no more than the endpoint policy has: %s (%s)', async (_what, _page, cql, wrong, right) => {
  const own = await openDoor(wrong());
  expect(await through(everything, cql(), anyAddress(own))).toContain(`2100 User ${everything.arn} has no permissions`);
  expect(await through(everything, cql())).toBe('allowed');
  await setPolicy(own, ...right());
  expect(await through(everything, cql(), anyAddress(own))).toBe('allowed');
});

test(`gives nothing that the principal has not (${POLICIES})`, async () => {
  const reader = await session(CONNECT, allow('Select', table()));
  expect(await through(reader, read(), anyAddress(door))).toBe('allowed');
  expect(await through(reader, write(), anyAddress(door))).toMatch(/^2100 /);
});

test('counts on each interface of the endpoint', async () => {
  const own = await openDoor([allow('*', [table(), SYSTEM])]);
  expect(Object.values(own.addresses)).toHaveLength(2);
  for (const address of Object.values(own.addresses)) {
    expect(await through(everything, read(), address)).toBe('allowed');
    expect(await through(everything, read().replace('orders', 'returns'), address)).toMatch(/^2100 /);
  }
});

test(`aws:SourceVpce allows one endpoint, not another and not the public one (${PAGE})`, async () => {
  const insider = await session(allow('*', '*', { Bool: { 'aws:ViaAWSService': 'false' }, StringEquals: { 'aws:SourceVpce': [door.id] } }));
  expect(await through(insider, read(), anyAddress(door))).toBe('allowed');
  expect(await through(insider, read(), anyAddress(other))).toMatch(/^2100 /);
  expect(await through(insider, read())).toMatch(/^2100 /);
});

test(`aws:SourceVpc allows one VPC, not another and not the public endpoint (${PAGE})`, async () => {
  const insider = await session(allow('*', '*', { StringEquals: { 'aws:SourceVpc': door.vpc } }));
  expect(await through(insider, read(), anyAddress(door))).toBe('allowed');
  expect(await through(insider, read(), anyAddress(other))).toMatch(/^2100 /);
  expect(await through(insider, read())).toMatch(/^2100 /);
});

test(`the documented Deny keeps a table and the system tables to one endpoint (${PAGE})`, async () => {
  const kept = await session(allow('*'), deny('*', [table(), SYSTEM], { StringNotEquals: { 'aws:sourceVpce': door.id } }));
  expect(await through(kept, read(), anyAddress(door))).toBe('allowed');
  expect(await through(kept, read(), anyAddress(other))).toMatch(/^2100 /);
  expect(await through(kept, read())).toMatch(/^2100 /);
});

test(`a user is held to an endpoint as a role is (${PAGE})`, async () => {
  const insider = await createUser(allow('*', '*', { StringEquals: { 'aws:SourceVpce': door.id } }));
  expect(await through(insider, read(), anyAddress(door))).toBe('allowed');
  expect(await through(insider, read())).toMatch(/^2100 /);
});

test(`a direct request does not come via another service (${KEYS})`, async () => {
  const direct = (ViaAWSService: string) => session(allow('*', '*', { Bool: { 'aws:ViaAWSService': ViaAWSService } }));
  expect(await through(await direct('false'), read())).toBe('allowed');
  expect(await through(await direct('true'), read())).toMatch(/^2100 /);
});

describe('the API through the endpoint', () => {
  /** The local stack takes 4443 for 443, which only the superuser of the machine may listen on. */
  const api = (address: string, { credentials }: Identity) => new KeyspacesClient({
    credentials, endpoint: `https://${address}:4443`, requestHandler: { httpsAgent: new Agent({ ca, servername: host }) },
  });
  const get = (address: string, as: Identity) => api(address, as).send(new GetTableCommand({ keyspaceName: ks, tableName: 'orders' }));

  test(`is held to its policy (${PAGE})`, async () => {
    const own = await openDoor([allow('*', [table('returns'), SYSTEM])]);
    await expect(get(anyAddress(own), everything)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await setPolicy(own, allow('*', [table(), SYSTEM]));
    await expect(get(anyAddress(own), everything)).resolves.toMatchObject({ tableName: 'orders' });
  });

  test(`is what aws:SourceVpce means (${PAGE})`, async () => {
    const insider = await session(allow('*', '*', { StringEquals: { 'aws:SourceVpce': door.id } }));
    await expect(get(anyAddress(door), insider)).resolves.toMatchObject({ tableName: 'orders' });
    await expect(get(anyAddress(other), insider)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(new KeyspacesClient({ credentials: insider.credentials }).send(new ListKeyspacesCommand({}))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

test(`an endpoint that was deleted answers no more (${PAGE})`, async () => {
  const own = await openDoor();
  expect(await through(everything, read(), anyAddress(own))).toBe('allowed');
  await own.stack.delete();
  expect(await through(everything, read(), anyAddress(own))).toContain('ECONNREFUSED');
});
