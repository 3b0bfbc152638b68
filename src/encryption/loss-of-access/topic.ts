import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import { refusal } from '../../private/errors';
import { readable } from '../../private/readable';
import { warn } from '../../private/warnings';
import { identityOf } from '../count-grants';

const EVENTS = 'events.amazonaws.com';

/** What would never be told by a topic, as far as that can be seen. */
export function requireUsableTopic(alarm: IConstruct, topic: sns.ITopic, keyArn: string): void {
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
  if (topic.fifo) {
    throw refusal('TopicNotStandard', alarm, {
      what: 'a topic of the kind FIFO,',
      got: topic.node.path,
      expected: 'a standard topic, because Amazon EventBridge publishes to no other',
      remedy: 'give a standard topic, or leave the property out',
    });
  }
  if (!topic.masterKey || identityOf(alarm, topic.masterKey.keyArn) !== identityOf(alarm, keyArn)) return;
  throw refusal('TopicOfWatchedKey', alarm, {
    what: 'a topic that is encrypted with the key that is watched,',
    got: topic.node.path,
    expected: 'another key, because nobody is told of the loss of this one by what needs it',
    remedy: 'encrypt the topic with another key, or leave the property out',
  });
}

/**
 * Without a condition on the rules: the service knows none in the policy of a topic, and nobody would be told.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 */
export function letEventsPublish(alarm: IConstruct, topic: sns.ITopic): void {
  const principals = [new iam.ServicePrincipal(EVENTS)];
  const sid = `LossOfAccess${alarm.node.addr.slice(-8)}`;
  const publish = new iam.PolicyStatement({ sid, actions: ['sns:Publish'], principals, resources: [topic.topicArn] });
  if (!topic.addToResourcePolicy(publish).statementAdded) {
    warn(alarm, 'topicPolicyNotManaged', 'the policy of the topic is not made by the AWS CDK;'
      + ` nobody is told unless it allows: ${readable(alarm, publish.toStatementJson())}`);
  }
  // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
  const encrypt = new iam.PolicyStatement({ sid, actions: ['kms:Decrypt', 'kms:GenerateDataKey*'], principals, resources: ['*'] });
  if (!topic.masterKey || topic.masterKey.addToResourcePolicy(encrypt, true).statementAdded) return;
  warn(alarm, 'topicKeyNotManaged', 'the policy of the key that the topic is encrypted with is not made by the AWS CDK;'
    + ` nobody is told unless it allows: ${readable(alarm, encrypt.toStatementJson())}`);
}
