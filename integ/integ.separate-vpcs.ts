import { IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicies, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as cr from 'aws-cdk-lib/custom-resources';
import { expectAnswer, expectEndpoint, expectOnlyInboundRule } from './assertions';
import { CqlQuery } from './cql-query/cql-query';
import { OrdersAbroad } from './stacks/cross-account/orders-abroad';
import type { OrdersAbroadEvent } from './stacks/cross-account/orders-abroad.lambda';
import { ClientStack, OwnerStack } from './stacks/cross-account/separate-vpcs';

const OWNER = { account: '111122223333', region: 'us-east-1' };
const CLIENT = { account: '444455556666', region: 'us-east-1' };

const app = new App();
const owner = new OwnerStack(app, 'IntegSeparateVpcs-Owner', { env: OWNER, clientAccount: CLIENT.account });
const client = new ClientStack(app, 'IntegSeparateVpcs-Client', { env: CLIENT, ownerAccount: OWNER.account });

// An order, placed in the account of the tables while its stack is deployed.
const customer = '0b2d4a52-7c19-4f0e-9d4c-2b8f5d1c6e7a';
const seed = new CqlQuery(owner, 'Seed', [owner.keyspace]);
const { keyspaceName, tableName } = owner.orders;
const placed = `INSERT INTO ${keyspaceName}.${tableName} (customer_id, placed_at, total) VALUES (${customer}, now(), 59.90)`;
new cr.AwsCustomResource(owner, 'Placed', {
  onCreate: {
    service: 'Lambda',
    action: 'invoke',
    parameters: { FunctionName: seed.functionName, Payload: JSON.stringify({ statements: [placed] }) },
    physicalResourceId: cr.PhysicalResourceId.of('order'),
    outputPaths: ['StatusCode'],
  },
  policy: cr.AwsCustomResourcePolicy.fromStatements([
    new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [seed.functionArn] }),
  ]),
  installLatestAwsSdk: false,
}).node.addDependency(owner.orders);

// In the same VPC: one whose role the owner does not trust, and one that no endpoint lets in.
const { access, orders, ownerRole, reader, vpc } = client;
const stranger = new OrdersAbroad(client, 'Stranger', { vpc, roleName: 'stranger-abroad', ownerRole, table: orders });
client.owner.admit(stranger);
const uninvited = new OrdersAbroad(client, 'Uninvited', { vpc, roleName: 'uninvited-abroad', ownerRole, table: orders });
client.owner.grantAssume(uninvited);

RemovalPolicies.of(app).destroy();
const assertionStack = new Stack(app, 'SeparateVpcsDeployAssert', { env: CLIENT });
const integ = new IntegTest(app, 'SeparateVpcs', { testCases: [owner, client], assertionStack });

const everybody = { Effect: 'Allow', Principal: '*' };
const arn = (account: string, path: string) => `arn:aws:cassandra:us-east-1:${account}:/keyspace/${path}`;
expectEndpoint(integ, access.endpoint, {
  PolicyDocument: Match.serializedJson({
    Version: '2012-10-17',
    Statement: [
      { ...everybody, Sid: 'Restricted', Action: 'cassandra:*', Resource: arn(OWNER.account, `${keyspaceName}/table/${tableName}`) },
      {
        ...everybody,
        Sid: 'SystemKeyspaces',
        Action: ['cassandra:Select', 'cassandra:SelectMultiRegionResource'],
        Resource: [arn(OWNER.account, 'system*'), arn(CLIENT.account, 'system*')],
      },
    ],
  }),
});
expectEndpoint(integ, client.owner.stsEndpoint!, {
  ServiceName: 'com.amazonaws.us-east-1.sts',
  PrivateDnsEnabled: true,
  PolicyDocument: Match.serializedJson({
    Version: '2012-10-17',
    Statement: [{ ...everybody, Sid: 'AssumeTheseRoles', Action: 'sts:AssumeRole', Resource: ownerRole.roleArn }],
  }),
});

// Who is admitted, on the service's port alone.
expectOnlyInboundRule(integ, access.securityGroup!, {
  IpProtocol: 'tcp',
  FromPort: 9142,
  ToPort: 9142,
  IpRanges: [],
  UserIdGroupPairs: [reader, stranger].map((admitted) => Match.objectLike({ GroupId: admitted.connections.securityGroups[0].securityGroupId })),
});

expectAnswer<OrdersAbroadEvent>(integ, reader, { customer }, { orders: 1 })
  .next(expectAnswer<OrdersAbroadEvent>(integ, stranger, { customer }, { errorMessage: Match.stringLikeRegexp('not authorized to perform: sts:AssumeRole') }))
  .next(expectAnswer<OrdersAbroadEvent>(integ, uninvited, { customer }, { errorMessage: Match.stringLikeRegexp('[Tt]imed? ?out|[Tt]imeout') }));
