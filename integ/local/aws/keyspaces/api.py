"""The Keyspaces API: it does what CloudFormation's resources do, and tells what there is.

https://docs.aws.amazon.com/keyspaces/latest/APIReference/Welcome.html
"""

import asyncio
import json
import re

from botocore import session
from botocore.model import Shape
from botocore.validate import ParamValidator
from ministack import app
from ministack.core.responses import get_account_id, get_region
from ministack.core.router import SERVICE_PATTERNS, extract_access_key_id

from aws import principal
from aws.keyspaces import authorization, descriptions, keyspace, shapes, store, table, tags, user_defined_type
from aws.resource import AlreadyExists, Conflict, Failed, NotFound, QuotaExceeded, Refused

# One table of each system keyspace that reading needs: https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_id-based-policy-examples.html
SYSTEM_TABLES = ('system/table/local', 'system_schema/table/tables', 'system_schema_mcs/table/tables',
                 'system_multiregion_info/table/tables')
CODES = {AlreadyExists: 'ConflictException', Conflict: 'ConflictException', NotFound: 'ResourceNotFoundException',
         QuotaExceeded: 'ServiceQuotaExceededException', Failed: 'InternalServerException'}
MODEL = session.get_session().get_service_model('keyspaces')


def install() -> None:
    SERVICE_PATTERNS['keyspaces'] = {'target_prefixes': ['KeyspacesService.']}
    app.SERVICE_HANDLERS['keyspaces'] = handle


async def handle(method: str, path: str, headers: dict, body: bytes, query: dict) -> tuple[int, dict, bytes]:
    operation, access_key = headers['x-amz-target'].split('.')[-1], extract_access_key_id(headers, query)
    principal.acting.set(lambda: principal.calling(principal.of_key(access_key)))
    try:
        # Cassandra is waited for in a thread.
        status, answer = 200, await asyncio.to_thread(answer_to, operation, json.loads(body or b'{}'))
    except principal.NotAuthorized as denied:
        status, answer = 403, {'__type': 'AccessDeniedException', 'message': str(denied)}
    except Refused as refused:
        code = CODES.get(type(refused), 'ValidationException')
        status, answer = 500 if isinstance(refused, Failed) else 400, {'__type': code, 'message': str(refused)}
    return status, {'Content-Type': 'application/x-amz-json-1.0'}, json.dumps(answer).encode()


def answer_to(operation: str, request: dict) -> dict:
    if operation not in OPERATIONS:
        raise Refused(f'{operation} is not implemented by the local stack')
    shape = MODEL.operation_model(operation).input_shape
    report = ParamValidator().validate(request, shape).generate_report()
    report = re.sub(r'Missing required parameter in .*"(\w+)"', r'\1 must not be null', report)
    problems = [*report.splitlines(), *violations(shape, request)]
    if problems:
        raise Refused('; '.join(problems))
    return OPERATIONS[operation](request)


def violations(shape: Shape, value: object, name: str = 'request') -> list[str]:
    """What botocore's validator leaves to the service: values of an enumeration, patterns and maxima."""
    if shape.type_name == 'structure' and isinstance(value, dict):
        return [text for key, item in value.items() if key in shape.members for text in violations(shape.members[key], item, key)]
    if shape.type_name == 'list' and isinstance(value, list):
        return [text for item in value for text in violations(shape.member, item, name)]
    size = len(value) if isinstance(value, str) else value
    return [f'{name} {json.dumps(value)} must satisfy {what} {limit}' for what, limit, met in (
        ('enum', shape.metadata.get('enum'), lambda limit: value in limit),
        ('pattern', shape.metadata.get('pattern'), lambda limit: re.fullmatch(limit, value)),
        ('maximum', shape.metadata.get('max'), lambda limit: size <= limit),
    ) if limit is not None and not met(limit)]


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
    table.delete(store.identifier(request['keyspaceName'], request['tableName']), {})
    return {}


def get_type(request: dict) -> dict:
    names = request['keyspaceName'], request['typeName']
    authorize_reading(store.keyspace_arn(names[0]))
    return descriptions.type_(*names, user_defined_type.find(*names))


def create_type(request: dict) -> dict:
    user_defined_type.create('', shapes.properties(request), '')
    return {'keyspaceArn': store.keyspace_arn(request['keyspaceName']), 'typeName': request['typeName']}


def delete_type(request: dict) -> dict:
    names = request['keyspaceName'], request['typeName']
    user_defined_type.delete(store.identifier(*names), {})
    return {'keyspaceArn': store.keyspace_arn(names[0]), 'typeName': names[1]}


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
    authorization.require(action, arn, multi_region=store.is_multi_region(arn.split('/')[2]), **tagging)
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
