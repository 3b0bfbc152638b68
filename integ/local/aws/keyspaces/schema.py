"""Changes of the schema over CQL: they do what CloudFormation's resources do.

https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.ddl.html
"""

from aws import principal, sign_in
from aws.keyspaces import cql, custom_properties, keyspace, shapes, statements, store, table, user_defined_type
from aws.questions import Refusal, answers
from aws.resource import AlreadyExists, Failed, Refused

ERRORS = {AlreadyExists: 'ALREADY_EXISTS', Failed: 'SERVER_ERROR'}


@answers('schema')
def change(question: dict) -> dict:
    caller = sign_in.caller_of(question)
    principal.acting.set(lambda: caller)
    statements.count(question['connection'], 'Modify')
    verb, _, kind = question['operation'].partition('_')
    names, given = (question['keyspace'], question.get('name')), question.get('properties') or {}
    try:
        if question.get('dryRun'):
            authorize(verb.capitalize(), kind, names)
        else:
            OPERATIONS[question['operation']](names, given)
    except principal.NotAuthorized as denied:
        raise statements.unauthorized(caller) from denied
    except Refused as refused:
        raise Refusal(str(refused), ERRORS.get(type(refused), 'INVALID')) from refused
    return {}


def authorize(action: str, kind: str, names: tuple[str, str]) -> None:
    if kind == 'KEYSPACE':
        keyspace.authorize(action, names[0])
    else:
        {'TABLE': table, 'TYPE': user_defined_type}[kind].authorize(action, *names)


def create_keyspace(names: tuple[str, str], given: dict) -> None:
    keyspace.create('', {'KeyspaceName': names[0], **settings(given)}, '')


def alter_keyspace(names: tuple[str, str], given: dict) -> None:
    current = keyspace.existing(names[0])['Properties']
    keyspace.update(names[0], current, {**current, **settings(given), 'Tags': tags_after(current, given)})


def create_table(names: tuple[str, str], given: dict) -> None:
    table.create('', {**shape_of(given), 'KeyspaceName': names[0], 'TableName': names[1],
                      **shapes.properties(custom_properties.request_of(given))}, '')


def alter_table(names: tuple[str, str], given: dict) -> None:
    table.authorize('Alter', *names)
    record = table.find(*names)
    if given.get('tags') or given.get('dropTags'):
        after = {**record['Properties'], 'Tags': tags_after(record['Properties'], given)}
    else:
        request = custom_properties.request_of(given)
        if 'DefaultTimeToLive' in given:
            request['defaultTimeToLive'] = given['DefaultTimeToLive']
        if given.get('RegularColumns'):
            request['addColumns'] = [{'name': column['ColumnName'], 'type': column['ColumnType']} for column in given['RegularColumns']]
        if not request:
            # Of Cassandra's own options, which the service takes and ignores.
            return
        after = shapes.changed(record, request)
    table.update(store.identifier(*names), {}, after)


def create_type(names: tuple[str, str], given: dict) -> None:
    # Cassandra tells the name as it is held.
    user_defined_type.create('', {'KeyspaceName': names[0], 'TypeName': cql.quoted(names[1]), 'Fields': given['Fields']}, '')


OPERATIONS = {
    'CREATE_KEYSPACE': create_keyspace,
    'ALTER_KEYSPACE': alter_keyspace,
    'DROP_KEYSPACE': lambda names, given: keyspace.delete(names[0], {}),
    'CREATE_TABLE': create_table,
    'ALTER_TABLE': alter_table,
    'DROP_TABLE': lambda names, given: table.drop(store.identifier(*names)),
    'CREATE_TYPE': create_type,
    'DROP_TYPE': lambda names, given: user_defined_type.delete(store.identifier(*names), {}),
}


def shape_of(given: dict) -> dict:
    """What Java writes as properties of the CloudFormation resource."""
    return {name: value for name, value in given.items() if name[0].isupper()}


def settings(given: dict) -> dict:
    """Of a keyspace. https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.ddl.keyspace.html"""
    request = custom_properties.request_of({'tags': given.get('tags')})
    if given.get('clientSideTimestamps'):
        request['clientSideTimestamps'] = custom_properties.setting('client_side_timestamps', given['clientSideTimestamps'])
    if given.get('replication'):
        request['replicationSpecification'] = replication(given['replication'])
    return {**shape_of(given), **shapes.properties(request)}


def replication(given: dict) -> dict:
    strategy, regions = given['class'].rsplit('.', 1)[-1], {name: factor for name, factor in given.items() if name != 'class'}
    if strategy == 'SingleRegionStrategy' and not regions:
        return {'replicationStrategy': 'SINGLE_REGION'}
    if strategy == 'NetworkTopologyStrategy' and {str(factor) for factor in regions.values()} == {'3'}:
        return {'replicationStrategy': 'MULTI_REGION', 'regionList': list(regions)}
    raise Refused(f'Replication is {{class: SingleRegionStrategy}}, or NetworkTopologyStrategy with a factor of 3 for each Region, not {given}')


def tags_after(current: dict, given: dict) -> list[dict]:
    added = shapes.properties(custom_properties.request_of({'tags': given.get('tags')})).get('Tags', [])
    removed = given.get('dropTags') or {}
    after = {tag['Key']: tag for tag in (*current.get('Tags', []), *added)}
    return [tag for key, tag in after.items() if key not in removed]
