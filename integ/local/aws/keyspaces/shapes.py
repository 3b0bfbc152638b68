"""Requests of the Keyspaces API as properties of the CloudFormation resources.

https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_CreateTable.html
"""

from aws.keyspaces import cql
from aws.resource import Refused

# What the two write in the same way but for the first letter of each name.
SAME = {
    'autoScalingSpecification': 'AutoScalingSpecifications',
    'cdcSpecification': 'CdcSpecification',
    'comment': 'Comment',
    'replicaSpecifications': 'ReplicaSpecifications',
    'replicationSpecification': 'ReplicationSpecification',
    'tags': 'Tags',
    'warmThroughputSpecification': 'WarmThroughput',
}
SWITCHES = {
    'clientSideTimestamps': 'ClientSideTimestampsEnabled',
    'pointInTimeRecovery': 'PointInTimeRecoveryEnabled',
    'ttl': 'TimeToLiveEnabled',
}
# Of one setting: https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_UpdateTable.html
CAPACITY = ('capacitySpecification', 'autoScalingSpecification', 'replicaSpecifications')


def properties(request: dict) -> dict:
    """What the request sets."""
    given = {to: capitalized(request[name]) for name, to in SAME.items() if name in request}
    given |= {to: request[name]['status'] == 'ENABLED' for name, to in SWITCHES.items() if name in request}
    given |= {name[0].upper() + name[1:]: request[name] for name in ('keyspaceName', 'tableName', 'typeName', 'defaultTimeToLive')
              if name in request}
    if 'schemaDefinition' in request:
        given |= columns(request['schemaDefinition'])
    if 'fieldDefinitions' in request:
        given['Fields'] = [{'FieldName': field['name'], 'FieldType': field['type']} for field in request['fieldDefinitions']]
    if 'capacitySpecification' in request:
        given['BillingMode'] = billing_mode(request['capacitySpecification'])
    if 'encryptionSpecification' in request:
        encryption = request['encryptionSpecification']
        given['EncryptionSpecification'] = {'EncryptionType': encryption['type'], **(
            {'KmsKeyIdentifier': encryption['kmsKeyIdentifier']} if 'kmsKeyIdentifier' in encryption else {})}
    return given


def changed(record: dict, request: dict) -> dict:
    """The properties of a table after an update, which may change a single setting."""
    settings = {'capacity' if name in CAPACITY else name for name in request if name not in ('keyspaceName', 'tableName')}
    if len(settings) != 1:
        raise Refused(f'An update changes one setting of a table, not {len(settings)}: {", ".join(sorted(settings)) or "none is given"}')
    current, given = record['Properties'], properties(request)
    for name, state in (('TimeToLiveEnabled', 'TimeToLive'), ('ClientSideTimestampsEnabled', 'ClientSideTimestamps')):
        if record[state] and given.get(name) is False:
            raise Refused(f'{state} cannot be disabled once it is enabled')
    added = [{'ColumnName': column['name'], 'ColumnType': column['type']} for column in request.get('addColumns', [])]
    existing = {column['ColumnName'] for column in cql.columns(current)}
    for column in added:
        if column['ColumnName'] in existing:
            raise Refused(f'The column {column["ColumnName"]} exists already')
    after = {**current, **given, 'RegularColumns': [*current.get('RegularColumns', []), *added]}
    if given.get('BillingMode', {}).get('Mode') == 'ON_DEMAND':
        # It takes the settings of the other mode away.
        after.pop('AutoScalingSpecifications', None)
    return after


def capitalized(value: object) -> object:
    if isinstance(value, dict):
        return {name[0].upper() + name[1:]: capitalized(item) for name, item in value.items()}
    return [capitalized(item) for item in value] if isinstance(value, list) else value


def columns(definition: dict) -> dict:
    types = {column['name']: column['type'] for column in definition['allColumns']}
    partition = [key['name'] for key in definition['partitionKeys']]
    clustering = {key['name']: key['orderBy'] for key in definition.get('clusteringKeys', [])}
    static = {column['name'] for column in definition.get('staticColumns', [])}
    unknown = {*partition, *clustering, *static} - set(types)
    if unknown:
        raise Refused(f'allColumns must have {", ".join(sorted(unknown))}')
    return {
        'PartitionKeyColumns': [column(name, types[name]) for name in partition],
        'ClusteringKeyColumns': [{'Column': column(name, types[name]), 'OrderBy': order} for name, order in clustering.items()],
        'RegularColumns': [column(name, f'{kind} static' if name in static else kind)
                           for name, kind in types.items() if name not in partition and name not in clustering],
    }


def column(name: str, kind: str) -> dict:
    return {'ColumnName': name, 'ColumnType': kind}


def billing_mode(capacity: dict) -> dict:
    if capacity['throughputMode'] == 'PAY_PER_REQUEST':
        return {'Mode': 'ON_DEMAND'}
    units = {to: capacity[name] for name, to in (('readCapacityUnits', 'ReadCapacityUnits'), ('writeCapacityUnits', 'WriteCapacityUnits'))
             if name in capacity}
    return {'Mode': 'PROVISIONED', **({'ProvisionedThroughput': units} if len(units) == 2 else {})}
