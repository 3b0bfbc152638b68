"""What the system tables tell beside Cassandra's own columns: the rows of system_schema_mcs.

https://docs.aws.amazon.com/keyspaces/latest/devguide/working-with-keyspaces.html
"""

from aws import sign_in
from aws.keyspaces import descriptions, store
from aws.questions import answers

# The settings that descriptions of tables hold under these names.
SETTINGS = {
    'capacity_mode': 'capacitySpecification',
    'cdc_specification': 'cdcSpecification',
    'client_side_timestamps': 'clientSideTimestamps',
    'encryption_specification': 'encryptionSpecification',
    'point_in_time_recovery': 'pointInTimeRecovery',
    'ttl': 'ttl',
}


@answers('catalog')
def catalog(question: dict) -> dict:
    sign_in.of_credential(question['credential'], question['address'])
    tables = [(*store.names(identifier), record) for identifier, record in store.tables.items()]
    return {
        'tables': [table(*one) for one in tables],
        'types': [type_(*store.names(identifier), record) for identifier, record in store.types.items()],
        'tags': [*(tags(store.keyspace_arn(name), name, name, 'keyspace', record) for name, record in store.keyspaces.items()),
                 *(tags(store.table_arn(keyspace, name), keyspace, name, 'table', record) for keyspace, name, record in tables)],
    }


def table(keyspace: str, name: str, record: dict) -> dict:
    told = descriptions.table(keyspace, name, record)
    return {
        'keyspace_name': keyspace,
        'table_name': name,
        'status': told['status'],
        'cdc': 'cdcSpecification' in told,
        'latest_stream_arn': told.get('latestStreamArn'),
        'custom_properties': {setting: written(told[key]) for setting, key in SETTINGS.items() if key in told},
    }


def type_(keyspace: str, name: str, record: dict) -> dict:
    told = descriptions.type_(keyspace, name, record)
    return {
        'keyspace_name': keyspace,
        'type_name': name,
        'status': told['status'],
        'max_nesting_depth': told['maxNestingDepth'],
        'direct_referring_tables': told['directReferringTables'],
        'direct_parent_types': told['directParentTypes'],
        'last_modified_timestamp': int(told['lastModifiedTimestamp'] * 1000),
    }


def written(setting: dict) -> dict:
    """As CQL writes it."""
    names = {'type': 'encryption_type'}
    return {names.get(name) or snake_case(name): text_of(name, value) for name, value in setting.items()}


def text_of(name: str, value: object) -> str:
    if name.endswith('Timestamp'):
        return str(int(value * 1000))
    return value.lower() if name == 'status' else str(value)


def snake_case(name: str) -> str:
    return ''.join(f'_{letter.lower()}' if letter.isupper() else letter for letter in name)


def tags(arn: str, keyspace: str, name: str, kind: str, record: dict) -> dict:
    return {
        'resource_id': arn,
        'keyspace_name': keyspace,
        'resource_name': name,
        'resource_type': kind,
        'tags': {tag['Key']: tag['Value'] for tag in record['Properties'].get('Tags', [])},
    }
