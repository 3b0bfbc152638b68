"""Whether the policy of a topic or a queue lets EventBridge deliver there: what it does not let in is lost, and the rule tells nobody.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
"""

from ministack.core import iam_evaluator as iam
from ministack.core.responses import get_account_id, get_region
from ministack.services import eventbridge, sns, sqs

SERVICE = 'events.amazonaws.com'


def install() -> None:
    invokes = eventbridge._invoke_target

    def invoke(target: dict, event: dict, rule: dict, view: object = None) -> None:
        if may_deliver(target['Arn'], rule['Arn']):
            invokes(target, event, rule, view)
        else:
            eventbridge.logger.warning('EventBridge: the policy of %s does not let %s in', target['Arn'], rule['Arn'])

    eventbridge._invoke_target = invoke


def may_deliver(target: str, rule: str) -> bool:
    service = target.split(':')[2]
    if service == 'sqs':
        return sqs.queue_policy_allows(target, SERVICE, rule, get_account_id())
    return service != 'sns' or topic_lets_in(target)


def topic_lets_in(topic: str) -> bool:
    """"You can't use Condition blocks in Amazon SNS topic policies for EventBridge": here the keys are absent, so that none is met."""
    policy, _ = sns.topic_policy_for_arn(topic) or (None, None)
    request = iam.EvalContext('*', 'Service', '', 'sns:Publish', topic, get_region(), secure_transport=True)
    return iam.evaluate_resource_policy(policy, request, service=SERVICE).decision == 'Allow'
