import { GetTypeCommand } from '@aws-sdk/client-keyspaces';
import { cleanUp, later, unique } from './clean-up';
import { connect, refusal } from './connections';
import { allow, CONNECT, Identity, session, Statement } from './identities';
import { active, createKeyspace, createTable, deleteKeyspace, keyspaces, until } from './resources';
import { GUIDE, keyspaceArn, patience, region, tableArn } from './target';
import { eventually } from '../wait';

const PERMISSIONS = `${GUIDE}/security_iam_id-based-policy-examples.html`;
const RESOURCES = `${GUIDE}/security_iam_service-with-iam.html`;
const TYPES = `${GUIDE}/configure-udt-permissions.html`;
const TAGS = `${GUIDE}/tagging.html`;
const ACTIONS = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html';

let ks: string;
beforeAll(async () => { ks = await createKeyspace(); });
afterAll(cleanUp);

/** A keyspace of that name is made by the statement, if at all. */
const newKeyspace = async () => {
  const name = unique('conformance');
  later(() => deleteKeyspace(name));
  return name;
};
const newTable = async () => unique('orders');
const table = () => createTable(ks);
const keyspace = () => createKeyspace();
const type = async () => {
  const [name, admin] = [unique('address'), await connect(await session(allow('*')))];
  await admin.execute(`CREATE TYPE ${ks}.${name} (city text)`);
  await until(() => keyspaces.send(new GetTypeCommand({ keyspaceName: ks, typeName: name })));
  return name;
};

const CREATE_KEYSPACE = (name: string) => `CREATE KEYSPACE ${name} WITH replication = {'class': 'SingleRegionStrategy'}`;
const CREATE_TABLE = (name: string, more = '') => `CREATE TABLE ${ks}.${name} (id text PRIMARY KEY, note text)${more}`;
const TAGGED = " TAGS = {'team': 'shop'}";

type Policy = (name: string) => Statement[];
type Row = [what: string, page: string, make: () => Promise<string>, cql: (name: string) => string, denied: Policy, allowed: Policy];
const decisions: Row[] = [
  ['creating a keyspace without Create', PERMISSIONS, newKeyspace, CREATE_KEYSPACE, (name) => [allow(['Alter', 'Drop'], keyspaceArn(name))], (name) => [allow('Create', keyspaceArn(name))]],
  ['creating a keyspace whose ARN has no slash at its end', RESOURCES, newKeyspace, CREATE_KEYSPACE, (name) => [allow('Create', keyspaceArn(name).slice(0, -1))], (name) => [allow('Create', keyspaceArn(name))]],
  ['creating another keyspace', RESOURCES, newKeyspace, CREATE_KEYSPACE, () => [allow('Create', keyspaceArn('another'))], (name) => [allow('Create', keyspaceArn(name))]],
  ['creating a keyspace with tags without TagResource', TAGS, newKeyspace, (name) => `${CREATE_KEYSPACE(name)} AND${TAGGED}`, (name) => [allow('Create', keyspaceArn(name))], (name) => [allow(['Create', 'TagResource'], keyspaceArn(name))]],
  ['dropping a keyspace without Drop', ACTIONS, keyspace, (name) => `DROP KEYSPACE ${name}`, (name) => [allow(['Create', 'Alter', 'Select', 'Modify'], `${keyspaceArn(name)}*`)], (name) => [allow(['Drop', 'Select'], `${keyspaceArn(name)}*`)]],
  ['creating a table without Create', PERMISSIONS, newTable, CREATE_TABLE, () => [allow(['Alter', 'Modify', 'Select'], `${keyspaceArn(ks)}*`)], () => [allow(['Create', 'Select'], `${keyspaceArn(ks)}*`)]],
  ['creating a table in another keyspace', RESOURCES, newTable, CREATE_TABLE, () => [allow(['Create', 'Select'], `${keyspaceArn('another')}*`)], () => [allow(['Create', 'Select'], `${keyspaceArn(ks)}*`)]],
  ['creating a table with tags without TagResource', TAGS, newTable, (name) => CREATE_TABLE(name, ` WITH${TAGGED}`), () => [allow(['Create', 'Select'], `${keyspaceArn(ks)}*`)], () => [allow(['Create', 'Select', 'TagResource'], `${keyspaceArn(ks)}*`)]],
  ['adding a column without Alter', ACTIONS, table, (name) => `ALTER TABLE ${ks}.${name} ADD added text`, (name) => [allow(['Create', 'Modify', 'Select'], tableArn(ks, name))], (name) => [allow(['Alter', 'Select'], tableArn(ks, name))]],
  ['adding a column to another table', RESOURCES, table, (name) => `ALTER TABLE ${ks}.${name} ADD added text`, () => [allow(['Alter', 'Select'], tableArn(ks, 'another'))], (name) => [allow(['Alter', 'Select'], tableArn(ks, name))]],
  ['dropping a table without Drop', ACTIONS, table, (name) => `DROP TABLE ${ks}.${name}`, (name) => [allow(['Create', 'Alter', 'Modify', 'Select'], tableArn(ks, name))], (name) => [allow(['Drop', 'Select'], tableArn(ks, name))]],
  ['dropping a table with Drop on its keyspace only', RESOURCES, table, (name) => `DROP TABLE ${ks}.${name}`, (name) => [allow('Drop', keyspaceArn(ks)), allow('Select', tableArn(ks, name))], (name) => [allow(['Drop', 'Select'], tableArn(ks, name))]],
  ['creating a type without Create on the keyspace', TYPES, async () => unique('address'), (name) => `CREATE TYPE ${ks}.${name} (city text)`, () => [allow(['Create', 'Select'], `${keyspaceArn(ks)}table/*`)], () => [allow(['Create', 'Select'], keyspaceArn(ks))]],
  ['dropping a type without Drop on the keyspace', TYPES, type, (name) => `DROP TYPE ${ks}.${name}`, () => [allow(['Create', 'Select'], keyspaceArn(ks)), allow('Drop', `${keyspaceArn(ks)}table/*`)], () => [allow(['Drop', 'Select'], keyspaceArn(ks))]],
];

test(`adding a Region takes the permissions to fill it (${GUIDE}/howitworks_replication_permissions_addReplica.html)`, async () => {
  const [name, other] = [await createKeyspace(), region === 'us-west-2' ? 'us-east-1' : 'us-west-2'];
  const both = (...actions: string[]) => actions.flatMap((action) => [action, `${action}MultiRegionResource`]);
  const add = async (...actions: string[]) => refusal(execute(await session(CONNECT, allow(actions, `${keyspaceArn(name)}*`)),
    `ALTER KEYSPACE ${name} WITH replication = {'class': 'NetworkTopologyStrategy', '${region}': '3', '${other}': '3'} AND CLIENT_SIDE_TIMESTAMPS = {'status': 'ENABLED'}`));
  expect(await add(...both('Alter', 'Create', 'Select'))).toMatch(/^2100 /);
  expect(await add('Alter', 'Create', 'Select', 'Modify')).toMatch(/^2100 /);
  expect(await add(...both('Alter', 'Create', 'Select', 'Modify'))).toBe('allowed');
});

const execute = async (as: Identity, cql: string) => (await connect(as)).execute(cql);

test.each(decisions)('denies %s (%s)', async (_what, _page, make, cql, denied, allowed) => {
  const name = await make();
  const [without, having] = [await session(CONNECT, ...denied(name)), await session(CONNECT, ...allowed(name))];
  expect(await refusal(execute(without, cql(name)))).toContain(`2100 User ${without.arn} has no permissions`);
  await eventually(patience, async () => expect(await refusal(execute(having, cql(name)))).toBe('allowed'));
});

const tagged: [what: string, page: string, condition: (value: string) => object][] = [
  ['aws:RequestTag', TAGS, (value) => ({ StringEquals: { 'aws:RequestTag/team': value } })],
  ['aws:TagKeys', TAGS, (value) => ({ 'ForAllValues:StringEquals': { 'aws:TagKeys': [value === 'shop' ? 'team' : 'owner'] } })],
];

test.each(tagged)('decides by the tags in the statement: %s (%s)', async (_key, _page, condition) => {
  const permissions = (value: string) => [CONNECT, allow('Select'), allow(['Create', 'TagResource'], `${keyspaceArn(ks)}*`, condition(value))];
  const [without, having] = [await session(...permissions('bank')), await session(...permissions('shop'))];
  const name = await newTable();
  expect(await refusal(execute(without, CREATE_TABLE(name, ` WITH${TAGGED}`)))).toMatch(/^2100 /);
  await eventually(patience, async () => expect(await refusal(execute(having, CREATE_TABLE(name, ` WITH${TAGGED}`)))).toBe('allowed'));
});

test(`decides by the tags of the table: aws:ResourceTag (${PERMISSIONS})`, async () => {
  const of = (team: string) => createTable(ks, { tags: [{ key: 'team', value: team }] });
  const [shop, bank] = [await of('shop'), await of('bank')];
  const clerk = await session(CONNECT, allow('Select', `${keyspaceArn(ks)}*`, { StringEquals: { 'aws:ResourceTag/team': 'shop' } }));
  await eventually(patience, async () => expect(await refusal(execute(clerk, `SELECT * FROM ${ks}.${shop}`))).toBe('allowed'));
  expect(await refusal(execute(clerk, `SELECT * FROM ${ks}.${bank}`))).toMatch(/^2100 /);
});

test(`does not enforce tags on system tables over CQL (${PERMISSIONS})`, async () => {
  const shop = await createTable(ks, { tags: [{ key: 'team', value: 'shop' }] });
  const clerk = await session(allow('Select', '*', { StringEquals: { 'aws:ResourceTag/team': 'shop' } }));
  await eventually(patience, async () => expect(await refusal(execute(clerk, `SELECT * FROM ${ks}.${shop}`))).toBe('allowed'));
});

test(`a table that is created is there for whom it is allowed (${GUIDE}/tables-create.html)`, async () => {
  const name = await newTable();
  const owner = await session(CONNECT, allow(['Create', 'Select', 'Modify'], `${keyspaceArn(ks)}*`));
  await eventually(patience, async () => expect(await refusal(execute(owner, CREATE_TABLE(name)))).toBe('allowed'));
  await active(ks, name);
  expect(await refusal(execute(owner, `INSERT INTO ${ks}.${name} (id) VALUES ('a')`))).toBe('allowed');
});
