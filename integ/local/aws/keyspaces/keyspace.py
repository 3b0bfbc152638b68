"""AWS::Cassandra::Keyspace.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-keyspace.html
"""

import time

from ministack.core.responses import get_region

from aws import control, principal
from aws.keyspaces import authorization, cql, customer_managed_key, database, operations, store, tags
from aws.keyspaces.limits import LIMITS
from aws.resource import NotFound, Refused, already_exists, generated_name, register

TYPE = 'AWS::Cassandra::Keyspace'


def install() -> None:
    register(TYPE, create, update, delete)


def create(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
    name = properties.get('KeyspaceName') or generated_name(stack, logical_id)
    record = {'Properties': properties, 'Created': time.time()}
    authorize('Create', name, record, tags=properties.get('Tags', []))
    check_name(name)
    check_regions(record)
    tags.check(properties.get('Tags', []))
    with operations.under_way(name):
        if name in store.keyspaces:
            raise already_exists(TYPE, name)
        control.check_quota('keyspaces', len(store.keyspaces), 'keyspaces')
        database.execute(cql.create_keyspace(name, store.regions(record)))
        store.keyspaces[name] = record
    return name, {}


def update(name: str, old: dict, properties: dict) -> dict:
    current = existing(name)
    wanted = {**current, 'Properties': properties}
    authorize('Alter', name, wanted, **tags.changes(current['Properties'], properties))
    check_regions(wanted)
    tags.check(properties.get('Tags', []))
    check_timestamps_stay_on(current['Properties'], properties)
    check_added_regions(name, current, wanted)
    if set(store.regions(wanted)) - set(store.regions(current)):
        authorize_replication(name, wanted)
    with operations.under_way(name):
        if store.regions(wanted) != store.regions(current):
            database.execute(f'ALTER KEYSPACE {cql.quoted(name)} WITH replication = {cql.replication(store.regions(wanted))}')
        store.keyspaces[name] = wanted
    return {}


def delete(name: str, properties: dict) -> None:
    """Deletes the tables as well. https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_DeleteKeyspace.html"""
    authorize('Drop', name)
    existing(name)
    with operations.under_way(name):
        database.execute(f'DROP KEYSPACE IF EXISTS {cql.quoted(name)}')
        for table in store.inside(store.tables, name):
            customer_managed_key.release_grant(store.tables.pop(store.identifier(name, table)))
        for inside in store.inside(store.types, name):
            del store.types[store.identifier(name, inside)]
        del store.keyspaces[name]


def authorize(action: str, name: str, record: dict | None = None, **tagging: list[dict]) -> None:
    record = record or store.keyspaces.get(name)
    authorization.require(action, store.keyspace_arn(name), multi_region=bool(record and store.regions(record)), **tagging)


def authorize_replication(name: str, wanted: dict) -> None:
    """What else it takes to add a Region; the schema of CloudFormation's handler has no Create.

    https://docs.aws.amazon.com/keyspaces/latest/devguide/howitworks_replication_permissions_addReplica.html
    """
    handler = principal.acting.get()().handler
    for action in ('Select', 'Modify', *(() if handler else ('Create',))):
        authorize(action, name, wanted)


def existing(name: str) -> dict:
    check_name(name)
    if name not in store.keyspaces:
        raise NotFound(f'Keyspace {name} does not exist')
    return store.keyspaces[name]


def check_name(name: str) -> None:
    """https://docs.aws.amazon.com/keyspaces/latest/devguide/working-with-keyspaces.html"""
    if name.lower() in LIMITS.reservedKeyspaces:
        raise Refused(f'Keyspace {name} is a system keyspace: it is read-only')


def check_regions(keyspace: dict) -> None:
    """https://docs.aws.amazon.com/keyspaces/latest/devguide/multiRegion-replication_usage-notes.html"""
    replication = keyspace['Properties'].get('ReplicationSpecification', {})
    regions = replication.get('RegionList')
    if replication.get('ReplicationStrategy') == 'MULTI_REGION':
        if len(regions or []) < 2:
            raise Refused('A MULTI_REGION keyspace needs a RegionList of at least two Regions')
        if get_region() not in regions:
            raise Refused(f'The RegionList {regions} must include the Region of the keyspace, {get_region()}')
    elif regions:
        raise Refused('A RegionList is for MULTI_REGION keyspaces only')


def check_timestamps_stay_on(old: dict, new: dict) -> None:
    """https://docs.aws.amazon.com/keyspaces/latest/devguide/client-side-timestamps.html"""
    if old.get('ClientSideTimestampsEnabled') and new.get('ClientSideTimestampsEnabled') is False:
        raise Refused('Client-side timestamps cannot be disabled once they are enabled')


def check_added_regions(name: str, current: dict, wanted: dict) -> None:
    """https://docs.aws.amazon.com/keyspaces/latest/devguide/keyspaces-multi-region-add-replica.html"""
    removed = set(store.regions(current)) - set(store.regions(wanted))
    if removed:
        # UNCONFIRMED: no page tells of removing a Region.
        raise Refused(f'Removing Regions is not supported: {", ".join(sorted(removed))}')
    tables = store.inside(store.tables, name)
    if store.regions(current) or not store.regions(wanted) or not tables:
        return
    if not wanted['Properties'].get('ClientSideTimestampsEnabled'):
        raise Refused('To add a Region to a keyspace with tables, ClientSideTimestampsEnabled must be true')
    for table, record in tables.items():
        if 'KmsKeyIdentifier' in record['Properties'].get('EncryptionSpecification', {}):
            raise Refused(f'Table {table} is encrypted with a customer managed key, which multi-Region replication does not support')
