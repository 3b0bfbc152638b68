import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Outcome, type Properties, type Resources, Stack } from './stack';
import { eventually } from '../../wait';

const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const arn = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** What CloudTrail may do to a bucket: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
export const toCloudTrail = (Action: string, Resource: unknown, Condition?: object) => (
  { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action, Resource, ...Condition && { Condition } });
export const OBJECTS = { 'Fn::Sub': '${Bucket.Arn}/AWSLogs/${AWS::AccountId}/*' };
export const FULL_CONTROL = { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } };
const WRITES = [toCloudTrail('s3:GetBucketAcl', arn('Bucket')), toCloudTrail('s3:PutObject', OBJECTS, FULL_CONTROL)];

/** A trail, and its bucket with that policy. */
export function trail(properties: Properties = {}, statements: object[] = WRITES): Resources {
  return {
    Bucket: { Type: 'AWS::S3::Bucket', Properties: {} },
    BucketPolicy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: document(...statements) } },
    Trail: { Type: 'AWS::CloudTrail::Trail', DependsOn: 'BucketPolicy', Properties: { S3BucketName: { Ref: 'Bucket' }, IsLogging: true, ...properties } },
  };
}

export const letIn = (service: string, Action: string, Resource: unknown, Condition?: object) => (
  { Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action, Resource, ...Condition && { Condition } });
export const from = (source: unknown) => ({ ArnEquals: { 'aws:SourceArn': source } });
/** What a queue needs that is the target of the rule `Rule`. */
export const RULE_TO_QUEUE = letIn('events', 'sqs:SendMessage', arn('Queue'), from(arn('Rule')));

/** What is heard of a key: of the calls that the pattern takes, whole, in a queue that is the target itself. */
export function listener(KeyArn: string, detail: Properties = {}, statements: object[] = [RULE_TO_QUEUE]): Resources {
  return {
    Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
    ...statements.length > 0 && {
      QueuePolicy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: document(...statements) } },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { 'source': ['aws.kms'], 'detail-type': ['AWS API Call via CloudTrail'], 'detail': { resources: { ARN: [KeyArn] }, ...detail } },
        Targets: [{ Id: 'Queue', Arn: arn('Queue') }],
      },
    },
  };
}

/** The same by way of a topic, with what their policies say. */
export function subscriber(KeyArn: string, ofTopic: object[], ofQueue: object[]): Resources {
  const { Rule, ...queue } = listener(KeyArn, {}, ofQueue);
  return {
    ...queue,
    Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
    ...ofTopic.length > 0 && {
      TopicPolicy: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: document(...ofTopic) } },
    },
    Subscription: {
      Type: 'AWS::SNS::Subscription',
      Properties: { Protocol: 'sqs', TopicArn: { Ref: 'Topic' }, Endpoint: arn('Queue'), RawMessageDelivery: true },
    },
    Rule: { ...Rule, Properties: { ...Rule.Properties, Targets: [{ Id: 'Topic', Arn: { Ref: 'Topic' } }] } },
  };
}

export async function deployed(resources: Resources, stack = new Stack()): Promise<{ stack: Stack } & Outcome> {
  const outputs = 'Queue' in resources ? { queue: { Ref: 'Queue' } } : undefined;
  const outcome = await stack.create(resources, { outputs });
  if (outcome.status !== 'CREATE_COMPLETE') throw new Error(`${outcome.status} ${outcome.reasons.join('; ')}`);
  return { stack, ...outcome };
}

export async function changed(stack: Stack, resources: Resources): Promise<void> {
  const { status, reasons } = await stack.update(resources, { outputs: 'Queue' in resources ? { queue: { Ref: 'Queue' } } : undefined });
  if (status !== 'UPDATE_COMPLETE') throw new Error(`${status} ${reasons.join('; ')}`);
}

/** What has arrived until the call of this name did, which the test makes last: so that waiting has an end, and nothing else came before. */
export async function heard(QueueUrl: string, last: string, region = 'us-east-1'): Promise<any[]> {
  const sqs = new SQSClient({ region, useQueueUrlAsEndpoint: false });
  const found: any[] = [];
  await eventually(10, async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    for (const message of Messages) found.push(await taken(sqs, QueueUrl, message));
    if (!found.some(({ detail }) => detail.eventName === last)) throw new Error(`${last} has not arrived, but ${namesOf(found)}`);
  });
  return found;
}

export const namesOf = (events: any[]) => events.map(({ detail }) => detail.eventName);

async function taken(sqs: SQSClient, QueueUrl: string, { Body, ReceiptHandle }: Message): Promise<any> {
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return JSON.parse(Body!);
}
