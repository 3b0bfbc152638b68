import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicies } from 'aws-cdk-lib';
import { expectAnswer, expectTable, keyspacesCall } from './assertions';
import { OrderStream } from './stacks/order-stream/order-stream';

const app = new App();
const stack = new OrderStream(app, 'IntegOrderStream');
RemovalPolicies.of(app).destroy();
const integ = new IntegTest(app, 'OrderStream', { testCases: [stack] });
const { table, reader } = stack;

// The ARN that the template's custom resource has found out is the one that the service tells.
expectTable(integ, table, { cdcSpecification: { status: 'ENABLED', viewType: 'NEW_IMAGE' }, latestStreamArn: table.streamArn });
keyspacesCall(integ, 'listTagsForResource', { resourceArn: table.streamArn }, table, table.streamArn)
  .expect(ExpectedResult.objectLike({ tags: [{ key: 'team', value: 'shop' }] }));

// With its own role, which may read the streams of this table and nothing else, it gets to the end of a shard.
expectAnswer(integ, reader, {}, {
  stream: table.streamArn, view: 'NEW_IMAGE', shards: Match.arrayWith([Match.objectLike({ changes: 0, position: 'AT_TIP' })]),
});
