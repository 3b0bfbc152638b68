"""AWS::Cassandra::Type.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-type.html
"""

import time

from aws import control
from aws.keyspaces import authorization, cql, database, operations, store
from aws.keyspaces.keyspace import existing
from aws.keyspaces.limits import LIMITS
from aws.keyspaces.table_rules import check_types
from aws.resource import NotFound, Refused, already_exists, register

TYPE = 'AWS::Cassandra::Type'


def install() -> None:
    """Every property is create-only: there is no update."""
    register(TYPE, create, None, delete)


def create(logical_id: str, properties: dict, stack: str) -> tuple[str, dict]:
    keyspace, fields = properties['KeyspaceName'], properties['Fields']
    authorize('Create', keyspace, properties['TypeName'])
    # https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_CreateType.html reads it as CQL.
    # UNCONFIRMED that CloudFormation does as well, and what Ref returns: here the name as it is held.
    name = cql.name_of(properties['TypeName'])
    existing(keyspace)
    physical_id = store.identifier(keyspace, name)
    with operations.under_way(keyspace, name):
        if physical_id in store.types:
            raise already_exists(TYPE, physical_id)
        control.check_quota('types', len(store.types), 'user-defined types')
        check_types([field['FieldType'] for field in fields])
        check_quotas(keyspace, name, fields)
        database.execute(cql.create_type(keyspace, name, fields))
        store.types[physical_id] = {'Properties': properties, 'Created': time.time()}
    return physical_id, describe(keyspace, name)


def check_quotas(keyspace: str, name: str, fields: list[dict]) -> None:
    """https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html"""
    size = len(cql.create_type(keyspace, name, fields).encode())
    children = inner(keyspace, fields)
    busiest = max((len(describe(keyspace, child)['DirectParentTypes']) for child in children), default=0)
    # UNCONFIRMED how the service measures a schema: the statement that makes the type is counted.
    for what, count, limit in (
        (f'The name of type {name} has more than {{}} characters', len(name), LIMITS.typeNameCharacters),
        *((f'The name of field {field["FieldName"]} has more than {{}} characters', len(field['FieldName']), LIMITS.fieldNameCharacters)
          for field in fields),
        (f'The schema of type {name} has more than {{}} bytes', size, LIMITS.typeSchemaBytes),
        (f'Type {name} is nested more than {{}} levels deep', depth(keyspace, fields), LIMITS.nestingDepth),
        (f'Type {name} uses more than {{}} types directly', len(children), LIMITS.childTypes),
        (f'A type in {name} is used by more than {{}} types directly', busiest + 1, LIMITS.parentTypes),
    ):
        if count > limit:
            raise Refused(what.format(limit))


def delete(physical_id: str, properties: dict) -> None:
    keyspace, name = store.names(physical_id)
    authorize('Drop', keyspace, name)
    find(keyspace, name)
    with operations.under_way(keyspace, name):
        database.execute(f'DROP TYPE IF EXISTS {cql.full_name(keyspace, name)}')
        del store.types[physical_id]


def held(keyspace: str, text: str) -> str:
    """The name of a type that exists, as an operation on it is given it.

    UNCONFIRMED which of two pages is right, so both are: https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.ddl.type.html
    expects it as it is held, https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_GetType.html in quotes if it was made so.
    """
    is_held = not text.startswith('"') or store.identifier(keyspace, text) in store.types
    return text if is_held else cql.name_of(text)


def find(keyspace: str, name: str) -> dict:
    record = store.types.get(store.identifier(keyspace, name))
    if not record:
        raise NotFound(f'Type {keyspace}.{name} does not exist')
    return record


def authorize(action: str, keyspace: str, name: str) -> None:
    """Types have no ARN. https://docs.aws.amazon.com/keyspaces/latest/devguide/configure-udt-permissions.html"""
    authorization.require(action, store.keyspace_arn(keyspace), multi_region=store.is_multi_region(keyspace))


def describe(keyspace: str, name: str) -> dict:
    """What Fn::GetAtt returns."""
    record = find(keyspace, name)
    return {
        'DirectReferringTables': [
            table for table, other in store.inside(store.tables, keyspace).items()
            if any(name in cql.names_in(column['ColumnType']) for column in cql.columns(other['Properties']))],
        'DirectParentTypes': [
            parent for parent, other in store.inside(store.types, keyspace).items()
            if any(name in cql.names_in(field['FieldType']) for field in other['Properties']['Fields'])],
        'MaxNestingDepth': depth(keyspace, record['Properties']['Fields']),
        'LastModifiedTimestamp': record['Created'],
        'KeyspaceArn': store.keyspace_arn(keyspace),
    }


def depth(keyspace: str, fields: list[dict]) -> int:
    types = store.inside(store.types, keyspace)
    return 1 + max((depth(keyspace, types[name]['Properties']['Fields']) for name in inner(keyspace, fields)), default=0)


def inner(keyspace: str, fields: list[dict]) -> set[str]:
    """The user-defined types that the fields have directly."""
    return {name for field in fields for name in cql.names_in(field['FieldType'])} & set(store.inside(store.types, keyspace))

