"""The policy that a topic of CloudFormation has before it is given one: for its own account, where ministack's is for everybody.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html shows one.
"""

import json

from ministack.core.responses import get_account_id
from ministack.services import sns
from ministack.services.cloudformation import provisioners


def install() -> None:
    handlers = provisioners._RESOURCE_HANDLERS['AWS::SNS::Topic']
    creates = handlers['create']

    def create(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
        arn, attributes = creates(logical_id, properties, stack)
        of_topic = sns._topics[arn]['attributes']
        policy = json.loads(of_topic['Policy'])
        policy['Statement'][0]['Condition'] = {'StringEquals': {'AWS:SourceOwner': get_account_id()}}
        of_topic['Policy'] = json.dumps(policy)
        return arn, attributes

    handlers['create'] = create
