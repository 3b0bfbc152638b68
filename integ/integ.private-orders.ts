import { IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicies } from 'aws-cdk-lib';
import { expectAnswer, expectEndpoint, expectOnlyInboundRule, expectTable } from './assertions';
import { PrivateOrders } from './stacks/private-orders';

const app = new App();
const stack = new PrivateOrders(app, 'IntegPrivateOrders');
RemovalPolicies.of(stack).destroy();
const integ = new IntegTest(app, 'PrivateOrders', { testCases: [stack] });

expectTable(integ, stack.table, {
  encryptionSpecification: Match.objectLike({ type: 'CUSTOMER_MANAGED_KMS_KEY' }),
  pointInTimeRecovery: Match.objectLike({ status: 'ENABLED' }),
  capacitySpecification: Match.objectLike({ throughputMode: 'PAY_PER_REQUEST' }),
});

const { endpoint, securityGroup } = stack.access;
expectEndpoint(integ, endpoint, {
  VpcEndpointType: 'Interface',
  PrivateDnsEnabled: true,
  Groups: [Match.objectLike({ GroupId: securityGroup.securityGroupId })],
  // The whole policy: one more statement would open it.
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
expectOnlyInboundRule(integ, securityGroup, {
  IpProtocol: 'tcp',
  FromPort: 9142,
  ToPort: 9142,
  IpRanges: [],
  UserIdGroupPairs: [Match.objectLike({ GroupId: stack.orderFunction.connections.securityGroups[0].securityGroupId })],
});

// It signs in as its own role and gets through the endpoint, with what the stack allows it and nothing more.
const customer = '0b2d4a52-7c19-4f0e-9d4c-2b8f5d1c6e7a';
const order = { total: '59.90', lines: ['1 x teapot', '4 x cup'] };
expectAnswer(integ, stack.orderFunction, { action: 'place', customer, ...order }, { placedAt: Match.stringLikeRegexp('Z$') })
  .next(expectAnswer(integ, stack.orderFunction, { action: 'list', customer }, { orders: [Match.objectLike(order)] }))
  // One node of Amazon Keyspaces in each zone, by the private address of the endpoint there.
  .next(expectAnswer(integ, stack.orderFunction, { action: 'peers' }, {
    peers: stack.availabilityZones.map(() => Match.stringLikeRegexp('^10\\.0\\.')),
  }));
