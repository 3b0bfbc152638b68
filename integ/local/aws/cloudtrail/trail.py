"""AWS::CloudTrail::Trail, which ministack knows through its API only: nothing is written to its bucket.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudtrail-trail.html
"""

import json

from ministack.core.responses import get_account_id
from ministack.services import cloudtrail

from aws.resource import NotFound, Refused, generated_name, register

TYPE = 'AWS::CloudTrail::Trail'
SELECTORS = ('EventSelectors', 'AdvancedEventSelectors')
# What is no parameter of CreateTrail and UpdateTrail.
ELSEWHERE = ('TrailName', 'IsLogging', 'Tags', *SELECTORS)


def install() -> None:
    register(TYPE, create, update, delete)


def create(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
    name = properties.get('TrailName') or generated_name(stack, logical_id)
    ask('CreateTrail', {'Name': name, **parameters(properties)})
    return name, configure(name, {}, properties)


def update(name: str, old: dict, properties: dict) -> dict:
    ask('UpdateTrail', {'Name': name, **parameters(properties)})
    return configure(name, old, properties)


def delete(name: str, properties: dict) -> None:
    ask('DeleteTrail', {'Name': name})


def configure(name: str, old: dict, properties: dict) -> dict:
    selectors = {key: properties[key] for key in SELECTORS if properties.get(key)}
    if selectors or any(old.get(key) for key in SELECTORS):
        ask('PutEventSelectors', {'TrailName': name, **(selectors or {'EventSelectors': cloudtrail._DEFAULT_EVENT_SELECTORS})})
    ask('StartLogging' if properties['IsLogging'] else 'StopLogging', {'Name': name})
    arn = cloudtrail._trail_arn(name)
    cloudtrail._trail_tags[arn] = {tag['Key']: tag['Value'] for tag in properties.get('Tags', [])}
    topic = properties.get('SnsTopicName', '')
    return {'Arn': arn, 'SnsTopicArn': topic if topic.startswith('arn:') else f'arn:aws:sns:{arn.split(":")[3]}:{get_account_id()}:{topic}'}


def parameters(properties: dict) -> dict:
    return {'KmsKeyId' if key == 'KMSKeyId' else key: value for key, value in properties.items() if key not in ELSEWHERE}


def ask(operation: str, request: dict) -> None:
    status, _, body = cloudtrail._DISPATCH[operation](request)
    if status < 400:
        return
    error = json.loads(body)
    raise (NotFound if error['__type'] == 'TrailNotFoundException' else Refused)(f'{error["message"]} ({error["__type"]})')
