"""A call to AWS KMS as CloudTrail records it, and as EventBridge hears of it.

https://docs.aws.amazon.com/kms/latest/developerguide/understanding-kms-entries.html
"""

import json
import uuid

from ministack.core.responses import get_account_id, get_region, now_iso
from ministack.services import eventbridge

from aws.cloudtrail import identity, selectors


def tell(name: str, key_arn: str | None, parameters: dict | None, answer: dict | None = None, error: tuple[str, str] | None = None) -> None:
    """Only where a trail logs it: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html"""
    who = identity.fields()
    if who is None:
        return
    record = {
        'eventVersion': '1.08',
        **who,
        'eventTime': now_iso()[:19] + 'Z',
        'eventSource': 'kms.amazonaws.com',
        'eventName': name,
        'awsRegion': get_region(),
        'requestParameters': parameters,
        'responseElements': answer,
        'requestID': str(uuid.uuid4()),
        'eventID': str(uuid.uuid4()),
        'readOnly': False,
        # Always its ARN, whatever the request calls it.
        'resources': [{'accountId': get_account_id(), 'type': 'AWS::KMS::Key', 'ARN': key_arn}] if key_arn else [],
        'eventType': 'AwsApiCall',
        'managementEvent': True,
        'recipientAccountId': get_account_id(),
        'eventCategory': 'Management',
    }
    if error:
        record |= {'errorCode': error[0], 'errorMessage': error[1]}
    if selectors.is_logged(record):
        eventbridge._put_events({'Entries': [
            {'Source': 'aws.kms', 'DetailType': 'AWS API Call via CloudTrail', 'Detail': json.dumps(record), 'Resources': []},
        ]}, allow_aws_source=True)
