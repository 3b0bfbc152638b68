"""The Keyspaces API: it does what CloudFormation's resources do, and tells what there is.

https://docs.aws.amazon.com/keyspaces/latest/APIReference/Welcome.html
"""

from ministack.core.responses import get_account_id, get_region

from aws.keyspaces import authorization, capacity, descriptions, keyspace, protocol, shapes, store, table, tags, user_defined_type
from aws.resource import NotFound

# One table of each system keyspace that reading needs: https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_id-based-policy-examples.html
SYSTEM_TABLES = ('system/table/local', 'system_schema/table/tables', 'system_schema_mcs/table/tables',
                 'system_multiregion_info/table/tables')


def install() -> None:
    protocol.serve('keyspaces', 'KeyspacesService', OPERATIONS)


def authorize_reading(*arns: str) -> None:
    """`cassandra:Select` on what is read and on the system keyspaces."""
    authorization.require_select(*arns, *(f'arn:aws:cassandra:{get_region()}:{get_account_id()}:/keyspace/{name}' for name in SYSTEM_TABLES))


def get_keyspace(request: dict) -> dict:
    name = request['keyspaceName']
    authorize_reading(store.keyspace_arn(name))
    record = keyspace.existing(name)
    groups = [{'region': region, 'keyspaceStatus': 'ACTIVE'} for region in store.regions(record)]
    return {**descriptions.keyspace(name, record), **({'replicationGroupStatuses': groups} if groups else {})}


def list_keyspaces(request: dict) -> dict:
    authorize_reading()
    return {'keyspaces': [descriptions.keyspace(name, record) for name, record in store.keyspaces.items()]}


def create_keyspace(request: dict) -> dict:
    keyspace.create('', shapes.properties(request), '')
    return {'resourceArn': store.keyspace_arn(request['keyspaceName'])}


def update_keyspace(request: dict) -> dict:
    name = request['keyspaceName']
    # Who may not do it is not told what there is.
    keyspace.authorize('Alter', name)
    keyspace.update(name, {}, {**keyspace.existing(name)['Properties'], **shapes.properties(request)})
    return {'resourceArn': store.keyspace_arn(name)}


def delete_keyspace(request: dict) -> dict:
    keyspace.delete(request['keyspaceName'], {})
    return {}


def get_table(request: dict) -> dict:
    names = request['keyspaceName'], request['tableName']
    authorize_reading(store.table_arn(*names))
    return descriptions.table(*names, table.find(*names))


def get_table_auto_scaling_settings(request: dict) -> dict:
    names = request['keyspaceName'], request['tableName']
    authorization.require_auto_scaling()
    properties, regions = table.find(*names)['Properties'], store.regions(keyspace.existing(names[0]))
    return {**descriptions.table_name(*names), **capacity.auto_scaling(properties, regions)}


def list_tables(request: dict) -> dict:
    name = request['keyspaceName']
    authorize_reading(store.keyspace_arn(name))
    keyspace.existing(name)
    return {'tables': [descriptions.table_name(name, inside) for inside in store.inside(store.tables, name)]}


def create_table(request: dict) -> dict:
    table.create('', shapes.properties(request), '')
    return {'resourceArn': store.table_arn(request['keyspaceName'], request['tableName'])}


def update_table(request: dict) -> dict:
    names = request['keyspaceName'], request['tableName']
    table.authorize('Alter', *names)
    table.update(store.identifier(*names), {}, shapes.changed(table.find(*names), request))
    return {'resourceArn': store.table_arn(*names)}


def delete_table(request: dict) -> dict:
    table.drop(store.identifier(request['keyspaceName'], request['tableName']))
    return {}


def get_type(request: dict) -> dict:
    keyspace_name = request['keyspaceName']
    authorize_reading(store.keyspace_arn(keyspace_name))
    name = user_defined_type.held(keyspace_name, request['typeName'])
    return descriptions.type_(keyspace_name, name, user_defined_type.find(keyspace_name, name))


def create_type(request: dict) -> dict:
    identifier, attributes = user_defined_type.create('', shapes.properties(request), '')
    return {'keyspaceArn': attributes['KeyspaceArn'], 'typeName': store.names(identifier)[1]}


def delete_type(request: dict) -> dict:
    keyspace_name = request['keyspaceName']
    name = user_defined_type.held(keyspace_name, request['typeName'])
    user_defined_type.delete(store.identifier(keyspace_name, name), {})
    return {'keyspaceArn': store.keyspace_arn(keyspace_name), 'typeName': name}


def list_types(request: dict) -> dict:
    name = request['keyspaceName']
    authorize_reading(store.keyspace_arn(name))
    keyspace.existing(name)
    return {'types': list(store.inside(store.types, name))}


def list_tags(request: dict) -> dict:
    authorize_reading(request['resourceArn'])
    owner(request['resourceArn'])
    return {'tags': [{'key': tag['Key'], 'value': tag['Value']} for tag in store.tags_of(request['resourceArn'])]}


def tag_resource(request: dict) -> dict:
    given = shapes.capitalized(request['tags'])
    tag(request['resourceArn'], lambda before: {**before, **{one['Key']: one for one in given}}, 'TagResource', tags=given)
    return {}


def untag_resource(request: dict) -> dict:
    given = shapes.capitalized(request['tags'])
    removed = [one['Key'] for one in given]
    tag(request['resourceArn'], lambda before: {key: one for key, one in before.items() if key not in removed},
        'UntagResource', removed_tags=given)
    return {}


def tag(arn: str, change, action: str, **tagging: list[dict]) -> None:
    # No action on streams is one of multi-Region resources.
    multi_region = '/stream/' not in arn and store.is_multi_region(arn.split('/')[2])
    authorization.require(action, arn, multi_region=multi_region, **tagging)
    properties = owner(arn)['Properties']
    after = list(change({one['Key']: one for one in properties.get('Tags', [])}).values())
    tags.check(after)
    properties['Tags'] = after


def owner(arn: str) -> dict:
    record = store.by_arn(arn)
    if not record:
        raise NotFound(f'Resource {arn} does not exist')
    return record


OPERATIONS = {
    'CreateKeyspace': create_keyspace,
    'CreateTable': create_table,
    'CreateType': create_type,
    'DeleteKeyspace': delete_keyspace,
    'DeleteTable': delete_table,
    'DeleteType': delete_type,
    'GetKeyspace': get_keyspace,
    'GetTable': get_table,
    'GetTableAutoScalingSettings': get_table_auto_scaling_settings,
    'GetType': get_type,
    'ListKeyspaces': list_keyspaces,
    'ListTables': list_tables,
    'ListTagsForResource': list_tags,
    'ListTypes': list_types,
    'TagResource': tag_resource,
    'UntagResource': untag_resource,
    'UpdateKeyspace': update_keyspace,
    'UpdateTable': update_table,
}
