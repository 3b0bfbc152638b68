"""AWS::Cassandra::Table.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-table.html
"""

import time
from datetime import datetime, timezone

from aws import control
from aws.keyspaces import authorization, cql, customer_managed_key, database, store, table_rules
from aws.keyspaces.keyspace import existing
from aws.resource import Refused, already_exists, generated_name, register

TYPE = 'AWS::Cassandra::Table'


def install() -> None:
    register(TYPE, create, update, delete)


def create(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
    keyspace = properties['KeyspaceName']
    name = properties.get('TableName') or generated_name(stack, logical_id)
    authorize('Create', keyspace, name, tagged='Tags' in properties)
    parent = existing(keyspace)
    physical_id = store.identifier(keyspace, name)
    if physical_id in store.tables:
        raise already_exists(TYPE, physical_id)
    control.check_quota('tables', len(store.tables), 'tables')
    table_rules.check(properties, parent)
    table_rules.check_size(keyspace, name, properties)
    check_key(keyspace, name, properties)
    database.execute(cql.create_table(keyspace, name, properties))
    store.tables[physical_id] = with_stream({'Properties': properties, 'Created': time.time()})
    return physical_id, {}


def update(physical_id: str, old: dict, properties: dict) -> dict:
    keyspace, name = physical_id.split('|', 1)
    record = store.tables[physical_id]
    current, parent = record['Properties'], store.keyspaces[keyspace]
    authorize('Alter', keyspace, name, tagged='Tags' in properties)
    table_rules.check(properties, parent)
    table_rules.check_size(keyspace, name, properties)
    table_rules.check_change(current, properties, store.regions(parent))
    added = table_rules.added_columns(current, properties)
    if properties.get('EncryptionSpecification') != current.get('EncryptionSpecification'):
        check_key(keyspace, name, properties)
    for column in added:
        database.execute(f'ALTER TABLE {cql.full_name(keyspace, name)} ADD {cql.column(column)}')
    seconds = properties.get('DefaultTimeToLive', 0)
    if seconds != current.get('DefaultTimeToLive', 0):
        database.execute(f'ALTER TABLE {cql.full_name(keyspace, name)} WITH default_time_to_live = {seconds}')
    store.tables[physical_id] = with_stream({**record, 'Properties': properties})
    return {}


def delete(physical_id: str, properties: dict) -> None:
    if physical_id not in store.tables:
        return
    keyspace, name = physical_id.split('|', 1)
    authorize('Drop', keyspace, name)
    database.execute(f'DROP TABLE IF EXISTS {cql.full_name(keyspace, name)}')
    del store.tables[physical_id]


def authorize(action: str, keyspace: str, name: str, *, tagged: bool = False) -> None:
    authorization.require(action, store.table_arn(keyspace, name), tagged=tagged,
                          multi_region=store.is_multi_region(keyspace))


def check_key(keyspace: str, name: str, properties: dict) -> None:
    key = properties.get('EncryptionSpecification', {}).get('KmsKeyIdentifier')
    if key:
        customer_managed_key.check(key, keyspace, name)


def with_stream(record: dict) -> dict:
    """A stream that is enabled gets a new label, the time. https://docs.aws.amazon.com/keyspaces/latest/devguide/keyspaces-enable-cdc-alter-table.html"""
    if not table_rules.view_type(record['Properties']):
        return {**record, 'StreamLabel': None}
    now = datetime.now(timezone.utc).isoformat(timespec='milliseconds')
    return {**record, 'StreamLabel': record.get('StreamLabel') or now.split('+')[0]}
