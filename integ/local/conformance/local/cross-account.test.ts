import { DescribeSecurityGroupsCommand, DescribeVpcEndpointsCommand, EC2Client, ModifyVpcEndpointCommand } from '@aws-sdk/client-ec2';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { RemovalPolicies } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { assumeAs, CLIENT, OWNER, PlainStack, rootOf, vpcIn } from './two-accounts';
import {
  CqlType, CrossAccountAccess, CrossAccountRole, EndpointPolicy, Keyspace, PrivateKeyspacesAccess, SharedVpcAccess, Table, TableSchema,
} from '../../../../src';
import { cleanUp, unique } from '../clean-up';
import { Stack } from '../cloudformation/stack';
import { connect, refusal } from '../connections';
import { document, type Identity } from '../identities';
import { GUIDE } from '../target';

const SEPARATE_VPCS = `${GUIDE}/access.cross-account.noVPC.setup.html`;
const SHARED_VPC = `${GUIDE}/access.cross-account.sharedVPC.html`;
const CHAINING = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html';

const keyspaceName = unique('abroad');
const names = Object.fromEntries(['readers', 'external', 'writers', 'client', 'stranger'].map((role) => [role, unique(role)]));
const ownersRole = (name: string) => `arn:aws:iam::${OWNER}:role/${names[name]}`;
const clientsRole = (name: string) => `arn:aws:iam::${CLIENT}:role/${names[name]}`;

const SCHEMA = new TableSchema({ partitionKey: [{ name: 'id', type: CqlType.TEXT }], columns: [{ name: 'at', type: CqlType.INT }] });
const READ = `SELECT * FROM ${keyspaceName}.orders WHERE id = 'a'`;
const WRITE = `INSERT INTO ${keyspaceName}.orders (id, at) VALUES ('a', 1)`;
const OTHER = READ.replace('.orders', '.returns');

/** In the account of the tables, which is one stack here: both kinds of roles, and a VPC to share. */
class Owner extends PlainStack {
  constructor() {
    super('Owner', OWNER);
    const keyspace = new Keyspace(this, 'Keyspace', { keyspaceName });
    const [orders] = ['orders', 'returns'].map((tableName) => new Table(this, tableName, { keyspace, tableName, schema: SCHEMA }));
    const clients = [{ account: CLIENT, roleNames: [names.client] }];
    new CrossAccountRole(this, 'Readers', { roleName: names.readers, clients, read: [orders] });
    new CrossAccountRole(this, 'External', { roleName: names.external, clients: [{ ...clients[0], externalId: 'shop-42' }], read: [orders] });

    const vpc = vpcIn(this);
    const access = new PrivateKeyspacesAccess(this, 'Access', { vpc });
    const { role } = new CrossAccountRole(this, 'Writers', { roleName: names.writers, clients, sharedVpcAccess: access, readWrite: [orders] });
    const shared = new SharedVpcAccess(this, 'Shared', { vpc, access, participants: [CLIENT], ownerRoles: [role] });
    RemovalPolicies.of(this).destroy();
    this.want('Keyspaces', access.vpcEndpointId);
    this.want('Sts', shared.stsEndpoint!.vpcEndpointId);
    this.want('Group', access.securityGroup!.securityGroupId);
    this.want('ClientGroup', shared.clientSecurityGroup.securityGroupId);
  }
}

/** In the account of the client: a VPC of its own, a role that the owner trusts, and one that it does not. */
class Client extends PlainStack {
  constructor() {
    super('Client', CLIENT);
    const vpc = vpcIn(this);
    const orders = Table.fromTableArn(this, 'Orders', `arn:aws:cassandra:us-east-1:${OWNER}:/keyspace/${keyspaceName}/table/orders`);
    const ownerRole = iam.Role.fromRoleArn(this, 'OwnerRole', ownersRole('readers'));
    const access = new PrivateKeyspacesAccess(this, 'Access', {
      vpc, endpointPolicy: EndpointPolicy.restricted({ tables: [orders], admittedOnly: true }),
    });
    const owner = new CrossAccountAccess(this, 'Owner', { ownerRole, access, vpc });
    for (const name of ['client', 'stranger']) {
      owner.grantAssume(new iam.Role(this, name, { roleName: names[name], assumedBy: new iam.AccountRootPrincipal() }));
    }
    for (const name of ['external', 'writers']) {
      new CrossAccountAccess(this, name, { ownerRole: iam.Role.fromRoleArn(this, `${name}Role`, ownersRole(name)) })
        .grantAssume(this.node.findChild('client') as iam.Role);
    }
    this.want('Keyspaces', access.vpcEndpointId);
    this.want('Sts', owner.stsEndpoint!.vpcEndpointId);
  }
}

const owner = new Owner();
const client = new Client();
const doors: Record<string, Record<string, string>> = {};
let sessionOf: (role: string) => Promise<Identity>;

beforeAll(async () => {
  // The client's first: neither needs the other.
  await client.deploy();
  await owner.deploy();
  for (const [name, stack] of Object.entries({ client, owner })) {
    for (const endpoint of ['Keyspaces', 'Sts']) doors[`${endpoint} of the ${name}`] = await stack.addressesOf(endpoint);
  }
  sessionOf = (role) => assumeAs(rootOf(CLIENT), clientsRole(role));
}, 120_000);
afterAll(async () => {
  await cleanUp();
  await Stack.deleteAll();
});

const at = (door: string) => Object.values(doors[door])[0];
const execute = async (as: Identity, cql: string, door: string) => refusal(connect(as, at(door)).then((driver) => driver.execute(cql)));
const assume = async (as: string, role: string, door?: string, ExternalId?: string) =>
  assumeAs((await sessionOf(as)).credentials, ownersRole(role), { ExternalId }, door && at(door));

describe(`assuming the owner's role (${CHAINING})`, () => {
  test('the role that is trusted by its name may, another one of its account may not', async () => {
    await expect(assume('client', 'readers')).resolves.toMatchObject({ name: names.readers });
    await expect(assume('stranger', 'readers')).rejects.toThrow('is not authorized to perform: sts:AssumeRole');
  });

  test('with an external id only who gives it may', async () => {
    await expect(assume('client', 'external', undefined, 'shop-42')).resolves.toMatchObject({ name: names.external });
    await expect(assume('client', 'external')).rejects.toThrow('is not authorized');
    await expect(assume('client', 'external', undefined, 'shop-4')).rejects.toThrow('is not authorized');
  });

  test('the endpoint for AWS STS lets through one of the owner\'s roles', async () => {
    await expect(assume('client', 'readers', 'Sts of the client')).resolves.toMatchObject({ name: names.readers });
    await expect(assume('client', 'writers')).resolves.toMatchObject({ name: names.writers });
    await expect(assume('client', 'writers', 'Sts of the client')).rejects.toThrow(/not authorized/);
  });
});

describe(`an endpoint in each account (${SEPARATE_VPCS})`, () => {
  test('the owner\'s role reads its table through the client\'s endpoint, and does nothing else', async () => {
    const reader = await assume('client', 'readers', 'Sts of the client');
    expect(await execute(reader, READ, 'Keyspaces of the client')).toBe('allowed');
    expect(await execute(reader, WRITE, 'Keyspaces of the client')).toMatch(/^2100 /);
    expect(await execute(reader, OTHER, 'Keyspaces of the client')).toMatch(/^2100 /);
  });

  test('the client\'s own role does not even connect', async () => {
    expect(await execute(await sessionOf('client'), READ, 'Keyspaces of the client')).not.toBe('allowed');
  });

  test('system.peers is empty: the endpoint is in another account than the role', async () => {
    const reader = await connect(await assume('client', 'readers'), at('Keyspaces of the client'));
    expect((await reader.execute('SELECT peer FROM system.peers')).rows).toEqual([]);
  });

  test('an endpoint policy that names the roles before AssumeRole, as the sample of the page does, lets nobody through', async () => {
    const ec2 = new EC2Client({ credentials: rootOf(CLIENT) });
    const VpcEndpointId = client.outputs.Keyspaces;
    const { VpcEndpoints: [{ PolicyDocument: ours }] = [{}] } = await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId] }));
    const setPolicy = (PolicyDocument: string) => ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, PolicyDocument }));
    const naming = (arn: string) => document({
      Effect: 'Allow', Action: 'cassandra:*', Resource: '*', Principal: '*', Condition: { ArnEquals: { 'aws:PrincipalArn': [arn] } },
    });
    const reader = await assume('client', 'readers');
    await setPolicy(naming(clientsRole('client')));
    expect(await execute(reader, READ, 'Keyspaces of the client')).not.toBe('allowed');
    await setPolicy(naming(ownersRole('readers')));
    expect(await execute(reader, READ, 'Keyspaces of the client')).toBe('allowed');
    await setPolicy(ours!);
  });
});

describe(`a shared VPC (${SHARED_VPC})`, () => {
  test('the owner\'s role reads and writes through the owner\'s endpoint', async () => {
    const writer = await assume('client', 'writers', 'Sts of the owner');
    expect(await execute(writer, WRITE, 'Keyspaces of the owner')).toBe('allowed');
    expect(await execute(writer, READ, 'Keyspaces of the owner')).toBe('allowed');
    expect(await execute(writer, OTHER, 'Keyspaces of the owner')).toMatch(/^2100 /);
  });

  test('system.peers has a node in each zone', async () => {
    const writer = await connect(await assume('client', 'writers'), at('Keyspaces of the owner'));
    const { rows } = await writer.execute('SELECT peer FROM system.peers');
    expect(rows.map((row) => String(row.peer)).sort()).toEqual(Object.keys(doors['Keyspaces of the owner']).sort());
  });

  test('the endpoint admits the shared security group on 9142, and nobody else', async () => {
    const { SecurityGroups: [{ IpPermissions: rules }] = [{}] } = await new EC2Client({})
      .send(new DescribeSecurityGroupsCommand({ GroupIds: [owner.outputs.Group] }));
    expect(rules).toEqual([expect.objectContaining({
      IpProtocol: 'tcp', FromPort: 9142, ToPort: 9142, UserIdGroupPairs: [expect.objectContaining({ GroupId: owner.outputs.ClientGroup })],
    })]);
  });

  test('IAM has the trust as it was written', async () => {
    const { Role: role } = await new IAMClient({}).send(new GetRoleCommand({ RoleName: names.writers }));
    expect(JSON.parse(decodeURIComponent(role!.AssumeRolePolicyDocument!)).Statement).toEqual([{
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { AWS: `arn:aws:iam::${CLIENT}:root` },
      Condition: { ArnEquals: { 'aws:PrincipalArn': [clientsRole('client')] } },
    }]);
  });
});
