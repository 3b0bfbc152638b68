import { Lazy, Resource } from 'aws-cdk-lib';
import type { Trail } from 'aws-cdk-lib/aws-cloudtrail';
import { type IRuleTarget, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { alarmMessage, namesOfTables } from './alarm-message';
import { KEY_CALLS, type KeyCall } from './key-calls';
import { letEventsPublish, requireUsableTopic } from './topic';
import { requireTrail } from './trail';
import { refusal } from '../../private/errors';
import { surelyElsewhere } from '../../private/surely-differ';
import { requireTopicFirst } from '../deployed-before';
import { requireNoAlias } from '../require-usable-key';

/** What to tell of a key, and to whom. */
export interface LossOfAccessAlarmProps {
  /** The key that tables are encrypted with: a `KeyspacesKey` or any other, also an imported one. */
  readonly key: kms.IKeyRef;

  /**
   * Who is told. Its policy gets the statement by which Amazon EventBridge publishes, which can have no condition: every rule may.
   * A key of yours that encrypts the topic gets one, too. What is imported cannot be changed from here, which is a warning with the
   * statement to add.
   *
   * Fails for a FIFO topic, for one that is encrypted with the key itself, and at synthesis for one whose stack needs the alarm's.
   *
   * @default - a topic is made, which nobody is subscribed to yet: subscribe to `topic`
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
   */
  readonly topic?: sns.ITopic;

  /**
   * The trail that logs the calls. A trail that does not log management events of AWS KMS that write, in the Region and account of the key, is refused.
   *
   * @default - a trail that exists already is assumed, which is a warning
   */
  readonly trail?: Trail;
}

/**
 * Whom CloudTrail names as the source of calls that CloudFormation made for somebody: those of one's own deployments.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
const CLOUDFORMATION = 'cloudformation.amazonaws.com';

/**
 * Tells, mostly within minutes, who took a key away from tables of Amazon Keyspaces: `DisableKey`, `ScheduleKeyDeletion`, `PutKeyPolicy`, `RevokeGrant` and
 * `DeleteImportedKeyMaterial`, as EventBridge hears of them from CloudTrail. Calls that were refused are not told.
 *
 * CloudTrail hands events on as well as it can and promises nothing; imported key material that expires and key stores that are disconnected
 * are no such calls. `InaccessibleTablesAlarm` sees all of it, a little later.
 *
 * An alarm has six rules, of which an event bus has a quota: a key for several tables needs fewer than a key for each.
 *
 * The message has who did it, which tables of the app may become unreadable, and how to undo it: after seven days without its key a table is
 * deleted, and the event of AWS KMS itself, `KMS CMK Deletion`, comes when nothing can be undone any more. A new policy that CloudFormation
 * puts is told apart: it is most often one's own deployment.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.howitworks.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export class LossOfAccessAlarm extends Resource {
  /** Who is told. */
  public readonly topic: sns.ITopic;

  private readonly keyArn: string;
  private readonly tables: string;

  constructor(scope: Construct, id: string, { key, topic, trail }: LossOfAccessAlarmProps) {
    super(scope, id);
    requireNoAlias(key, this);
    this.keyArn = key.keyRef.keyArn;
    // Tables come later.
    this.tables = Lazy.string({ produce: () => namesOfTables(this, this.keyArn) });
    this.requireSameEnvironment(key);
    requireTrail(this, trail);
    if (topic) {
      requireUsableTopic(this, topic, this.keyArn);
      requireTopicFirst(this, topic.topicArn);
    }
    this.topic = topic ?? new sns.Topic(this, 'Topic', { displayName: 'Keys of Amazon Keyspaces', enforceSSL: true });
    for (const call of KEY_CALLS) this.tell(call.name, call, call.name === 'PutKeyPolicy' ? [{ 'anything-but': CLOUDFORMATION }] : undefined);
    const deployed = { name: 'PutKeyPolicy', did: 'changed its policy by a deployment', undo: 'deploy what was there before, if the change was not meant' };
    this.tell('Deployment', deployed, [CLOUDFORMATION]);
    letEventsPublish(this, this.topic);
  }

  private tell(id: string, call: KeyCall, sourceIPAddress?: unknown[]): void {
    new Rule(this, id, {
      description: `Somebody ${call.did}: a key of Amazon Keyspaces (${call.name})`,
      eventPattern: {
        source: ['aws.kms'],
        detailType: ['AWS API Call via CloudTrail'],
        detail: {
          eventSource: ['kms.amazonaws.com'],
          eventName: [call.name],
          // The request may name the key by its id.
          resources: { ARN: [this.keyArn] },
          errorCode: [{ exists: false }],
          ...sourceIPAddress && { sourceIPAddress },
        },
      },
      targets: [this.target(RuleTargetInput.fromText(alarmMessage(this.keyArn, call, this.tables)))],
    });
  }

  private target(input: RuleTargetInput): IRuleTarget {
    return { bind: () => ({ arn: this.topic.topicArn, input, targetResource: this.topic }) };
  }

  /** Rules hear of what happens in their own account and Region. */
  private requireSameEnvironment(key: kms.IKeyRef): void {
    if (!surelyElsewhere(key, this)) return;
    throw refusal('AlarmElsewhere', this, {
      what: 'an alarm for a key in',
      got: `${key.env.region} of ${key.env.account}`,
      expected: `the account and Region of the alarm, ${this.env.region} of ${this.env.account}`,
      remedy: 'make the alarm in a stack where the key is',
    });
  }
}
