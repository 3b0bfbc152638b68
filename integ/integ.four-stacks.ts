import { IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicies } from 'aws-cdk-lib';
import { expectAnswer, expectOnlyInboundRule, expectTable } from './assertions';
import { FourStacks } from './stacks/four-stacks';

const app = new App();
const stacks = new FourStacks(app, 'IntegFourStacks');
RemovalPolicies.of(app).destroy();
const integ = new IntegTest(app, 'FourStacks', { testCases: stacks.all });

expectTable(integ, stacks.data.orders, {
  encryptionSpecification: Match.objectLike({
    type: 'CUSTOMER_MANAGED_KMS_KEY',
    kmsKeyIdentifier: stacks.keys.key.keyArn,
  }),
});

expectOnlyInboundRule(integ, stacks.network.access.securityGroup, {
  FromPort: 9142,
  UserIdGroupPairs: [Match.objectLike({
    GroupId: stacks.service.orderFunction.connections.securityGroups[0].securityGroupId,
  })],
});

const customer = 'c1f6a0de-3c5b-4c5e-8a0f-6f1f2c1d9b34';
const order = { total: '12.00', lines: ['1 x saucer'] };
expectAnswer(integ, stacks.service.orderFunction, { action: 'place', customer, ...order }, { placedAt: Match.stringLikeRegexp('Z$') })
  .next(expectAnswer(integ, stacks.service.orderFunction, { action: 'list', customer }, { orders: [Match.objectLike(order)] }));
