"""AWS::EC2::FlowLog, which ministack knows through its API only: a record, nothing is ever logged.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-flowlog.html
"""

import uuid

from ministack.core.responses import now_iso
from ministack.services import ec2

from aws.resource import Refused, register


def install() -> None:
    register('AWS::EC2::FlowLog', create, update, delete)


def create(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
    kinds = {'VPC': ec2._vpcs, 'Subnet': ec2._subnets, 'NetworkInterface': ec2._network_interfaces}
    resource = properties['ResourceId']
    if resource not in kinds.get(properties['ResourceType'], {}):
        raise Refused(f"The {properties['ResourceType']} '{resource}' does not exist")
    flow_log = f'fl-{uuid.uuid4().hex[:17]}'
    ec2._flow_logs[flow_log] = {
        'FlowLogId': flow_log,
        'ResourceId': resource,
        'ResourceType': properties['ResourceType'],
        'TrafficType': properties.get('TrafficType', 'ALL'),
        'LogDestinationType': properties.get('LogDestinationType', 'cloud-watch-logs'),
        'LogDestination': properties.get('LogDestination') or properties.get('LogGroupName', ''),
        'FlowLogStatus': 'ACTIVE',
        'CreationTime': now_iso(),
    }
    ec2._tags[flow_log] = properties.get('Tags', [])
    return flow_log, {'Id': flow_log}


def update(flow_log: str, old: dict, properties: dict) -> dict:
    """Only the tags change in place."""
    ec2._tags[flow_log] = properties.get('Tags', [])
    return {'Id': flow_log}


def delete(flow_log: str, properties: dict) -> None:
    ec2._flow_logs.pop(flow_log, None)
    ec2._tags.pop(flow_log, None)
