import * as iam from 'aws-cdk-lib/aws-iam';
import { Scale } from './scale';
import { EndpointPolicy, PrivateKeyspacesAccess } from '../../src';
import { refusalOf } from '../support/refusal';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const MAX_INLINE = 10_240;
const MAX_MANAGED = 6_144;
const MAX_POLICIES = 1 + 20;

// https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html
const MAX_ENDPOINT = 20_480;

describe.each([[true], [false]])('with minimizePolicies %s', (minimize) => {
  test('one role with 2,000 tables in 20 keyspaces has two statements, of its keyspaces', () => {
    const scale = new Scale(2_000, minimize);
    const role = scale.role();
    for (const keyspace of scale.keyspaces) keyspace.grants.readWriteData(role);
    const { policies, statements, characters } = scale.sizeOfRole(role);
    expect([policies, statements]).toEqual([1, 2]);
    expect(characters).toBeLessThan(MAX_INLINE);
  });

  test('one role with 1,000 tables one by one has overflow policies, each of which fits', () => {
    const scale = new Scale(1_000, minimize);
    const role = scale.role();
    for (const table of scale.tables) table.grants.readWriteData(role);
    const { policies, longest } = scale.sizeOfRole(role);
    expect(policies).toBeGreaterThan(10);
    expect(policies).toBeLessThanOrEqual(MAX_POLICIES);
    expect(longest).toBeLessThan(MAX_INLINE);
  });

  test('one role with 2,000 tables one by one fails at synthesis, with the way out', () => {
    const scale = new Scale(2_000, minimize);
    const role = scale.role();
    for (const table of scale.tables) table.grants.readWriteData(role);
    const { message } = refusalOf(() => scale.sizeOfRole(role));
    expect(message).toContain('overflow policies');
    expect(message).toContain('grant whole keyspaces');
    expect(message).toContain('[PrincipalPolicyTooLong]');
  });

  test('200 roles with 10 tables each have one small policy each', () => {
    const scale = new Scale(100, minimize);
    for (let index = 0; index < 200; index++) {
      const role = scale.role(`Role${index}`);
      for (const table of scale.tables.slice(index % 90, (index % 90) + 10)) table.grants.readData(role);
    }
    const { policies, statements, longest } = scale.sizeOfRoles();
    expect([policies, statements]).toEqual([200, minimize ? 200 : 400]);
    expect(longest).toBeLessThan(1_200);
  });

  test('one role bound to an endpoint with 200 tables has overflow policies, each of which fits', () => {
    const scale = new Scale(200, minimize);
    const role = scale.role();
    PrivateKeyspacesAccess.require(role, { accesses: [scale.access()], tables: scale.tables });
    const { policies, longest } = scale.sizeOfRole(role);
    expect(policies).toBeLessThanOrEqual(MAX_POLICIES);
    expect(longest).toBeLessThan(MAX_INLINE);
  });

  test('20 keyspaces in one endpoint policy fit, 500 tables do not', () => {
    const keyspaces = new Scale(500, minimize);
    const { statements, characters } = keyspaces.sizeOfEndpoint(keyspaces.access(EndpointPolicy.restricted({
      keyspaces: keyspaces.keyspaces, tables: keyspaces.tables,
    })));
    expect(statements).toBe(2);
    expect(characters).toBeLessThan(MAX_ENDPOINT / 8);

    const tables = new Scale(500, minimize);
    const access = tables.access(EndpointPolicy.restricted({ tables: tables.tables }));
    expect(refusalOf(() => tables.sizeOfEndpoint(access)).message).toContain('[EndpointPolicyTooLong]');
  });

  test('180 tables in one endpoint policy fit', () => {
    const scale = new Scale(180, minimize);
    expect(scale.sizeOfEndpoint(scale.access(EndpointPolicy.restricted({ tables: scale.tables }))).characters).toBeLessThan(MAX_ENDPOINT);
  });

  test('the system keyspaces take as much of an endpoint policy for 20 keyspaces as for one', () => {
    const [one, twenty] = [1, 20].map((count) => {
      const scale = new Scale(20, minimize);
      const keyspaces = scale.keyspaces.slice(0, count);
      const { characters } = scale.sizeOfEndpoint(scale.access(EndpointPolicy.restricted({ keyspaces })));
      return characters - JSON.stringify(keyspaces.map(({ keyspaceArn }) => `${keyspaceArn}*`)).length;
    });
    expect(Math.abs(twenty - one)).toBeLessThanOrEqual('[]'.length);
    expect(twenty).toBeLessThan(500);
  });

  test('100 roles that are admitted to one table fit into its endpoint policy, which names each of them twice', () => {
    const scale = new Scale(1, minimize);
    const access = scale.access(EndpointPolicy.restricted({ tables: scale.tables, admittedOnly: true }));
    for (let index = 0; index < 100; index++) access.grants.connect(scale.role(`Role${index}`));
    expect(scale.sizeOfEndpoint(access).characters).toBeLessThan(MAX_ENDPOINT);
  });
});

// Of none of these does the CDK move anything into managed policies.
test.each<[string, number, (scale: Scale) => iam.IGrantable]>([
  ['user', 30, ({ stack }) => new iam.User(stack, 'User')],
  ['group', 70, ({ stack }) => new iam.Group(stack, 'Group')],
  ['role', 130, ({ stack }) => iam.Role.fromRoleName(stack, 'Imported', 'imported')],
])('a %s with more tables than fit into its inline policies fails at synthesis, and with a few does not', (_, many, make) => {
  for (const [count, fails] of [[10, false], [many, true]] as const) {
    const scale = new Scale(count, true);
    const grantee = make(scale);
    for (const table of scale.tables) table.grants.readData(grantee);
    if (fails) expect(refusalOf(() => scale.sizeOfRoles()).message).toContain('characters inline');
    else expect(scale.sizeOfRoles().longest).toBeLessThan(2_048);
  }
});

test.each([[true], [false]])('a role bound to an endpoint with more tables than fit fails at synthesis, once (granted them: %s)', (isGranted) => {
  const scale = new Scale(900, true);
  const role = scale.role();
  if (isGranted) scale.tables[0].grants.readData(role);
  PrivateKeyspacesAccess.require(role, { accesses: [scale.access()], tables: scale.tables });
  expect(refusalOf(() => scale.sizeOfRole(role)).message.match(/\[PrincipalPolicyTooLong\]/g)).toHaveLength(1);
});

test('no overflow policy is longer than a managed policy may be', () => {
  const scale = new Scale(1_000, false);
  const role = scale.role();
  for (const table of scale.tables) table.grants.readWriteData(role);
  PrivateKeyspacesAccess.require(role, { accesses: [scale.access()], tables: scale.tables.slice(0, 100) });
  scale.sizeOfRole(role);
  const documents = role.node.findAll().filter((child) => child instanceof iam.ManagedPolicy).map(({ document }) => scale.stack.resolve(document));
  expect(documents.length).toBeGreaterThan(10);
  for (const document of documents) expect(JSON.stringify(document).length).toBeLessThanOrEqual(MAX_MANAGED);
});
