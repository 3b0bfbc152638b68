import { IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicies } from 'aws-cdk-lib';
import { expectAnswer, expectEndpoint, expectOnlyInboundRule } from './assertions';
import { OrderFunction } from './stacks/order-function/order-function';
import { SharedEndpoint } from './stacks/shared-endpoint';

const app = new App();
const stack = new SharedEndpoint(app, 'IntegSharedEndpoint');
const { access, orderFunction, spoke, table } = stack;

// In the same VPC as the other one, with the same permissions, and not admitted.
const uninvited = new OrderFunction(stack, 'Uninvited', { vpc: spoke, table });
table.grants.readWriteData(uninvited);

RemovalPolicies.of(app).destroy();
const integ = new IntegTest(app, 'SharedEndpoint', { testCases: [stack] });

expectEndpoint(integ, access.endpoint, {
  VpcEndpointType: 'Interface',
  VpcId: stack.hub.vpcId,
  // The hosted zones take its place.
  PrivateDnsEnabled: false,
  PolicyDocument: Match.serializedJson({
    Version: '2012-10-17',
    Statement: [{
      Sid: 'KeyspacesOfThisAccount',
      Effect: 'Allow',
      Principal: '*',
      Action: 'cassandra:*',
      Resource: `arn:aws:cassandra:*:${stack.account}:/keyspace/*`,
    }],
  }),
});
// By group across the connection, not by the other VPC's addresses.
expectOnlyInboundRule(integ, access.securityGroup, {
  IpProtocol: 'tcp',
  FromPort: 9142,
  ToPort: 9142,
  IpRanges: [],
  UserIdGroupPairs: [Match.objectLike({ GroupId: orderFunction.connections.securityGroups[0].securityGroupId })],
});

// It has no endpoint of its own: the name leads to the other VPC, and so do the packets.
const customer = '0b2d4a52-7c19-4f0e-9d4c-2b8f5d1c6e7a';
const order = { total: '59.90', lines: ['1 x teapot', '4 x cup'] };
expectAnswer(integ, orderFunction, { action: 'place', customer, ...order }, { placedAt: Match.stringLikeRegexp('Z$') })
  .next(expectAnswer(integ, orderFunction, { action: 'list', customer }, { orders: [Match.objectLike(order)] }))
  // It was sent to the endpoint, where nothing let it in.
  .next(expectAnswer(integ, uninvited, { action: 'list', customer }, { errorMessage: Match.stringLikeRegexp('10\\.0\\..*[Tt]imeout') }));
