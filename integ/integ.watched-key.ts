import { ExpectedResult, type IApiCall, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, RemovalPolicies, Stack } from 'aws-cdk-lib';
import { ReadWriteType, Trail } from 'aws-cdk-lib/aws-cloudtrail';
import type { CfnKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { expectAnswer, expectTable } from './assertions';
import { WatchedKey } from './stacks/watched-key';

const app = new App();
const audit = new Stack(app, 'IntegWatchedKeyAudit');
const stack = new WatchedKey(app, 'IntegWatchedKey', { trail: new Trail(audit, 'Trail', { managementEvents: ReadWriteType.WRITE_ONLY }) });
// Nothing of the stack refers to the trail, which has to be there before the key is disabled.
stack.addDependency(audit);
const { key, tables: [orders, returns] } = stack;
const lookout = stack.inaccessibleTables.node.findChild('Function') as unknown as IFunction;

const inbox = new Queue(stack, 'Inbox', { enforceSSL: true });
stack.lossOfAccess.topic.addSubscription(new SqsSubscription(inbox, { rawMessageDelivery: true }));

// The bucket of the logs stays, as they do.
RemovalPolicies.of(stack).destroy();
const integ = new IntegTest(app, 'WatchedKey', { testCases: [audit, stack] });

for (const table of [orders, returns]) {
  expectTable(integ, table, { encryptionSpecification: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: key.keyArn } });
}

/** Asks AWS KMS something of the key. */
function ask(api: string, more: Record<string, unknown> = {}): IApiCall {
  const call = integ.assertions.awsApiCall('KMS', api, { KeyId: key.keyId, ...more });
  call.provider.addToRolePolicy({ Effect: 'Allow', Action: [`kms:${api[0].toUpperCase()}${api.slice(1)}`], Resource: [key.keyArn] });
  return call;
}

/** That the subscriber is told, with the text to which this belongs. Nothing is taken out of the queue, so that it holds every message. */
function expectMessage(call: string, did: string, undo: string): IApiCall {
  const [who, where] = ['arn:[^ ]+:sts::[0-9]{12}:assumed-role/[^ ]+', '\\(account [0-9]{12}, Region [a-z0-9-]+\\)'];
  const text = `^"${who} ${did}: the key ${key.keyArn} ${where}, by ${call} at [0-9TZ:-]+ from [^ ]+ \\([A-Za-z]+ of account [0-9]{12}\\)\\.`
    + ` Tables of Amazon Keyspaces that are encrypted with it: ${orders.keyspaceName}\\.orders, ${returns.keyspaceName}\\.returns\\. They may become unreadable .* seven days; .*`
    + ` To undo it, ${undo}\\. Event [0-9a-f-]{36} of CloudTrail\\."$`;
  return integ.assertions.awsApiCall('SQS', 'receiveMessage', { QueueUrl: inbox.queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 })
    .expect(ExpectedResult.objectLike({ Messages: Match.arrayWith([Match.objectLike({ Body: Match.stringLikeRegexp(text) })]) }))
    // CloudTrail takes its time.
    .waitForAssertions({ totalTimeout: Duration.minutes(15), interval: Duration.seconds(15) });
}

// What the schedule asks.
const look = { tables: [[orders.keyspaceName, orders.tableName, returns.tableName]] };
const lost = ({ keyspaceName, tableName }: typeof orders) => ({ table: `${keyspaceName}.${tableName}`, status: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' });
const expectLost = () => expectAnswer(integ, lookout, look, { inaccessible: [lost(orders), lost(returns)] });
const expectWell = () => expectAnswer(integ, lookout, look, { inaccessible: [] });

// The same one again: that somebody puts it counts.
const policy = stack.toJsonString((key.node.defaultChild as CfnKey).keyPolicy);
expectWell()
  .next(ask('disableKey'))
  .next(expectLost())
  .next(expectMessage('DisableKey', 'disabled it', 'enable it: aws kms enable-key'))
  .next(ask('enableKey'))
  .next(expectWell())
  // The window is the longest one: the policy of the key wants it.
  .next(ask('scheduleKeyDeletion', { PendingWindowInDays: 30 }))
  .next(ask('cancelKeyDeletion'))
  .next(ask('describeKey').expect(ExpectedResult.objectLike({ KeyMetadata: { KeyState: 'Disabled' } })))
  .next(expectLost())
  .next(expectMessage('ScheduleKeyDeletion', 'scheduled its deletion, which disables it now',
    'cancel the deletion and then enable the key, which stays disabled otherwise: aws kms cancel-key-deletion, aws kms enable-key'))
  .next(ask('enableKey'))
  .next(expectWell())
  .next(ask('putKeyPolicy', { Policy: policy }))
  .next(expectMessage('PutKeyPolicy', 'changed its policy', 'look whether the policy still lets callers .*: aws kms put-key-policy'));
