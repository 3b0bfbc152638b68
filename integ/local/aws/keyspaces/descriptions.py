"""What the Keyspaces API says of a keyspace, a table and a type.

https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_GetTable.html
"""

from ministack.core.responses import get_region

from aws.keyspaces import capacity, cql, status, store, streams, user_defined_type


def keyspace(name: str, record: dict) -> dict:
    regions = store.regions(record)
    return {
        'keyspaceName': name,
        'resourceArn': store.keyspace_arn(name),
        'replicationStrategy': 'MULTI_REGION' if regions else 'SINGLE_REGION',
        'replicationRegions': regions or [get_region()],
    }


def table_name(keyspace: str, table: str) -> dict:
    return {'keyspaceName': keyspace, 'tableName': table, 'resourceArn': store.table_arn(keyspace, table)}


def table(keyspace: str, name: str, record: dict) -> dict:
    properties = record['Properties']
    encryption = properties.get('EncryptionSpecification', {'EncryptionType': 'AWS_OWNED_KMS_KEY'})
    state = status.of(keyspace, name)
    answer = {
        **table_name(keyspace, name),
        'creationTimestamp': record['Created'],
        'status': state,
        'schemaDefinition': schema_definition(properties),
        'capacitySpecification': capacity.described(record),
        'warmThroughputSpecification': capacity.warm_throughput(record),
        'encryptionSpecification': {'type': encryption['EncryptionType'],
                                    **({'kmsKeyIdentifier': encryption['KmsKeyIdentifier']} if 'KmsKeyIdentifier' in encryption else {})},
        'pointInTimeRecovery': {'status': 'ENABLED' if properties.get('PointInTimeRecoveryEnabled') else 'DISABLED'},
        'defaultTimeToLive': properties.get('DefaultTimeToLive', 0),
        'replicaSpecifications': [{'region': region, 'status': state, 'capacitySpecification': capacity.described(record, region),
                                   'warmThroughputSpecification': capacity.warm_throughput(record)}
                                  for region in store.regions(store.keyspaces[keyspace])],
        **{key: {'status': 'ENABLED'} for key, setting in (('ttl', 'TimeToLive'), ('clientSideTimestamps', 'ClientSideTimestamps'))
           if record[setting]},
    }
    if 'Comment' in properties:
        answer['comment'] = {'message': properties['Comment']['Message']}
    stream = streams.enabled(record)
    if stream:
        answer['cdcSpecification'] = {'status': 'ENABLED', 'viewType': stream['ViewType']}
        answer['latestStreamArn'] = streams.arn(keyspace, name, stream)
    return answer


def schema_definition(properties: dict) -> dict:
    def shown(column: dict) -> dict:
        words = cql.in_lower_case(column['ColumnType']).split()
        return {'name': column['ColumnName'], 'type': ' '.join(words[:-1] if cql.is_static(column) else words)}

    return {
        'allColumns': [shown(column) for column in cql.columns(properties)],
        'partitionKeys': [{'name': key['ColumnName']} for key in properties['PartitionKeyColumns']],
        'clusteringKeys': [{'name': key['Column']['ColumnName'], 'orderBy': key.get('OrderBy', 'ASC')}
                           for key in properties.get('ClusteringKeyColumns', [])],
        'staticColumns': [{'name': column['ColumnName']} for column in properties.get('RegularColumns', []) if cql.is_static(column)],
    }


def type_(keyspace: str, name: str, record: dict) -> dict:
    attributes = user_defined_type.describe(keyspace, name)
    return {
        'keyspaceName': keyspace,
        'typeName': name,
        'fieldDefinitions': [{'name': field['FieldName'], 'type': cql.in_lower_case(field['FieldType'])} for field in record['Properties']['Fields']],
        'status': 'ACTIVE',
        **{attribute[0].lower() + attribute[1:]: value for attribute, value in attributes.items()},
    }
