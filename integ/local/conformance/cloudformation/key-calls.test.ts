import {
  CreateAliasCommand, CreateGrantCommand, CreateKeyCommand, DescribeKeyCommand, DisableKeyCommand, EnableKeyCommand, KMSClient, PutKeyPolicyCommand,
  RetireGrantCommand, RevokeGrantCommand, ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import {
  changed, deployed, from, FULL_CONTROL, heard, letIn, listener, namesOf, OBJECTS, RULE_TO_QUEUE, subscriber, toCloudTrail, trail,
} from './key-calls';
import { keyspaces, only, type Properties, Stack, unique } from './stack';
import { cleanUp } from '../clean-up';
import { allow, session } from '../identities';
import { account } from '../target';

const LOGGING = 'https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html';
const EVENTS = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html';
const SELECTORS = 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html';
const BUCKET = 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html';
const TARGETS = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html';
const TO_QUEUES = 'https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html';

const kms = new KMSClient({});
const disable = (KeyId: string) => kms.send(new DisableKeyCommand({ KeyId }));
const enable = (KeyId: string) => kms.send(new EnableKeyCommand({ KeyId }));

async function makeKey(): Promise<string> {
  return (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
}

/** Each test has the account and Region to itself: a trail logs all of it. */
afterEach(() => Stack.deleteAll());
afterAll(cleanUp);

test(`a call becomes an event where a trail logs, and nowhere else (${EVENTS})`, async () => {
  const key = await makeKey();
  const { outputs } = await deployed(listener(key));
  await disable(key);
  const { stack } = await deployed(trail());
  await enable(key);
  expect(namesOf(await heard(outputs.queue, 'EnableKey'))).toEqual(['EnableKey']);
  await stack.delete();
  await disable(key);
  await deployed(trail());
  await enable(key);
  expect(namesOf(await heard(outputs.queue, 'EnableKey'))).toEqual(['EnableKey']);
});

test(`the event is the record of CloudTrail (${LOGGING})`, async () => {
  const key = await makeKey();
  const { outputs } = await deployed({ ...listener(key), ...trail() });
  await disable(key.split('/')[1]);
  const [event] = await heard(outputs.queue, 'DisableKey');
  expect(event).toMatchObject({ 'source': 'aws.kms', 'detail-type': 'AWS API Call via CloudTrail', account, 'region': 'us-east-1', 'resources': [] });
  expect(event.detail).toEqual({
    eventVersion: expect.any(String),
    userIdentity: { type: 'Root', principalId: account, arn: `arn:aws:iam::${account}:root`, accountId: account, accessKeyId: account },
    eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    eventSource: 'kms.amazonaws.com',
    eventName: 'DisableKey',
    awsRegion: 'us-east-1',
    sourceIPAddress: '127.0.0.1',
    userAgent: expect.stringContaining('aws-sdk-js'),
    // As it was asked for; the resource is the key's ARN all the same.
    requestParameters: { keyId: key.split('/')[1] },
    responseElements: { keyId: key },
    requestID: expect.any(String),
    eventID: expect.any(String),
    readOnly: false,
    resources: [{ accountId: account, type: 'AWS::KMS::Key', ARN: key }],
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  });
});

const advanced = (...fields: object[]) => ({
  AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }, ...fields] }],
});
const basic = (selector: Properties) => ({ EventSelectors: [selector] });
const deaf: [why: string, not: Properties, but: Properties][] = [
  ['does not log', { IsLogging: false }, {}],
  ['excludes AWS KMS', basic({ ExcludeManagementEventSources: ['kms.amazonaws.com'] }), basic({ ExcludeManagementEventSources: ['rdsdata.amazonaws.com'] })],
  ['logs what reads', basic({ ReadWriteType: 'ReadOnly' }), basic({ ReadWriteType: 'WriteOnly' })],
  ['logs no management events', basic({ IncludeManagementEvents: false }), {}],
  ['selects another source', advanced({ Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] }), advanced({ Field: 'eventSource', Equals: ['kms.amazonaws.com'] })],
  ['selects what reads', advanced({ Field: 'readOnly', Equals: ['true'] }), advanced({ Field: 'readOnly', Equals: ['false'] })],
  ['selects data events', {
    AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }, { Field: 'resources.type', Equals: ['AWS::S3::Object'] }] }],
  }, advanced()],
];

test.each(deaf)(`a trail that %s makes no events (${SELECTORS})`, async (_why, not, but) => {
  const key = await makeKey();
  const { outputs } = await deployed(listener(key));
  const { stack } = await deployed(trail(not));
  await disable(key);
  await changed(stack, trail(but));
  await enable(key);
  expect(namesOf(await heard(outputs.queue, 'EnableKey'))).toEqual(['EnableKey']);
});

test('a trail of another Region makes none, one of all Regions does', async () => {
  const key = await makeKey();
  const { outputs } = await deployed(listener(key));
  const { stack } = await deployed(trail(), new Stack('eu-west-1'));
  await disable(key);
  await changed(stack, trail({ IsMultiRegionTrail: true }));
  await enable(key);
  expect(namesOf(await heard(outputs.queue, 'EnableKey'))).toEqual(['EnableKey']);
});

test(`what reads makes no event by default, and nobody hears of another key (${EVENTS})`, async () => {
  const [key, other] = [await makeKey(), await makeKey()];
  const { outputs } = await deployed({ ...listener(key), ...trail() });
  await disable(other);
  await kms.send(new DescribeKeyCommand({ KeyId: key }));
  await disable(key);
  expect(namesOf(await heard(outputs.queue, 'DisableKey'))).toEqual(['DisableKey']);
});

test('each call that takes a key away is told of with its ARN', async () => {
  const key = await makeKey();
  const { outputs } = await deployed({ ...listener(key), ...trail() });
  const { outputs: { queue: ofRevoke } } = await deployed(listener(key, { eventName: ['RevokeGrant'] }));
  const grant = () => kms.send(new CreateGrantCommand({ KeyId: key, GranteePrincipal: `arn:aws:iam::${account}:root`, Operations: ['Decrypt'] }));
  const AliasName = `alias/${unique()}`;
  await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: key.split('/')[1] }));
  await kms.send(new RevokeGrantCommand({ KeyId: key.split('/')[1], GrantId: (await grant()).GrantId }));
  await kms.send(new RetireGrantCommand({ GrantToken: (await grant()).GrantToken }));
  await kms.send(new PutKeyPolicyCommand({ KeyId: key, Policy: JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' } }) }));
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 7 }));
  const events = await heard(outputs.queue, 'ScheduleKeyDeletion');
  expect(namesOf(events)).toEqual(['CreateAlias', 'CreateGrant', 'RevokeGrant', 'CreateGrant', 'RetireGrant', 'PutKeyPolicy', 'ScheduleKeyDeletion']);
  expect(JSON.stringify(events)).not.toMatch(/grantToken/i);
  expect(events.at(-1).detail).toMatchObject({
    requestParameters: { pendingWindowInDays: 7, keyId: key }, responseElements: { keyId: key, keyState: 'PendingDeletion' },
  });
  expect(namesOf(await heard(ofRevoke, 'RevokeGrant'))).toEqual(['RevokeGrant']);
});

test('a call that is refused is told of with its error, and a pattern can leave it out', async () => {
  const key = await makeKey();
  const nobody = await session(allow('kms:DescribeKey'));
  const somebody = await session(allow('kms:DisableKey'));
  const { outputs } = await deployed({ ...listener(key), ...trail() });
  const { outputs: { queue: ofDone } } = await deployed(listener(key, { errorCode: [{ exists: false }] }));
  await expect(new KMSClient({ credentials: nobody.credentials }).send(new DisableKeyCommand({ KeyId: key }))).rejects.toThrow('not authorized');
  await expect(kms.send(new RevokeGrantCommand({ KeyId: key, GrantId: '0'.repeat(64) }))).rejects.toThrow('does not exist');
  await new KMSClient({ credentials: somebody.credentials }).send(new DisableKeyCommand({ KeyId: key }));
  await enable(key);
  const events = await heard(outputs.queue, 'EnableKey');
  expect(events.map(({ detail: { eventName, errorCode, userIdentity: { arn } } }) => [eventName, errorCode, arn])).toEqual([
    ['DisableKey', 'AccessDenied', nobody.arn],
    ['RevokeGrant', 'NotFoundException', `arn:aws:iam::${account}:root`],
    ['DisableKey', undefined, somebody.arn],
    ['EnableKey', undefined, `arn:aws:iam::${account}:root`],
  ]);
  expect(events[2].detail.userIdentity).toMatchObject({
    type: 'AssumedRole', sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${account}:role/${somebody.name}` } },
  });
  expect(namesOf(await heard(ofDone, 'EnableKey'))).toEqual(['DisableKey', 'EnableKey']);
});

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
test('what CloudFormation and Amazon Keyspaces ask for is told as theirs, in the name of who asked them', async () => {
  const KeyPolicy = (Sid: string) => ({
    Version: '2012-10-17', Statement: [{ Sid, Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' }],
  });
  const stack = new Stack();
  const { outputs: { key } } = await stack.create(only('AWS::KMS::Key', { KeyPolicy: KeyPolicy('Before') }), { outputs: { key: { 'Fn::GetAtt': ['R', 'Arn'] } } });
  const byPerson = await deployed({ ...listener(key, { sourceIPAddress: [{ 'anything-but': 'cloudformation.amazonaws.com' }] }), ...trail() });
  const byDeployment = await deployed(listener(key, { sourceIPAddress: ['cloudformation.amazonaws.com'] }));
  await stack.update(only('AWS::KMS::Key', { KeyPolicy: KeyPolicy('After'), Enabled: false }));
  await stack.update(only('AWS::KMS::Key', { KeyPolicy: KeyPolicy('After') }));
  const name = unique('keys');
  await new Stack().create({
    ...keyspaces(name, unique('keys')),
    Table: {
      Type: 'AWS::Cassandra::Table',
      DependsOn: 'Single',
      Properties: {
        KeyspaceName: name,
        PartitionKeyColumns: [{ ColumnName: 'id', ColumnType: 'uuid' }],
        EncryptionSpecification: { EncryptionType: 'CUSTOMER_MANAGED_KMS_KEY', KmsKeyIdentifier: key },
      },
    },
  });
  await disable(key);
  const events = await heard(byDeployment.outputs.queue, 'EnableKey');
  expect(namesOf(events)).toEqual(['PutKeyPolicy', 'DisableKey', 'EnableKey']);
  expect(events[0].detail).toMatchObject({
    userIdentity: { arn: `arn:aws:iam::${account}:root`, invokedBy: 'cloudformation.amazonaws.com' },
    requestParameters: { policyName: 'default', policy: expect.stringContaining('After') },
  });
  const others = await heard(byPerson.outputs.queue, 'DisableKey');
  expect(others.map(({ detail }) => [detail.eventName, detail.sourceIPAddress])).toEqual([
    ['CreateGrant', 'cassandra.amazonaws.com'], ['CreateGrant', 'cassandra.amazonaws.com'], ['DisableKey', '127.0.0.1'],
  ]);
});

const acl = toCloudTrail('s3:GetBucketAcl', { 'Fn::GetAtt': ['Bucket', 'Arn'] });
const write = toCloudTrail('s3:PutObject', OBJECTS, FULL_CONTROL);
const buckets: [why: string, statements: object[]][] = [
  ['does not mention it', [toCloudTrail('s3:ListBucket', { 'Fn::GetAtt': ['Bucket', 'Arn'] })]],
  ['does not let it read the ACL', [write]],
  ['does not let it write', [acl]],
  ['lets it write for another account', [acl, toCloudTrail('s3:PutObject', { 'Fn::Sub': '${Bucket.Arn}/AWSLogs/444455556666/*' }, FULL_CONTROL)]],
  ['lets another trail write', [acl, toCloudTrail('s3:PutObject', OBJECTS, from(`arn:aws:cloudtrail:us-east-1:${account}:trail/another`))]],
];

test.each(buckets)(`refuses a trail whose bucket's policy %s (${BUCKET})`, async (_why, statements) => {
  const { status, reasons } = await new Stack().create(trail({ TrailName: 'this' }, statements));
  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(reasons).toContainEqual(expect.stringContaining('Incorrect S3 bucket policy is detected for bucket'));
  const right = [acl, toCloudTrail('s3:PutObject', OBJECTS, { ...FULL_CONTROL, ...from(`arn:aws:cloudtrail:us-east-1:${account}:trail/this`) })];
  expect((await new Stack().create(trail({ TrailName: 'this' }, right))).status).toBe('CREATE_COMPLETE');
});

test('refuses a trail whose bucket does not exist, and both kinds of selectors at once', async () => {
  expect(await new Stack().create(trail({ S3BucketName: unique('none').replace('_', '-') }))).toMatchObject({
    status: 'ROLLBACK_COMPLETE', reasons: expect.arrayContaining([expect.stringContaining('does not exist!')]),
  });
  expect(await new Stack().create(trail({ ...basic({}), ...advanced() }))).toMatchObject({
    status: 'ROLLBACK_COMPLETE', reasons: expect.arrayContaining([expect.stringContaining('but not both')]),
  });
});

const OTHER_RULE = `arn:aws:events:us-east-1:${account}:rule/another`;
const queues: [why: string, statements: object[]][] = [
  ['says nothing', []],
  ['lets another service in', [letIn('sns', 'sqs:SendMessage', { 'Fn::GetAtt': ['Queue', 'Arn'] })]],
  ['lets another rule in', [letIn('events', 'sqs:SendMessage', { 'Fn::GetAtt': ['Queue', 'Arn'] }, from(OTHER_RULE))]],
];

test.each(queues)(`nothing arrives from a rule at a queue whose policy %s (${TARGETS})`, async (_why, statements) => {
  const key = await makeKey();
  const { stack, outputs } = await deployed({ ...listener(key, {}, statements), ...trail() });
  await disable(key);
  await changed(stack, { ...listener(key, {}, [RULE_TO_QUEUE]), ...trail() });
  await enable(key);
  expect(namesOf(await heard(outputs.queue, 'EnableKey'))).toEqual(['EnableKey']);
});

const topicToQueue = (source: unknown) => letIn('sns', 'sqs:SendMessage', { 'Fn::GetAtt': ['Queue', 'Arn'] }, from(source));
const RULES_TO_TOPIC = letIn('events', 'sns:Publish', { Ref: 'Topic' });
const TOPIC_TO_QUEUE = topicToQueue({ Ref: 'Topic' });
const denied: [why: string, ofTopic: object[], ofQueue: object[]][] = [
  [`the topic has its default policy (${TARGETS})`, [], [TOPIC_TO_QUEUE]],
  [`the topic lets another service in (${TARGETS})`, [letIn('cloudwatch', 'sns:Publish', { Ref: 'Topic' })], [TOPIC_TO_QUEUE]],
  // "You can't use Condition blocks in Amazon SNS topic policies for EventBridge."
  [`the topic lets in on the condition of the rule (${TARGETS}#eb-sns-permissions)`,
    [letIn('events', 'sns:Publish', { Ref: 'Topic' }, from({ 'Fn::GetAtt': ['Rule', 'Arn'] }))], [TOPIC_TO_QUEUE]],
  [`the queue lets in nobody (${TO_QUEUES})`, [RULES_TO_TOPIC], []],
  [`the queue lets in another topic (${TO_QUEUES})`, [RULES_TO_TOPIC], [topicToQueue(`arn:aws:sns:us-east-1:${account}:another`)]],
];

test.each(denied)('nothing arrives by way of a topic when %s', async (_why, ofTopic, ofQueue) => {
  const key = await makeKey();
  const { stack, outputs } = await deployed({ ...subscriber(key, ofTopic, ofQueue), ...trail() });
  await disable(key);
  await changed(stack, { ...subscriber(key, [RULES_TO_TOPIC], [TOPIC_TO_QUEUE]), ...trail() });
  await enable(key);
  expect(namesOf(await heard(outputs.queue, 'EnableKey'))).toEqual(['EnableKey']);
});
