"""The rows of system_schema_mcs: what the API shows, in CQL's names.

https://docs.aws.amazon.com/keyspaces/latest/devguide/working-with-keyspaces.html
"""

import json

from aws import sign_in
from aws.keyspaces import descriptions, store
from aws.questions import answers


@answers('catalog')
def catalog(question: dict) -> dict:
    sign_in.of_credential(question['credential'], question['address'])
    tables = [table(*identifier.split('|', 1), record) for identifier, record in store.tables.items()]
    return {
        'keyspaces': [keyspace(name, record) for name, record in store.keyspaces.items()],
        'tables': tables,
        'types': [type_(*identifier.split('|', 1), record) for identifier, record in store.types.items()],
        'tags': [*(tags(name, name, 'keyspace', record) for name, record in store.keyspaces.items()),
                 *(tags(*identifier.split('|', 1), 'table', record) for identifier, record in store.tables.items())],
    }


def keyspace(name: str, record: dict) -> dict:
    regions = store.regions(record)
    replication = ({'class': 'org.apache.cassandra.locator.NetworkTopologyStrategy', **{region: '3' for region in regions}} if regions
                   else {'class': 'com.amazonaws.cassandra.SingleRegionStrategy'})
    return {'keyspace_name': name, 'durable_writes': True, 'replication': replication, 'status': 'ACTIVE'}


def table(keyspace: str, name: str, record: dict) -> dict:
    """custom_properties holds each setting as text."""
    told = descriptions.table(keyspace, name, record)
    custom = {
        'capacity_mode': snake_case(told['capacitySpecification']),
        'encryption_specification': {'encryption_type': told['encryptionSpecification']['type'], **(
            {'kms_key_identifier': told['encryptionSpecification']['kmsKeyIdentifier']}
            if 'kmsKeyIdentifier' in told['encryptionSpecification'] else {})},
        'point_in_time_recovery': {'status': told['pointInTimeRecovery']['status'].lower()},
        **{name: {'status': 'enabled'} for name, key in (('client_side_timestamps', 'clientSideTimestamps'), ('ttl', 'ttl')) if key in told},
        **({'cdc_specification': snake_case(told['cdcSpecification'])} if 'cdcSpecification' in told else {}),
    }
    return {
        'keyspace_name': keyspace,
        'table_name': name,
        'status': told['status'],
        'cdc': 'cdcSpecification' in told,
        'default_time_to_live': told['defaultTimeToLive'],
        'latest_stream_arn': told.get('latestStreamArn'),
        'custom_properties': {name: json.dumps(value) for name, value in custom.items()},
    }


def type_(keyspace: str, name: str, record: dict) -> dict:
    told = descriptions.type_(keyspace, name, record)
    return {
        'keyspace_name': keyspace,
        'type_name': name,
        'field_names': [field['name'] for field in told['fieldDefinitions']],
        'field_types': [field['type'] for field in told['fieldDefinitions']],
        'status': told['status'],
        'max_nesting_depth': told['maxNestingDepth'],
        'direct_referring_tables': told['directReferringTables'],
        'direct_parent_types': told['directParentTypes'],
        'last_modified_timestamp': int(told['lastModifiedTimestamp'] * 1000),
    }


def tags(keyspace: str, name: str, kind: str, record: dict) -> dict:
    arn = store.keyspace_arn(keyspace) if kind == 'keyspace' else store.table_arn(keyspace, name)
    return {
        'resource_id': arn,
        'keyspace_name': keyspace,
        'resource_name': name,
        'resource_type': kind,
        'tags': {tag['Key']: tag['Value'] for tag in record['Properties'].get('Tags', [])},
    }


def snake_case(values: dict) -> dict:
    return {''.join(f'_{letter.lower()}' if letter.isupper() else letter for letter in name): value for name, value in values.items()}
