import { cleanUp, unique } from './clean-up';
import { connect, refusal } from './connections';
import { allow, assume, CONNECT, createRole, createUser, deny, Identity, session, Statement } from './identities';
import { createKeyspace, createTable } from './resources';
import { GUIDE, keyspaceArn, patience, SYSTEM, tableArn } from './target';
import { eventually } from '../wait';

const PERMISSIONS = `${GUIDE}/security_iam_id-based-policy-examples.html`;
const RESOURCES = `${GUIDE}/security_iam_service-with-iam.html`;
const TROUBLE = `${GUIDE}/troubleshooting.connecting.html`;
const EVALUATION = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html';
const BOUNDARIES = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html';
const SESSIONS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session';
const KEYS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html';

/** Known before they are made, so that the tables below can name them. */
const [KS, OTHER] = ['$KS', '$OTHER'];
const table = (keyspace: string, name = 'orders') => tableArn(keyspace, name);
const names = new Map<string, string>();
const real = <T>(value: T): T => JSON.parse([...names].reduce((text, [name, actual]) => text.replaceAll(name, actual), JSON.stringify(value)));

beforeAll(async () => {
  for (const name of [KS, OTHER]) {
    names.set(name, await createKeyspace());
    for (const tableName of ['orders', 'returns']) await createTable(names.get(name)!, { tableName });
  }
});
afterAll(cleanUp);

const execute = async (as: Identity, cql: string) => (await connect(as)).execute(real(cql));
const isAllowed = (as: Identity, cql: string) => eventually(patience, async () => expect(await refusal(execute(as, cql))).toBe('allowed'));
const isDenied = async (as: Identity, cql: string) => expect(await refusal(execute(as, cql))).toContain(`2100 User ${as.arn} has no permissions`);

const read = `SELECT * FROM ${KS}.orders WHERE id = 'a'`;
const write = `INSERT INTO ${KS}.orders (id, at, note) VALUES ('a', 1, 'b')`;
const update = `UPDATE ${KS}.orders SET note = 'c' WHERE id = 'a' AND at = 1`;
const remove = `DELETE FROM ${KS}.orders WHERE id = 'a' AND at = 2`;
const twoTables = `BEGIN BATCH ${write}; INSERT INTO ${KS}.returns (id, at) VALUES ('a', 1); APPLY BATCH`;
const both = ['Select', 'Modify'];

const decisions: [what: string, page: string, cql: string, denied: Statement[], allowed: Statement[]][] = [
  ['reading without Select on the table', PERMISSIONS, read, [CONNECT], [CONNECT, allow('Select', table(KS))]],
  ['reading with Modify only', PERMISSIONS, read, [CONNECT, allow('Modify', table(KS))], [CONNECT, allow(both, table(KS))]],
  ['reading with the keyspace only', RESOURCES, read, [CONNECT, allow('Select', keyspaceArn(KS))], [CONNECT, allow('Select', `${keyspaceArn(KS)}*`)]],
  ['reading with another table', RESOURCES, read, [CONNECT, allow('Select', table(KS, 'returns'))], [CONNECT, allow('Select', table(KS))]],
  ['reading with the table of that name in another keyspace', RESOURCES, read, [CONNECT, allow('Select', table(OTHER))], [CONNECT, allow('Select', table(KS))]],
  ['reading with the beginning of the name', RESOURCES, read, [CONNECT, allow('Select', table(KS, 'order'))], [CONNECT, allow('Select', table(KS, 'order*'))]],
  ['reading with an ARN that ends in a slash', RESOURCES, read, [CONNECT, allow('Select', `${table(KS)}/`)], [CONNECT, allow('Select', table(KS))]],
  ['reading in another account', RESOURCES, read, [CONNECT, allow('Select', table(KS).replace(/\d{12}/, '444455556666'))], [CONNECT, allow('Select', table(KS).replace(/\d{12}/, '*'))]],
  ['reading in another Region', RESOURCES, read, [CONNECT, allow('Select', table(KS).replace(/[a-z]+-[a-z]+-\d/, 'sa-east-1'))], [CONNECT, allow('Select', table(KS).replace(/[a-z]+-[a-z]+-\d/, '*'))]],
  ['inserting with Select only', PERMISSIONS, write, [CONNECT, allow('Select', table(KS))], [CONNECT, allow(both, table(KS))]],
  ['updating with Select only', PERMISSIONS, update, [CONNECT, allow('Select', table(KS))], [CONNECT, allow(both, table(KS))]],
  ['deleting with Select only', PERMISSIONS, remove, [CONNECT, allow('Select', table(KS))], [CONNECT, allow(both, table(KS))]],
  ['deleting with Drop', PERMISSIONS, remove, [CONNECT, allow(['Select', 'Drop'], table(KS))], [CONNECT, allow(both, table(KS))]],
  ['a batch with one of its tables', PERMISSIONS, twoTables, [CONNECT, allow(both, table(KS))], [CONNECT, allow(both, [table(KS), table(KS, 'returns')])]],
  ['what is denied explicitly', EVALUATION, read, [CONNECT, allow('*'), deny('Select', table(KS))], [CONNECT, allow('*'), deny('Modify', table(KS))]],
  ['what is denied for another principal', KEYS, read, [allow('*', '*', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/admin' } }), CONNECT], [allow('*', '*', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/role_*' } }), CONNECT]],
  ['what is allowed in another Region', KEYS, read, [CONNECT, allow('Select', '*', { StringEquals: { 'aws:RequestedRegion': 'sa-east-1' } })], [CONNECT, allow('Select', '*', { StringNotEquals: { 'aws:RequestedRegion': 'sa-east-1' } })]],
  ['what is allowed until yesterday', KEYS, read, [CONNECT, allow('Select', '*', { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } })], [CONNECT, allow('Select', '*', { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } })]],
  ['the schema without Select on system*', RESOURCES, 'SELECT * FROM system_schema.tables', [allow('Select', [SYSTEM.replace('system*', 'system/*'), table(KS)])], [CONNECT]],
];

test.each(decisions)('denies %s (%s)', async (_what, _page, cql, denied, allowed) => {
  const [without, having] = [await session(...real(denied)), await session(...real(allowed))];
  await isAllowed(having, cql);
  await isDenied(without, cql);
});

test.each([
  ['nothing at all', []],
  ['its table only', [allow(both, table(KS))]],
  ['one system keyspace without the others', [allow('Select', SYSTEM.replace('system*', 'system_schema_mcs/*'))]],
])(`does not let a driver connect that is allowed %s (${PERMISSIONS})`, async (_what, statements) => {
  const having = await session(CONNECT);
  const without = await session(...real([...statements, allow('ec2:Describe*')]));
  await eventually(patience, async () => expect(await refusal(connect(having))).toBe('allowed'));
  expect(await refusal(connect(without))).toContain(`2100 User ${without.arn} has no permissions`);
});

test(`names a user that is denied (${TROUBLE})`, async () => {
  const user = await createUser(CONNECT);
  await eventually(patience, async () => expect(await refusal(connect(user))).toBe('allowed'));
  expect(user.arn).toMatch(/^arn:aws:iam::\d{12}:user\//);
  await isDenied(user, read);
});

test(`allows no more than the permissions boundary (${BOUNDARIES})`, async () => {
  const everything = [allow('*')];
  const bounded = await assume(await createRole(everything, real([CONNECT, allow('Select', table(KS))])));
  await isAllowed(bounded, read);
  await isDenied(bounded, write);
  await isAllowed(await assume(await createRole(everything, everything)), write);
});

test(`allows no more than the session policy (${SESSIONS})`, async () => {
  const role = await createRole([allow('*')]);
  const limited = await assume(role, real([CONNECT, allow('Select', table(KS))]));
  await isAllowed(limited, read);
  await isDenied(limited, write);
  await isAllowed(await assume(role), write);
});

test(`a session policy gives nothing that the role has not (${SESSIONS})`, async () => {
  const role = await createRole(real([CONNECT, allow('Select', table(KS))]));
  const wide = await assume(role, [allow('*')]);
  await isAllowed(wide, read);
  await isDenied(wide, write);
});

test(`says of a table that does not exist that it is not configured (${GUIDE}/troubleshooting.cql.html)`, async () => {
  const absent = `SELECT * FROM ${KS}.${unique('absent')}`;
  expect(await refusal(execute(await session(...real([CONNECT, allow('Select', `${keyspaceArn(KS)}*`)])), absent))).toMatch(/^2200 unconfigured table/);
});
