import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicies, Stack } from 'aws-cdk-lib';
import { expectAnswer, expectEndpoint } from './assertions';
import { PrivateKeyspacesAccess } from '../src';
import { CqlQuery } from './cql-query/cql-query';
import { OrderFunction } from './stacks/order-function/order-function';
import { RestrictedOrders } from './stacks/restricted-orders';

const app = new App();
const stack = new RestrictedOrders(app, 'IntegRestrictedOrders');
const { access, keyspace, orderFunction, table, vpc } = stack;

// It has the permissions and the network path, but was not admitted.
const uninvited = new OrderFunction(stack, 'Uninvited', { vpc, table });
table.grants.readWriteData(uninvited);
access.connections.allowDefaultPortFrom(uninvited);

RemovalPolicies.of(app).destroy();
const assertionStack = new Stack(app, 'RestrictedOrdersDeployAssert');
const integ = new IntegTest(app, 'RestrictedOrders', { testCases: [stack], assertionStack });

const arn = (path: string) => `arn:aws:cassandra:${stack.region}:${stack.account}:/keyspace/${path}`;
const admitted = { Effect: 'Allow', Principal: '*', Condition: { ArnEquals: { 'aws:PrincipalArn': [orderFunction.role!.roleArn] } } };
expectEndpoint(integ, access.endpoint, {
  PolicyDocument: Match.serializedJson({
    Version: '2012-10-17',
    // The whole policy: one more statement would open it.
    Statement: [
      { ...admitted, Sid: 'Restricted', Action: 'cassandra:*', Resource: table.tableArn },
      { ...admitted, Sid: 'SystemKeyspaces', Action: ['cassandra:Select', 'cassandra:SelectMultiRegionResource'], Resource: arn('system*') },
    ],
  }),
});

const customer = '0b2d4a52-7c19-4f0e-9d4c-2b8f5d1c6e7a';
const order = { total: '59.90', lines: ['1 x teapot'] };
const refused = { errorMessage: Match.stringLikeRegexp('2100') };

// Who is admitted gets through; who is not, does not.
expectAnswer(integ, orderFunction, { action: 'place', customer, ...order }, { placedAt: Match.stringLikeRegexp('Z$') })
  .next(expectAnswer(integ, orderFunction, { action: 'list', customer }, { orders: [Match.objectLike(order)] }))
  .next(expectAnswer(integ, uninvited, { action: 'list', customer }, refused));

// Over the internet: one who is bound to the endpoint, and one who is not.
const statements = [`SELECT total FROM ${keyspace.keyspaceName}.${table.tableName} WHERE customer_id = ${customer}`];
const bound = new CqlQuery(stack, 'Bound', [keyspace]);
PrivateKeyspacesAccess.require(bound, { accesses: [access], tables: [table] });
const free = new CqlQuery(stack, 'Free', [keyspace]);
expectAnswer(integ, bound, { statements }, refused);
expectAnswer(integ, free, { statements }, { rows: [] });

// The one statement that binds it is where IAM keeps it.
integ.assertions.awsApiCall('IAM', 'listRolePolicies', { RoleName: bound.role!.roleName })
  .expect(ExpectedResult.objectLike({ PolicyNames: [Match.stringLikeRegexp('Bound')] }));
