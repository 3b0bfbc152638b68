import { NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnKeyspace, CfnTable } from 'aws-cdk-lib/aws-cassandra';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Keyspace, KeyspacesKey, LossOfAccessAlarm, type LossOfAccessAlarmProps, Table, TableEncryption } from '../../../src';
import { literalApp, literalStack } from '../../support/app';
import { refusalOf } from '../../support/refusal';
import { ORDERS } from '../../support/schemas';

const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd';

function setUp(props: (stack: Stack) => Partial<LossOfAccessAlarmProps> = () => ({}), tables = 1, lengthOfNames = 0) {
  const stack = literalStack();
  const key = kms.Key.fromKeyArn(stack, 'Key', KEY);
  const alarm = new LossOfAccessAlarm(stack, 'Alarm', { key, ...props(stack) });
  const keyspace = new Keyspace(stack, 'Shop', { keyspaceName: 'shop' });
  const encryption = TableEncryption.customerManagedKey(key);
  for (let index = 0; index < tables; index++) new Table(stack, `Table${index}`, { keyspace, tableName: `t${index}`.padEnd(lengthOfNames, '_'), schema: ORDERS, encryption });
  return { stack, key, alarm };
}

function rulesOf(stack: Stack): Record<string, any> {
  const rules = Object.entries(Template.fromStack(stack).findResources('AWS::Events::Rule'));
  return Object.fromEntries(rules.map(([id, { Properties }]) => [id.replace(/^Alarm(.*).{8}$/, '$1'), Properties]));
}

function messageOf(stack: Stack, rule = 'DisableKey'): string {
  return JSON.parse(rulesOf(stack)[rule].Targets[0].InputTransformer.InputTemplate);
}

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
// https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html
const call = (eventName: string, more = {}) => ({
  'source': ['aws.kms'],
  'detail-type': ['AWS API Call via CloudTrail'],
  'detail': {
    eventSource: ['kms.amazonaws.com'], eventName: [eventName], resources: { ARN: [KEY] }, errorCode: [{ exists: false }], ...more,
  },
});

test('hears of each call that takes the key away, and of policies by deployments apart', () => {
  const rules = rulesOf(setUp().stack);
  expect(Object.fromEntries(Object.entries(rules).map(([name, { EventPattern: pattern }]) => [name, pattern]))).toEqual({
    DisableKey: call('DisableKey'),
    ScheduleKeyDeletion: call('ScheduleKeyDeletion'),
    PutKeyPolicy: call('PutKeyPolicy', { sourceIPAddress: [{ 'anything-but': 'cloudformation.amazonaws.com' }] }),
    Deployment: call('PutKeyPolicy', { sourceIPAddress: ['cloudformation.amazonaws.com'] }),
    RevokeGrant: call('RevokeGrant'),
    DeleteImportedKeyMaterial: call('DeleteImportedKeyMaterial'),
  });
});

test('tells who did what to which key, what may happen to which tables, and how to undo it', () => {
  const { stack } = setUp(undefined, 2);
  expect(rulesOf(stack).ScheduleKeyDeletion.Targets[0].InputTransformer.InputPathsMap).toMatchObject({ 'detail-userIdentity-arn': '$.detail.userIdentity.arn' });
  expect(messageOf(stack, 'ScheduleKeyDeletion')).toBe(
    `<detail-userIdentity-arn> scheduled its deletion, which disables it now: the key ${KEY} (account <account>, Region <region>), by ScheduleKeyDeletion`
    + ' at <time> from <detail-sourceIPAddress> (<detail-userIdentity-type> of account <detail-userIdentity-accountId>). Tables of Amazon Keyspaces that are encrypted with it: shop.t0, shop.t1. They may become unreadable and'
    + ' unwritable, at once or a few minutes later. Amazon Keyspaces deletes a table that has been without its key for seven days; what it then can be'
    + ' restored from for 35 days needs the key, too. To undo it, cancel the deletion and then enable the key, which stays disabled otherwise: aws kms'
    + ' cancel-key-deletion, aws kms enable-key. Event <detail-eventID> of CloudTrail.',
  );
});

test.each([
  ['DisableKey', 'enable it: aws kms enable-key'],
  ['PutKeyPolicy', 'put back the one that did'],
  ['Deployment', 'if the change was not meant'],
  ['RevokeGrant', 'ask AWS Support at once'],
  ['DeleteImportedKeyMaterial', 'the same key material'],
])('says how to undo %s', (rule, undo) => {
  expect(messageOf(setUp().stack, rule)).toContain(undo);
});

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions: EventBridge knows no conditions there
test('makes a topic that EventBridge alone publishes to, on no condition, over TLS', () => {
  const { stack } = setUp();
  const template = Template.fromStack(stack);
  const [[, { Properties: { PolicyDocument: policy } }]] = Object.entries(template.findResources('AWS::SNS::TopicPolicy'));
  expect(policy.Statement).toEqual([
    expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    {
      Sid: expect.stringMatching(/^LossOfAccess[0-9a-f]{8}$/),
      Effect: 'Allow',
      Action: 'sns:Publish',
      Principal: { Service: 'events.amazonaws.com' },
      Resource: { Ref: expect.stringMatching(/^AlarmTopic/) },
    },
  ]);
  Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('topicPolicyNotManaged'));
});

test('tells a topic that is given', () => {
  const { stack, alarm } = setUp((scope) => ({ topic: new sns.Topic(scope, 'Operations') }));
  expect(alarm.topic.node.path).toBe('Stack/Operations');
  for (const { Targets: [target] } of Object.values(rulesOf(stack))) expect(target.Arn).toEqual({ Ref: expect.stringMatching(/^Operations/) });
  Template.fromStack(stack).resourceCountIs('AWS::SNS::Topic', 1);
});

test('warns with the statement that an imported topic needs', () => {
  const { stack } = setUp((scope) => ({ topic: sns.Topic.fromTopicArn(scope, 'Imported', 'arn:aws:sns:us-east-1:111122223333:operations') }));
  Annotations.fromStack(stack).hasWarning('/Stack/Alarm', Match.stringLikeRegexp(
    '"Action":"sns:Publish".*"Service":"events.amazonaws.com".*arn:aws:sns:us-east-1:111122223333:operations.*cdk-keyspaces:topicPolicyNotManaged'));
});

const encrypted = (scope: Stack, masterKey: kms.IKey) => ({ topic: new sns.Topic(scope, 'Operations', { masterKey }) });
// https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
const USE_OF_TOPIC_KEY = { Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Principal: { Service: 'events.amazonaws.com' }, Effect: 'Allow', Resource: '*' };

test('lets EventBridge use the key that a topic is encrypted with', () => {
  const { stack } = setUp((scope) => encrypted(scope, new kms.Key(scope, 'TopicKey')));
  const [key] = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'));
  expect(key.Properties.KeyPolicy.Statement).toContainEqual({ Sid: expect.stringMatching(/^LossOfAccess[0-9a-f]{8}$/), ...USE_OF_TOPIC_KEY });
  Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('topicKeyNotManaged'));
});

test('warns with the statement that an imported key of a topic needs', () => {
  const { stack } = setUp((scope) => encrypted(scope, kms.Key.fromKeyArn(scope, 'TopicKey', 'arn:aws:kms:us-east-1:111122223333:key/5678')));
  Annotations.fromStack(stack).hasWarning('/Stack/Alarm', Match.stringLikeRegexp(
    '"Action":\\["kms:Decrypt","kms:GenerateDataKey\\*"\\].*"Service":"events.amazonaws.com".*cdk-keyspaces:topicKeyNotManaged'));
});

test.each<[string, string, (scope: Stack) => Partial<LossOfAccessAlarmProps>]>([
  ['is encrypted with the key that is watched', 'TopicOfWatchedKey', (scope) => encrypted(scope, kms.Key.fromKeyArn(scope, 'Same', KEY))],
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
  ['is of the kind FIFO', 'TopicNotStandard', (scope) => ({ topic: new sns.Topic(scope, 'Operations', { fifo: true }) })],
])('fails for a topic that %s', (_, code, props) => {
  const { name, message } = refusalOf(() => setUp(props));
  expect(name).toBe(code);
  expect(message).toContain('"Stack/Operations": expected');
});

/** A key with its alarm, a topic, and a table with that key, each in a stack or a nested stack. */
function placed(isNested: boolean, topicIn: 'Keys' | 'Data' | 'Topics') {
  const app = literalApp();
  const parent = literalStack(app, 'Parent');
  const stacks = Object.fromEntries(['Keys', 'Data', 'Topics'].map((id) => [id, isNested ? new NestedStack(parent, id) : literalStack(app, id)]));
  const key = new KeyspacesKey(stacks.Keys, 'Key');
  const topic = new sns.Topic(stacks[topicIn], 'Topic');
  const alarm = new LossOfAccessAlarm(stacks.Keys, 'Alarm', { key, topic });
  new Table(stacks.Data, 'Orders', {
    keyspace: Keyspace.fromKeyspaceName(stacks.Data, 'Shop', 'shop'), schema: ORDERS, encryption: TableEncryption.customerManagedKey(key),
  });
  return { app, alarm };
}

describe.each([['stacks', false], ['nested stacks', true]] as const)('in %s', (_, isNested) => {
  test.each(['Keys', 'Topics'] as const)('the topic is in %s, and the table elsewhere', (topicIn) => {
    expect(() => placed(isNested, topicIn).app.synth()).not.toThrow();
  });

  test('fails for a topic beside a table that is encrypted with the key', () => {
    const { name, message } = refusalOf(() => placed(isNested, 'Data').app.synth());
    expect(name).toBe('TopicNeedsKey');
    expect(message).toMatch(/"(Parent\/)?Data\/Topic\/Resource": expected one whose stack does not need the stack of the alarm/);
  });
});

test('names as many tables as a message can hold', () => {
  const message = messageOf(setUp(undefined, 200, 40).stack);
  const [, last, more] = /encrypted with it: shop\.t0_+, shop\.t1_+, .*shop\.t(\d+)_+ and (\d+) more\. They/.exec(message)!;
  expect(Number(last) + 1 + Number(more)).toBe(200);
  expect(messageOf(setUp(undefined, 0).stack)).toContain('encrypted with it: none of the app that made this alarm.');
});

test.each([
  ['the longest names', (index: number) => `${index}`.padStart(48, 't')],
  // By its place in the app.
  ['tables without a name', () => undefined],
])('a message with %s fits into an input template', (_, nameOf) => {
  const stack = literalStack(literalApp(), 'S'.repeat(120));
  const key = new KeyspacesKey(stack, 'Key');
  new LossOfAccessAlarm(stack, 'Alarm', { key });
  const keyspace = new Keyspace(stack, 'Shop', { keyspaceName: 'k'.repeat(48) });
  for (let index = 0; index < 90; index++) {
    new Table(stack, `Table${'t'.repeat(120)}${index}`, { keyspace, tableName: nameOf(index), schema: ORDERS, encryption: TableEncryption.customerManagedKey(key) });
  }
  for (const { Targets: [{ InputTransformer: { InputTemplate: template } }] } of Object.values(rulesOf(stack))) {
    // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html
    expect(JSON.stringify(template).length).toBeLessThanOrEqual(8_192);
  }
});

test('tables of other stacks are named, without depending on those', () => {
  const app = literalApp();
  const keys = literalStack(app, 'Keys');
  const key = new KeyspacesKey(keys, 'Key');
  new LossOfAccessAlarm(keys, 'Alarm', { key });
  const data = literalStack(app, 'Data');
  const encryption = TableEncryption.customerManagedKey(key);
  new Table(new NestedStack(data, 'Nested'), 'Orders', { keyspace: Keyspace.fromKeyspaceName(data, 'Shop', 'shop'), tableName: 'orders', schema: ORDERS, encryption });
  const encryptionSpecification = { encryptionType: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: key.keyArn };
  new CfnTable(data, 'Unnamed', { keyspaceName: 'shop', partitionKeyColumns: [], encryptionSpecification });
  const { ref } = new CfnKeyspace(data, 'Keyspace');
  new CfnTable(data, 'InUnnamed', { keyspaceName: ref, tableName: 'returns', partitionKeyColumns: [], encryptionSpecification });
  app.synth();
  expect(JSON.stringify(rulesOf(keys).DisableKey)).toContain('encrypted with it: shop.orders, Data/Unnamed, Data/InUnnamed. They');
  expect(keys.dependencies).toEqual([]);
});

test.each([
  ['Region', { account: '111122223333', region: 'eu-west-1' }],
  ['account', { account: '444455556666', region: 'us-east-1' }],
])('fails in another %s than the key\'s, where no event of it comes', (_, env) => {
  const stack = literalStack(literalApp(), 'Elsewhere', { env });
  const key = kms.Key.fromKeyArn(stack, 'Key', KEY);
  const { name, message } = refusalOf(() => new LossOfAccessAlarm(stack, 'Alarm', { key }));
  expect(name).toBe('AlarmElsewhere');
  expect(message).toContain('"us-east-1 of 111122223333": expected the account and Region of the alarm');
});

test('takes an environment that is known at deployment', () => {
  const stack = new Stack();
  expect(() => new LossOfAccessAlarm(stack, 'Alarm', { key: kms.Key.fromKeyArn(stack, 'Key', KEY) })).not.toThrow();
});
