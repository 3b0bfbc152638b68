"""What a policy may ask about a call to AWS KMS, which ministack tells its evaluator nothing of.

https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
"""

import json

from ministack.core import iam_actions
from ministack.core.responses import get_account_id


def install() -> None:
    tags = iam_actions.request_tag_context

    def context(service: str, action: str, body: bytes, *args) -> dict:
        keys = tags(service, action, body, *args)
        return {**keys, **keys_of(action, body)} if service == 'kms' else keys

    iam_actions.request_tag_context = context


def keys_of(action: str, body: bytes) -> dict:
    keys = {'kms:calleraccount': get_account_id()}
    days = json.loads(body or b'{}').get('PendingWindowInDays')
    # Absent unless the request has it: whether the default counts is UNCONFIRMED.
    if action == 'kms:ScheduleKeyDeletion' and days is not None:
        keys['kms:schedulekeydeletionpendingwindowindays'] = str(days)
    return keys
