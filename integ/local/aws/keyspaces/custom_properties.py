"""The settings of CQL that are Keyspaces' own, as a request of its API.

https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.ddl.table.html
"""

import re

from aws.resource import Refused

NAMES = {
    'capacity_mode': 'capacitySpecification',
    'cdc_specification': 'cdcSpecification',
    'client_side_timestamps': 'clientSideTimestamps',
    'encryption_specification': 'encryptionSpecification',
    'point_in_time_recovery': 'pointInTimeRecovery',
    'replica_updates': 'replicaSpecifications',
    'ttl': 'ttl',
    'warm_throughput': 'warmThroughputSpecification',
}
AUTOSCALING = {
    'provisioned_read_capacity_autoscaling_update': 'readCapacityAutoScaling',
    'provisioned_write_capacity_autoscaling_update': 'writeCapacityAutoScaling',
}


def request_of(given: dict) -> dict:
    """`given` holds what a statement sets: customProperties, autoscalingSettings, cdc, tags."""
    request = {}
    for name, value in given.get('customProperties', {}).items():
        if name.lower() not in NAMES:
            raise Refused(f'Unknown custom property {name}: there are {", ".join(NAMES)}')
        request[NAMES[name.lower()]] = setting(name.lower(), value)
    if 'cdc' in given or 'cdcSpecification' in request:
        enabled = str(given.get('cdc', True)).lower() == 'true'
        request['cdcSpecification'] = {'status': 'ENABLED' if enabled else 'DISABLED', **request.get('cdcSpecification', {})}
    if given.get('autoscalingSettings'):
        settings = given['autoscalingSettings']
        request['autoScalingSpecification'] = {to: camel_case(settings[name]) for name, to in AUTOSCALING.items() if name in settings}
        if 'replica_updates' in settings:
            request['replicaSpecifications'] = merged(request.get('replicaSpecifications', []), replicas(settings['replica_updates']))
    if given.get('tags'):
        request['tags'] = [{'key': key, 'value': value} for key, value in given['tags'].items()]
    return request


def setting(name: str, value: dict) -> dict | list:
    if name == 'replica_updates':
        return replicas(value)
    if name == 'encryption_specification':
        return {'type': value.get('encryption_type'), **({'kmsKeyIdentifier': value['kms_key_identifier']} if 'kms_key_identifier' in value else {})}
    converted = camel_case(value)
    if 'status' in converted:
        converted['status'] = str(converted['status']).upper()
        if converted['status'] not in ('ENABLED', 'DISABLED'):
            raise Refused(f'The status of {name} is enabled or disabled, not {value["status"]}')
    return converted


def replicas(updates: dict) -> list[dict]:
    return [{'region': region, **{AUTOSCALING.get(name, camel_text(name)): camel_case(value) for name, value in settings.items()}}
            for region, settings in updates.items()]


def merged(one: list[dict], other: list[dict]) -> list[dict]:
    """The same Region's settings, of which CQL writes some here and some there."""
    regions = {replica['region']: replica for replica in one}
    for replica in other:
        regions[replica['region']] = {**regions.get(replica['region'], {}), **replica}
    return list(regions.values())


def camel_case(value: object) -> object:
    return {camel_text(name): camel_case(item) for name, item in value.items()} if isinstance(value, dict) else value


def camel_text(name: str) -> str:
    return re.sub('_(.)', lambda match: match[1].upper(), name.lower()).replace('autoscaling', 'autoScaling')
