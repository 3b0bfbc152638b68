import { contextOf } from './context';
import { type Assumption, CLIENT, CrossAccountShop, type DataRequest, OWNER, roleIn, THIRD } from './cross-account-shop';
import { decide, type Request, type Verdict } from './decide';

const SHARED_VPC = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/access.cross-account.sharedVPC.html';
const SEPARATE_VPCS = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/access.cross-account.noVPC.setup.html';
const PRINCIPAL = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html';
const PRINCIPAL_ARN = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn';
const CROSS_ACCOUNT = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html';
const CONFUSED_DEPUTY = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html';
const ENDPOINT_POLICIES = 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html';
const ENDPOINTS = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html';
const EXAMPLES = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_id-based-policy-examples.html';

const READER = roleIn(CLIENT, 'orders-abroad');
const SERVICE = roleIn(CLIENT, 'orders-service');

const arn = (account: string, path: string, region = 'us-east-1') => `arn:aws:cassandra:${region}:${account}:/keyspace/${path}`;
const ORDERS = arn(OWNER, 'crossaccountshop/table/orders');
const SHARED_ORDERS = arn(OWNER, 'sharedshop/table/orders');
const PEERS = arn(OWNER, 'system/table/peers');
const SELECT = 'cassandra:Select';
const MODIFY = 'cassandra:Modify';

const shop = new CrossAccountShop();
const { 'the reader': readerPolicies, 'the service': servicePolicies } = shop.policies;

interface Decision {
  readonly why: string;
  readonly see: string;
  readonly allowed: Request;
  readonly refused: Request;
  readonly verdict: Exclude<Verdict, 'allowed'>;
}

const decision = (why: string, see: string, verdict: Decision['verdict'], allowed: Request, refused: Request): Decision =>
  ({ why, see, verdict, allowed, refused });

const assumed = (by: string, rest: Partial<Assumption> = {}) => shop.assume({ by, role: 'the readers of the owner', ...rest });
const asReaders = (action: string, on: string, through: DataRequest['through'] = 'the VPC of the client') =>
  shop.ask({ as: 'the readers of the owner', action, on, through });
const asClients = (action: string, on: string, through: DataRequest['through'] = 'the shared VPC') =>
  shop.ask({ as: 'the clients of the shared VPC', action, on, through });

const ASSUMING = [
  decision('the owner trusts roles, not their account', PRINCIPAL_ARN, 'not granted',
    assumed(READER), assumed(roleIn(CLIENT, 'somebody-else'))),
  decision('a role in another path is another role', PRINCIPAL_ARN, 'not granted',
    assumed(READER), assumed(roleIn(CLIENT, 'service/orders-abroad'))),
  decision('a role of the same name in a third account is another role', PRINCIPAL, 'not granted',
    assumed(READER), assumed(roleIn(THIRD, 'orders-abroad'))),
  decision('names that begin alike are others', PRINCIPAL_ARN, 'not granted',
    assumed(READER), assumed(`${READER}-2`)),
  decision('who is trusted for one role is not for another', PRINCIPAL, 'not granted',
    assumed(SERVICE, { role: 'the clients of the shared VPC' }), assumed(READER, { role: 'the clients of the shared VPC' })),
  decision('both accounts have to agree: the client\'s own has to let it assume', CROSS_ACCOUNT, 'not granted',
    assumed(READER, { identityPolicies: readerPolicies }), assumed(READER, { identityPolicies: [] })),
  decision('the permission to assume is for one role', CROSS_ACCOUNT, 'not granted',
    assumed(SERVICE, { identityPolicies: servicePolicies, role: 'the clients of the shared VPC' }),
    assumed(READER, { identityPolicies: servicePolicies })),
  decision('with an external id, who does not give it is refused', CONFUSED_DEPUTY, 'not granted',
    assumed(READER, { role: 'the role with an external id', externalId: 'shop-42' }), assumed(READER, { role: 'the role with an external id' })),
  decision('nor is another one taken', CONFUSED_DEPUTY, 'not granted',
    assumed(READER, { role: 'the role with an external id', externalId: 'shop-42' }),
    assumed(READER, { role: 'the role with an external id', externalId: 'shop-4' })),
  decision('the endpoint for AWS STS is for the owner\'s role', ENDPOINT_POLICIES, 'stopped by the endpoint policy',
    assumed(READER, { through: 'the VPC of the client' }),
    assumed(READER, { role: 'the role with an external id', externalId: 'shop-42', through: 'the VPC of the client' })),
  decision('so is the one in the shared VPC', ENDPOINT_POLICIES, 'stopped by the endpoint policy',
    assumed(SERVICE, { role: 'the clients of the shared VPC', through: 'the shared VPC' }),
    assumed(READER, { through: 'the shared VPC' })),
];

const THROUGH_THE_CLIENTS_ENDPOINT = [
  decision('after AssumeRole the owner\'s role asks, and is let through', SEPARATE_VPCS, 'not granted',
    asReaders(SELECT, ORDERS), shop.ask({ as: 'the role of the client', action: SELECT, on: ORDERS, through: 'the VPC of the client' })),
  decision('reading is not writing', EXAMPLES, 'not granted', asReaders(SELECT, ORDERS), asReaders(MODIFY, ORDERS)),
  decision('the owner\'s system keyspaces are let through, which every driver reads first', SEPARATE_VPCS, 'not granted',
    asReaders(SELECT, PEERS), asReaders(MODIFY, PEERS)),
  decision('no other table of the owner is', ENDPOINTS, 'stopped by the endpoint policy',
    withPermission(asReaders(SELECT, ORDERS), ORDERS), withPermission(asReaders(SELECT, `${ORDERS}_archive`), `${ORDERS}_archive`)),
  decision('nor the system keyspaces of a third account', ENDPOINTS, 'stopped by the endpoint policy',
    asReaders(SELECT, PEERS), strangersRequest(asReaders(SELECT, PEERS), arn(THIRD, 'system/table/peers'))),
  decision('nobody carries data into a third account', ENDPOINT_POLICIES, 'stopped by the endpoint policy',
    strangersRequest({ ...asReaders(SELECT, ORDERS), endpointPolicy: undefined }, arn(THIRD, 'loot/table/loot')),
    strangersRequest(asReaders(SELECT, ORDERS), arn(THIRD, 'loot/table/loot'))),
  decision('it does not fill system.peers, which would look at endpoints of the owner', SEPARATE_VPCS, 'not granted',
    asClients('ec2:DescribeVpcEndpoints', '*', 'the internet'), asReaders('ec2:DescribeVpcEndpoints', '*', 'the internet')),
];

const IN_THE_SHARED_VPC = [
  decision('after AssumeRole the owner\'s role asks, through the endpoint of its own account', SHARED_VPC, 'stopped by the endpoint policy',
    asClients(MODIFY, SHARED_ORDERS), strangersRequest(asClients(MODIFY, SHARED_ORDERS), arn(THIRD, 'loot/table/loot'))),
  decision('the role reads and writes one table', EXAMPLES, 'not granted', asClients(SELECT, SHARED_ORDERS), asClients(SELECT, ORDERS)),
  decision('the schema is the owner\'s own business', EXAMPLES, 'not granted',
    asClients(MODIFY, SHARED_ORDERS), asClients('cassandra:Alter', SHARED_ORDERS)),
  decision('the system keyspaces are read', EXAMPLES, 'not granted', asClients(SELECT, PEERS), asClients(MODIFY, PEERS)),
  decision('system.peers is filled, for the endpoint is of the role\'s account', SHARED_VPC, 'not granted',
    asClients('ec2:DescribeNetworkInterfaces', '*', 'the internet'), asClients('ec2:DescribeSubnets', '*', 'the internet')),
];

/** The role has a permission on a table, so that only the endpoint can stop it. */
function withPermission(request: Request, on: string): Request {
  return {
    ...request,
    identityPolicies: [{ name: 'given', policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: request.action, Resource: on }] } }],
  };
}

/** Somebody of a third account, with credentials of that account, at the same endpoint. */
function strangersRequest(request: Request, on: string): Request {
  const principal = roleIn(THIRD, 'stranger');
  return { ...withPermission(request, on), principal, resource: on, context: { ...request.context, ...contextOf(principal, false) } };
}

/**
 * The samples of the two pages, word for word but for accounts and names.
 */
const OWNERS_ROLE = roleIn(OWNER, 'keyspaces_access');
const CLIENTS_ROLES = ['Cross-Account-Role-B', 'Cross-Account-Role-C'].map((name, index) => roleIn([CLIENT, THIRD][index], name));

const allow = (statement: object) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
const SAMPLES = {
  sharedVpcRole: allow({
    Sid: 'CrossAccountAccess',
    Action: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeVpcEndpoints', 'cassandra:*'],
    Resource: '*',
  }),
  trust: allow({ Principal: { AWS: CLIENTS_ROLES }, Action: 'sts:AssumeRole', Condition: {} }),
  separateVpcsRole: allow({ Action: [SELECT, MODIFY], Resource: [arn(OWNER, 'mykeyspace/table/mytable'), arn(OWNER, 'system*')] }),
  endpoint: allow({
    Sid: 'AllowAccessfromSpecificIAMroles',
    Action: 'cassandra:*',
    Resource: '*',
    Principal: '*',
    Condition: { ArnEquals: { 'aws:PrincipalArn': CLIENTS_ROLES } },
  }),
  clientsRole: allow({ Action: 'sts:AssumeRole', Resource: OWNERS_ROLE }),
};

/** The same endpoint policy, naming who really asks. */
const ENDPOINT_NAMING_THE_OWNERS_ROLE = allow({
  ...SAMPLES.endpoint.Statement[0], Condition: { ArnEquals: { 'aws:PrincipalArn': [OWNERS_ROLE] } },
});

const sampled = (request: Partial<Request>): Request => {
  const principal = request.principal ?? OWNERS_ROLE;
  return {
    principal,
    identityPolicies: [{ name: 'sample', policy: SAMPLES.separateVpcsRole }],
    action: SELECT,
    resource: arn(OWNER, 'mykeyspace/table/mytable'),
    context: contextOf(principal, false),
    ...request,
  };
};
const assuming = (principal: string, policy: object = SAMPLES.clientsRole) => sampled({
  principal,
  identityPolicies: [{ name: 'sample', policy }],
  resourcePolicy: SAMPLES.trust,
  action: 'sts:AssumeRole',
  resource: OWNERS_ROLE,
});
const inSharedVpc = (request: Partial<Request>) => sampled({ identityPolicies: [{ name: 'sample', policy: SAMPLES.sharedVpcRole }], ...request });

const DOCUMENTED = [
  decision('the trust of the sample lets in the roles it names', SHARED_VPC, 'not granted',
    assuming(CLIENTS_ROLES[0]), assuming(roleIn(CLIENT, 'another'))),
  decision('the sample\'s permission to assume is for one role', SEPARATE_VPCS, 'not granted',
    assuming(CLIENTS_ROLES[1]), assuming(CLIENTS_ROLES[1], allow({ Action: 'sts:AssumeRole', Resource: `${OWNERS_ROLE}_2` }))),
  decision('the role of the sample without a shared VPC reads and writes one table', SEPARATE_VPCS, 'not granted',
    sampled({ action: MODIFY }), sampled({ action: MODIFY, resource: arn(OWNER, 'mykeyspace/table/another') })),
  decision('that role does not fill system.peers, the one for the shared VPC does', SHARED_VPC, 'not granted',
    inSharedVpc({ action: 'ec2:DescribeVpcEndpoints', resource: '*' }), sampled({ action: 'ec2:DescribeVpcEndpoints', resource: '*' })),
  decision('the role of the sample for the shared VPC may do anything with any table, dropping it included', SHARED_VPC, 'not granted',
    inSharedVpc({ action: 'cassandra:Drop' }), sampled({ action: 'cassandra:Drop' })),
  decision('FINDING: the sample\'s endpoint policy names the roles before AssumeRole, and so lets through nobody who can read the table:'
    + ' who asks is the owner\'s role', SEPARATE_VPCS, 'stopped by the endpoint policy',
  sampled({ endpointPolicy: ENDPOINT_NAMING_THE_OWNERS_ROLE }), sampled({ endpointPolicy: SAMPLES.endpoint })),
  decision('FINDING: whom it does let through, the clients\' own roles, has no permission on the table, nor can have any: there are no'
    + ' resource policies', SEPARATE_VPCS, 'not granted',
  sampled({ endpointPolicy: ENDPOINT_NAMING_THE_OWNERS_ROLE }),
  sampled({ principal: CLIENTS_ROLES[0], endpointPolicy: SAMPLES.endpoint })),
];

describe.each(Object.entries({
  'assuming the owner\'s role': ASSUMING,
  'an endpoint in each account': THROUGH_THE_CLIENTS_ENDPOINT,
  'a shared VPC': IN_THE_SHARED_VPC,
  'the samples of the documentation': DOCUMENTED,
}))('%s', (_, decisions) => {
  describe.each(decisions)('$why ($see)', ({ allowed, refused, verdict }) => {
    test(`allowed: ${text(allowed)}`, async () => expect(await decide(allowed)).toBe('allowed'));
    test(`${verdict}: ${text(refused)}`, async () => expect(await decide(refused)).toBe(verdict));
  });
});

function text({ principal, action, resource, endpointPolicy }: Request): string {
  return `${principal}, ${action} on ${resource}${endpointPolicy ? ' through the endpoint' : ''}`;
}
