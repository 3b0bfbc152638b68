"""AWS::Cassandra::Table.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-table.html
"""

import time

from aws import control, principal
from aws.keyspaces import authorization, capacity, cql, customer_managed_key, database, operations, status, store, streams, table_rules, tags
from aws.keyspaces.keyspace import existing
from aws.resource import NotFound, Refused, already_exists, generated_name, register

TYPE = 'AWS::Cassandra::Table'


def install() -> None:
    register(TYPE, create_and_wait, update, delete)


def create_and_wait(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
    """CloudFormation's handler returns when the table is active."""
    physical_id, attributes = create(logical_id, properties, stack)
    while physical_id in status.creating():
        time.sleep(0.1)
    return physical_id, attributes


def create(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
    keyspace = properties['KeyspaceName']
    name = properties.get('TableName') or generated_name(stack, logical_id)
    authorize('Create', keyspace, name, tags=properties.get('Tags', []))
    parent = existing(keyspace)
    physical_id = store.identifier(keyspace, name)
    with operations.under_way(keyspace, name):
        if physical_id in store.tables:
            raise already_exists(TYPE, physical_id)
        control.check_quota('tables', len(store.tables), 'tables')
        table_rules.check(properties, parent)
        table_rules.check_size(keyspace, name, properties)
        key = check_key(keyspace, name, properties)
        database.execute(cql.create_table(keyspace, name, properties))
        now = time.time()
        store.tables[physical_id] = with_settings(parent, {
            'Properties': properties,
            'Created': now,
            'ReadyAt': now + control.fault('createSeconds'),
            'Creator': principal.acting.get()().principal.arn,
            'Grants': customer_managed_key.make_grants(key, keyspace, name) if key else [],
        })
    return physical_id, {}


def update(physical_id: str, old: dict, properties: dict) -> dict:
    keyspace, name = store.names(physical_id)
    record = find(keyspace, name)
    current, parent = record['Properties'], store.keyspaces[keyspace]
    authorize('Alter', keyspace, name, **tags.changes(current, properties))
    with operations.under_way(keyspace, name):
        table_rules.check(properties, parent)
        table_rules.check_size(keyspace, name, properties)
        table_rules.check_change(current, properties, store.regions(parent))
        capacity.check_mode(record, properties)
        added = table_rules.added_columns(current, properties)
        grants = record['Grants']
        if customer_managed_key.arn_of(properties) != customer_managed_key.arn_of(current):
            key = check_key(keyspace, name, properties)
            customer_managed_key.release_grant(record)
            grants = customer_managed_key.make_grants(key, keyspace, name) if key else []
        streams.settle(keyspace, name, record)
        for column in added:
            database.execute(f'ALTER TABLE {cql.full_name(keyspace, name)} ADD {cql.column(column)}')
        seconds = properties.get('DefaultTimeToLive', 0)
        if seconds != current.get('DefaultTimeToLive', 0):
            database.execute(f'ALTER TABLE {cql.full_name(keyspace, name)} WITH default_time_to_live = {seconds}')
        store.tables[physical_id] = with_settings(parent, {**record, 'Properties': properties, 'Grants': grants})
        streams.begin(keyspace, name, store.tables[physical_id], record)
    return {}


def delete(physical_id: str, properties: dict) -> None:
    keyspace, name = store.names(physical_id)
    authorize('Drop', keyspace, name)
    find(keyspace, name)
    with operations.under_way(keyspace, name):
        database.execute(f'DROP TABLE IF EXISTS {cql.full_name(keyspace, name)}')
        customer_managed_key.release_grant(store.tables.pop(physical_id))


def drop(physical_id: str) -> None:
    """Over the API and CQL. CloudFormation's handler has the permissions to turn auto scaling off itself.

    https://docs.aws.amazon.com/keyspaces/latest/devguide/autoscaling.permissions.html
    """
    names = store.names(physical_id)
    authorize('Drop', *names)
    if capacity.is_autoscaled(find(*names)['Properties']):
        raise Refused(f'Auto scaling must be turned off before the table {names[1]} can be deleted')
    delete(physical_id, {})


def find(keyspace: str, name: str) -> dict:
    record = store.tables.get(store.identifier(keyspace, name))
    if not record:
        raise NotFound(f'Table {keyspace}.{name} does not exist')
    return record


def authorize(action: str, keyspace: str, name: str, **tagging: list[dict]) -> None:
    authorization.require(action, store.table_arn(keyspace, name), multi_region=store.is_multi_region(keyspace), **tagging)


def check_key(keyspace: str, name: str, properties: dict) -> str | None:
    key = customer_managed_key.arn_of(properties)
    if key:
        customer_managed_key.check(key, keyspace, name)
    return key


def with_settings(keyspace: dict, record: dict) -> dict:
    """What stays on once it is on, custom time to live and client-side timestamps, and what depends on what was before.

    https://docs.aws.amazon.com/keyspaces/latest/devguide/TTL-how-it-works.html
    https://docs.aws.amazon.com/keyspaces/latest/devguide/client-side-timestamps-how-it-works.html
    """
    properties = record['Properties']
    timestamps = (properties.get('ClientSideTimestampsEnabled') or store.regions(keyspace)
                  or keyspace['Properties'].get('ClientSideTimestampsEnabled'))
    return streams.with_stream(capacity.with_mode({
        **record,
        'TimeToLive': bool(record.get('TimeToLive') or properties.get('TimeToLiveEnabled') or properties.get('DefaultTimeToLive')),
        'ClientSideTimestamps': bool(record.get('ClientSideTimestamps') or timestamps),
    }))
