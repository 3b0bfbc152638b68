"""The capacity of a table: how often its mode may change, and what it is told to be.

https://docs.aws.amazon.com/keyspaces/latest/devguide/ReadWriteCapacityMode.SwitchReadWriteCapacityMode.html
"""

import time

from aws.keyspaces.limits import LIMITS
from aws.resource import Refused


def mode(properties: dict) -> str:
    return properties.get('BillingMode', {}).get('Mode', 'ON_DEMAND')


def with_mode(record: dict) -> dict:
    """Remembers when a table became an on-demand one."""
    now = mode(record['Properties'])
    begins = now == 'ON_DEMAND' and record.get('Mode') != 'ON_DEMAND'
    return {**record, 'Mode': now, 'OnDemandSince': time.time() if begins else record.get('OnDemandSince')}


def check_mode(record: dict, properties: dict) -> None:
    """To provisioned capacity at any time, back to on-demand once a day, and not within a day of the creation as on-demand."""
    since = record['OnDemandSince']
    back = record['Mode'] == 'PROVISIONED' and mode(properties) == 'ON_DEMAND'
    if back and since and time.time() - since < LIMITS.onDemandSeconds:
        raise Refused('A table is switched from provisioned to on-demand capacity mode once in 24 hours, '
                      'and not within 24 hours of its creation as an on-demand table')


def is_autoscaled(properties: dict) -> bool:
    settings = [*properties.get('AutoScalingSpecifications', {}).values(),
                *(replica['ReadCapacityAutoScaling'] for replica in properties.get('ReplicaSpecifications', [])
                  if 'ReadCapacityAutoScaling' in replica)]
    return any(not scaling.get('AutoScalingDisabled') for scaling in settings)


def described(record: dict, region: str | None = None) -> dict:
    """https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_CapacitySpecificationSummary.html"""
    if record['Mode'] == 'ON_DEMAND':
        return {'throughputMode': 'PAY_PER_REQUEST', 'lastUpdateToPayPerRequestTimestamp': record['OnDemandSince']}
    properties = record['Properties']
    units = properties['BillingMode']['ProvisionedThroughput']
    reads = next((replica['ReadCapacityUnits'] for replica in properties.get('ReplicaSpecifications', [])
                  if replica['Region'] == region and 'ReadCapacityUnits' in replica), units['ReadCapacityUnits'])
    return {'throughputMode': 'PROVISIONED', 'readCapacityUnits': reads, 'writeCapacityUnits': units['WriteCapacityUnits']}


def warm_throughput(record: dict) -> dict:
    """What a table has by default, it has in any case: https://docs.aws.amazon.com/keyspaces/latest/devguide/warm-throughput.html

    UNCONFIRMED whether it can be lowered again: nothing refuses it here.
    """
    capacity, wanted = described(record), record['Properties'].get('WarmThroughput', {})
    return {
        'readUnitsPerSecond': wanted.get('ReadUnitsPerSecond', capacity.get('readCapacityUnits', LIMITS.warmThroughput.read)),
        'writeUnitsPerSecond': wanted.get('WriteUnitsPerSecond', capacity.get('writeCapacityUnits', LIMITS.warmThroughput.write)),
        'status': 'AVAILABLE',
    }


def auto_scaling(properties: dict, regions: list[str]) -> dict:
    """https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_GetTableAutoScalingSettings.html"""
    common = properties.get('AutoScalingSpecifications', {})
    if not is_autoscaled(properties):
        # UNCONFIRMED how the service words that there is none.
        return {}
    own = {replica['Region']: replica['ReadCapacityAutoScaling'] for replica in properties.get('ReplicaSpecifications', [])
           if 'ReadCapacityAutoScaling' in replica}
    replicas = [{'region': region, 'autoScalingSpecification': uncapitalized(
        {**common, **({'ReadCapacityAutoScaling': own[region]} if region in own else {})})} for region in regions]
    return {'autoScalingSpecification': uncapitalized(common), **({'replicaSpecifications': replicas} if replicas else {})}


def uncapitalized(value: object) -> object:
    return {name[0].lower() + name[1:]: uncapitalized(item) for name, item in value.items()} if isinstance(value, dict) else value
