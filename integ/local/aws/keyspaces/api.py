"""The Keyspaces API, answered from what was deployed.

https://docs.aws.amazon.com/keyspaces/latest/APIReference/Welcome.html
"""

import json

from ministack import app
from ministack.core.responses import get_account_id, get_region
from ministack.core.router import SERVICE_PATTERNS, extract_access_key_id

from aws import principal
from aws.keyspaces import cql, store, table_rules
from aws.keyspaces.user_defined_type import describe

# One table of each system keyspace that these calls need: https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_id-based-policy-examples.html
SYSTEM_TABLES = ('system/table/local', 'system_schema/table/tables', 'system_schema_mcs/table/tables',
                 'system_multiregion_info/table/tables')


class ApiError(Exception):
    def __init__(self, code: str, message: str, status: int = 400):
        super().__init__(message)
        self.code, self.status = code, status


def install() -> None:
    SERVICE_PATTERNS['keyspaces'] = {'target_prefixes': ['KeyspacesService.']}
    app.SERVICE_HANDLERS['keyspaces'] = handle


async def handle(method: str, path: str, headers: dict, body: bytes, query: dict) -> tuple[int, dict, bytes]:
    operation = headers['x-amz-target'].split('.')[-1]
    try:
        if operation not in OPERATIONS:
            raise ApiError('UnsupportedOperationException', f'{operation} is not implemented by the local stack', 501)
        answer_to, *required = OPERATIONS[operation]
        request = json.loads(body or b'{}')
        missing = [name for name in required if not request.get(name)]
        if missing:
            raise ApiError('ValidationException', f'{", ".join(missing)} must not be null')
        caller = principal.calling(principal.of_key(extract_access_key_id(headers, query)))
        principal.acting.set(lambda: caller)
        status, answer = 200, answer_to(request)
    except principal.NotAuthorized as denied:
        status, answer = 400, {'__type': 'AccessDeniedException', 'message': str(denied)}
    except ApiError as error:
        status, answer = error.status, {'__type': error.code, 'message': str(error)}
    return status, {'Content-Type': 'application/x-amz-json-1.0'}, json.dumps(answer).encode()


def authorize(*arns: str) -> None:
    """`cassandra:Select` on what is read and on the system keyspaces."""
    caller = principal.acting.get()()
    system = [f'arn:aws:cassandra:{get_region()}:{get_account_id()}:/keyspace/{table}' for table in SYSTEM_TABLES]
    for arn in (*arns, *system):
        principal.require(caller, 'cassandra:Select', arn)


def found(records, key: str, what: str) -> dict:
    if key not in records:
        raise ApiError('ResourceNotFoundException', f'{what} {key.replace("|", ".")} does not exist')
    return records[key]


def get_keyspace(request: dict) -> dict:
    name = request['keyspaceName']
    authorize(store.keyspace_arn(name))
    record = found(store.keyspaces, name, 'Keyspace')
    groups = [{'region': region, 'keyspaceStatus': 'ACTIVE'} for region in store.regions(record)]
    return {**keyspace_summary(name, record), **({'replicationGroupStatuses': groups} if groups else {})}


def keyspace_summary(name: str, record: dict) -> dict:
    regions = store.regions(record)
    return {
        'keyspaceName': name,
        'resourceArn': store.keyspace_arn(name),
        'replicationStrategy': 'MULTI_REGION' if regions else 'SINGLE_REGION',
        'replicationRegions': regions or [get_region()],
    }


def list_keyspaces(request: dict) -> dict:
    authorize()
    return {'keyspaces': [keyspace_summary(name, record) for name, record in store.keyspaces.items()]}


def table_name(keyspace: str, table: str) -> dict:
    return {'keyspaceName': keyspace, 'tableName': table, 'resourceArn': store.table_arn(keyspace, table)}


def list_tables(request: dict) -> dict:
    keyspace = request['keyspaceName']
    authorize(store.keyspace_arn(keyspace))
    found(store.keyspaces, keyspace, 'Keyspace')
    return {'tables': [table_name(keyspace, table) for table in store.inside(store.tables, keyspace)]}


def get_table(request: dict) -> dict:
    keyspace, name = request['keyspaceName'], request['tableName']
    authorize(store.table_arn(keyspace, name))
    record = found(store.tables, store.identifier(keyspace, name), 'Table')
    properties = record['Properties']
    parent = store.keyspaces[keyspace]
    regions = store.regions(parent)
    encryption = properties.get('EncryptionSpecification', {'EncryptionType': 'AWS_OWNED_KMS_KEY'})
    answer = {
        **table_name(keyspace, name),
        'creationTimestamp': record['Created'],
        'status': 'ACTIVE',
        'schemaDefinition': schema_definition(properties),
        'capacitySpecification': capacity(properties),
        'encryptionSpecification': {'type': encryption['EncryptionType'],
                                    **({'kmsKeyIdentifier': encryption['KmsKeyIdentifier']} if 'KmsKeyIdentifier' in encryption else {})},
        'pointInTimeRecovery': {'status': 'ENABLED' if properties.get('PointInTimeRecoveryEnabled') else 'DISABLED'},
        'defaultTimeToLive': properties.get('DefaultTimeToLive', 0),
        'replicaSpecifications': [
            {'region': region, 'status': 'ACTIVE', 'capacitySpecification': capacity(properties, region)} for region in regions],
    }
    if properties.get('DefaultTimeToLive'):
        answer['ttl'] = {'status': 'ENABLED'}
    if regions or properties.get('ClientSideTimestampsEnabled') or parent['Properties'].get('ClientSideTimestampsEnabled'):
        answer['clientSideTimestamps'] = {'status': 'ENABLED'}
    if record['StreamLabel']:
        answer['cdcSpecification'] = {'status': 'ENABLED', 'viewType': table_rules.view_type(properties)}
        answer['latestStreamArn'] = f'{store.table_arn(keyspace, name)}/stream/{record["StreamLabel"]}'
    return answer


def schema_definition(properties: dict) -> dict:
    def is_static(column: dict) -> bool:
        return column['ColumnType'].lower().split()[-1] == 'static'

    def shown(column: dict) -> dict:
        words = column['ColumnType'].lower().split()
        return {'name': column['ColumnName'], 'type': ' '.join(words[:-1] if is_static(column) else words)}

    return {
        'allColumns': [shown(column) for column in cql.columns(properties)],
        'partitionKeys': [{'name': key['ColumnName']} for key in properties['PartitionKeyColumns']],
        'clusteringKeys': [{'name': key['Column']['ColumnName'], 'orderBy': key.get('OrderBy', 'ASC')}
                           for key in properties.get('ClusteringKeyColumns', [])],
        'staticColumns': [{'name': column['ColumnName']} for column in properties.get('RegularColumns', []) if is_static(column)],
    }


def capacity(properties: dict, region: str | None = None) -> dict:
    billing = properties.get('BillingMode', {'Mode': 'ON_DEMAND'})
    if billing['Mode'] == 'ON_DEMAND':
        return {'throughputMode': 'PAY_PER_REQUEST'}
    units = billing['ProvisionedThroughput']
    reads = next((replica['ReadCapacityUnits'] for replica in properties.get('ReplicaSpecifications', [])
                  if replica['Region'] == region and 'ReadCapacityUnits' in replica), units['ReadCapacityUnits'])
    return {'throughputMode': 'PROVISIONED', 'readCapacityUnits': reads, 'writeCapacityUnits': units['WriteCapacityUnits']}


def get_type(request: dict) -> dict:
    keyspace, name = request['keyspaceName'], request['typeName']
    authorize(store.keyspace_arn(keyspace))
    record = found(store.types, store.identifier(keyspace, name), 'Type')
    return {
        'keyspaceName': keyspace,
        'typeName': name,
        'fieldDefinitions': [{'name': field['FieldName'], 'type': field['FieldType'].lower()} for field in record['Properties']['Fields']],
        'status': 'ACTIVE',
        **{attribute[0].lower() + attribute[1:]: value for attribute, value in describe(keyspace, name).items()},
    }


def list_tags(request: dict) -> dict:
    arn = request['resourceArn']
    authorize(arn)
    owners = {store.keyspace_arn(name): record for name, record in store.keyspaces.items()}
    owners |= {store.table_arn(*key.split('|', 1)): record for key, record in store.tables.items()}
    tags = found(owners, arn, 'Resource')['Properties'].get('Tags', [])
    return {'tags': [{'key': tag['Key'], 'value': tag['Value']} for tag in tags]}


# By operation: what answers, and the parameters that it requires.
OPERATIONS = {
    'GetKeyspace': (get_keyspace, 'keyspaceName'),
    'GetTable': (get_table, 'keyspaceName', 'tableName'),
    'GetType': (get_type, 'keyspaceName', 'typeName'),
    'ListKeyspaces': (list_keyspaces,),
    'ListTables': (list_tables, 'keyspaceName'),
    'ListTagsForResource': (list_tags, 'resourceArn'),
}
