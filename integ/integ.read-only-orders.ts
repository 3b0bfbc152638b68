import { IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicies } from 'aws-cdk-lib';
import { expectAnswer, expectEndpoint, expectOnlyInboundRule } from './assertions';
import { ReadOnlyOrders } from './stacks/read-only-orders';

const app = new App();
const stack = new ReadOnlyOrders(app, 'IntegReadOnlyOrders');
RemovalPolicies.of(stack).destroy();
const integ = new IntegTest(app, 'ReadOnlyOrders', { testCases: [stack] });

expectEndpoint(integ, stack.access.endpoint, {
  PolicyDocument: Match.serializedJson({
    Version: '2012-10-17',
    Statement: [Match.objectLike({ Effect: 'Allow', Principal: '*', Action: ['cassandra:Select', 'cassandra:SelectMultiRegionResource'] })],
  }),
});
expectOnlyInboundRule(integ, stack.access.securityGroup!, {
  IpProtocol: 'tcp',
  FromPort: 9142,
  ToPort: 9142,
  IpRanges: [],
  UserIdGroupPairs: [Match.objectLike({ GroupId: stack.reporter.connections.securityGroups[0].securityGroupId })],
});

// It may read and write; the endpoint lets it read.
const customer = '0b2d4a52-7c19-4f0e-9d4c-2b8f5d1c6e7a';
expectAnswer(integ, stack.reporter, { action: 'list', customer }, { orders: [] })
  .next(expectAnswer(integ, stack.reporter, { action: 'place', customer, total: '1.00', lines: [] }, { errorMessage: Match.stringLikeRegexp('2100') }));
