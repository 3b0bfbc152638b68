"""What the service refuses of a table though its schema allows it."""

import re

from aws.keyspaces import cql, store, tags
from aws.keyspaces.limits import LIMITS
from aws.resource import Refused


def check(properties: dict, keyspace: dict) -> None:
    """The rules that a table's properties are held to on every create and update."""
    check_capacity(properties)
    check_time_to_live(properties)
    check_replicas(properties, store.regions(keyspace))
    check_encryption(properties, store.regions(keyspace))
    check_timestamps(properties, store.regions(keyspace))
    check_types([column['ColumnType'] for column in cql.columns(properties)])
    tags.check(properties.get('Tags', []))
    tags.check(properties.get('CdcSpecification', {}).get('Tags', []))


def check_capacity(properties: dict) -> None:
    """https://docs.aws.amazon.com/keyspaces/latest/devguide/autoscaling.html"""
    billing = properties.get('BillingMode', {'Mode': 'ON_DEMAND'})
    provisioned = billing['Mode'] == 'PROVISIONED'
    if provisioned and 'ProvisionedThroughput' not in billing:
        raise Refused('PROVISIONED capacity needs ReadCapacityUnits and WriteCapacityUnits')
    replicas = properties.get('ReplicaSpecifications', [])
    settings = [*properties.get('AutoScalingSpecifications', {}).values(),
                *(replica['ReadCapacityAutoScaling'] for replica in replicas if 'ReadCapacityAutoScaling' in replica)]
    if not provisioned and (any(not scaling.get('AutoScalingDisabled') for scaling in settings)
                            or any('ReadCapacityUnits' in replica for replica in replicas)):
        raise Refused('Auto scaling and capacity units are for tables in PROVISIONED capacity mode only')
    for scaling in settings:
        if scaling.get('MinimumUnits', 1) > scaling.get('MaximumUnits', float('inf')):
            raise Refused(f'MinimumUnits {scaling["MinimumUnits"]} must not exceed MaximumUnits {scaling["MaximumUnits"]}')
        target = scaling.get('ScalingPolicy', {}).get('TargetTrackingScalingPolicyConfiguration', {}).get('TargetValue')
        low, high = LIMITS.targetValue
        if target is not None and not low <= target <= high:
            raise Refused(f'TargetValue {target} must be between {low} and {high}')


def check_time_to_live(properties: dict) -> None:
    """https://docs.aws.amazon.com/keyspaces/latest/devguide/TTL-how-it-works.html"""
    if properties.get('DefaultTimeToLive', 0) > LIMITS.timeToLiveSeconds:
        raise Refused(f'DefaultTimeToLive {properties["DefaultTimeToLive"]} exceeds {LIMITS.timeToLiveSeconds} seconds, 20 years')
    counts = any(column['ColumnType'].lower() == 'counter' for column in properties.get('RegularColumns', []))
    if counts and (properties.get('DefaultTimeToLive') or properties.get('TimeToLiveEnabled')):
        raise Refused('Time to Live is not supported on tables with counters')


def check_replicas(properties: dict, regions: list[str]) -> None:
    """https://docs.aws.amazon.com/keyspaces/latest/devguide/multiRegion-replication_usage-notes.html"""
    for replica in properties.get('ReplicaSpecifications', []):
        if replica['Region'] not in regions:
            raise Refused(f'ReplicaSpecifications name {replica["Region"]}, which the keyspace is not replicated to')


def check_encryption(properties: dict, regions: list[str]) -> None:
    """https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.howitworks.html"""
    encryption = properties.get('EncryptionSpecification', {})
    managed = encryption.get('EncryptionType') == 'CUSTOMER_MANAGED_KMS_KEY'
    if managed != ('KmsKeyIdentifier' in encryption):
        raise Refused('CUSTOMER_MANAGED_KMS_KEY needs a KmsKeyIdentifier, and AWS_OWNED_KMS_KEY takes none')
    if managed and regions:
        raise Refused('Multi-Region tables do not support customer managed keys: use an AWS owned key')


def check_timestamps(properties: dict, regions: list[str]) -> None:
    """https://docs.aws.amazon.com/keyspaces/latest/devguide/client-side-timestamps.html"""
    if regions and properties.get('ClientSideTimestampsEnabled') is False:
        raise Refused('Client-side timestamps are always enabled for multi-Region tables')


def check_types(types: list[str]) -> None:
    """https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.elements.html"""
    for text in types:
        # In quotes there may be anything.
        unquoted = re.sub(cql.QUOTED, '_', text)
        bare, nested = unquoted, 1
        while nested:
            bare, nested = re.subn('<[^<>]*>', '', bare)
        if not re.fullmatch(r'\s*\w+(\s+static)?\s*', bare, re.IGNORECASE):
            # It becomes a part of a statement, which it must not go beyond.
            raise Refused(f'Invalid type {text}')
        if frozen_levels(unquoted) > LIMITS.frozenLevels:
            # https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html
            raise Refused(f'{text} has more than {LIMITS.frozenLevels} levels of frozen types')
        for name in LIMITS.unsupportedTypes:
            if name in cql.names_in(unquoted):
                raise Refused(f'Unsupported type {name} in {text}')


def frozen_levels(text: str) -> int:
    """How many frozen types are nested in one another."""
    around, deepest, before = [], 0, ''
    for part in re.findall(r'\w+|[<>]', text.lower()):
        if part == '<':
            around.append(before == 'frozen')
        elif part == '>':
            around.pop()
        deepest, before = max(deepest, sum(around)), part
    return deepest


def check_size(keyspace: str, name: str, properties: dict) -> None:
    """https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html

    UNCONFIRMED how the service measures a schema: the statement that makes the table is counted.
    """
    size = len(cql.create_table(keyspace, name, properties).encode())
    if size > LIMITS.schemaBytes:
        raise Refused(f'The schema of {name} has {size} bytes: the limit is {LIMITS.schemaBytes}')
    used = {type_name for column in cql.columns(properties) for type_name in cql.names_in(column['ColumnType'])}
    if len(used & set(store.inside(store.types, keyspace))) > LIMITS.typesPerTable:
        raise Refused(f'Table {name} uses more than {LIMITS.typesPerTable} user-defined types')


def check_change(old: dict, new: dict, regions: list[str]) -> None:
    """What cannot be changed in place, beside the columns."""
    if regions and old.get('DefaultTimeToLive', 0) != new.get('DefaultTimeToLive', 0):
        # https://docs.aws.amazon.com/keyspaces/latest/devguide/multiRegion-replication_usage-notes.html
        raise Refused('The time to live of a multi-Region table cannot be changed')
    before, after = (view_type(properties) for properties in (old, new))
    if before and after and before != after:
        # https://docs.aws.amazon.com/keyspaces/latest/devguide/cdc_how-it-works.html
        raise Refused(f'The view type {before} of an enabled stream cannot be changed: disable the stream first')


def view_type(properties: dict) -> str | None:
    """What the table's stream holds; none without a stream."""
    stream = properties.get('CdcSpecification', {})
    return stream.get('ViewType', 'NEW_AND_OLD_IMAGES') if stream.get('Status') == 'ENABLED' else None


def added_columns(old: dict, new: dict) -> list[dict]:
    """Columns can only be added.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-table.html
    """
    def types(properties: dict) -> dict[str, str]:
        # The schema compares types in lower case.
        return {column['ColumnName']: ' '.join(column['ColumnType'].lower().split())
                for column in properties.get('RegularColumns', [])}

    before, after = types(old), types(new)
    if any(after.get(name) != kind for name, kind in before.items()):
        raise Refused('Altering column is not supported in CloudFormation currently')
    return [column for column in new.get('RegularColumns', []) if column['ColumnName'] not in before]
