"""Properties of the CloudFormation resources as CQL. Names are quoted: CloudFormation keeps the case of all but those of types."""

import re

from aws.resource import Refused

QUOTED = r'"(?:[^"]|"")+"'
_PLAIN = '[a-zA-Z][a-zA-Z0-9_]*'


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def name_of(text: str) -> str:
    """The name that is held for one in CQL: in lower case unless quoted."""
    if re.fullmatch(QUOTED, text):
        return text[1:-1].replace('""', '"')
    if re.fullmatch(_PLAIN, text):
        return text.lower()
    raise Refused(f'{text} is not a name: letters, digits and underscores, the first one a letter, or anything in double quotes')


def full_name(keyspace: str, name: str) -> str:
    return f'{quoted(keyspace)}.{quoted(name)}'


def columns(properties: dict) -> list[dict]:
    """A table's columns: partition key, clustering columns, then the others."""
    clustering = [key['Column'] for key in properties.get('ClusteringKeyColumns', [])]
    return [*properties['PartitionKeyColumns'], *clustering, *properties.get('RegularColumns', [])]


def is_static(column: dict) -> bool:
    return column['ColumnType'].lower().split()[-1] == 'static'


def column(definition: dict) -> str:
    return f'{quoted(definition["ColumnName"])} {definition["ColumnType"]}'


def create_keyspace(name: str, regions: list[str]) -> str:
    return f'CREATE KEYSPACE {quoted(name)} WITH replication = {replication(regions)}'


def replication(regions: list[str]) -> str:
    """The one node holds the data of whatever Regions are named, which the system tables show."""
    options = {'class': 'SingleRegionStrategy', **{region: '3' for region in regions}}
    return '{' + ', '.join(f"'{name}': '{value}'" for name, value in options.items()) + '}'


def create_table(keyspace: str, name: str, properties: dict) -> str:
    partition = properties['PartitionKeyColumns']
    clustering = properties.get('ClusteringKeyColumns', [])
    partition_key = ', '.join(quoted(key['ColumnName']) for key in partition)
    primary_key = ', '.join([f'({partition_key})', *(quoted(key['Column']['ColumnName']) for key in clustering)])
    options = [f'default_time_to_live = {properties.get("DefaultTimeToLive", 0)}']
    if clustering:
        order = ', '.join(f'{quoted(key["Column"]["ColumnName"])} {key.get("OrderBy", "ASC")}' for key in clustering)
        options.append(f'CLUSTERING ORDER BY ({order})')
    return (f'CREATE TABLE {full_name(keyspace, name)} ({", ".join(map(column, columns(properties)))}, '
            f'PRIMARY KEY ({primary_key})) WITH {" AND ".join(options)}')


def create_type(keyspace: str, name: str, fields: list[dict]) -> str:
    rendered = ', '.join(f'{quoted(field["FieldName"])} {field["FieldType"]}' for field in fields)
    return f'CREATE TYPE {full_name(keyspace, name)} ({rendered})'


def names_in(type_text: str) -> set[str]:
    """The type names in a column's or field's type, as they are held."""
    return {name_of(text) for text in re.findall(rf'{QUOTED}|\b{_PLAIN}\b', type_text)}


def in_lower_case(type_text: str) -> str:
    """But for names in quotes."""
    return re.sub(f'{QUOTED}|[^"]+', lambda part: part[0] if part[0].startswith('"') else part[0].lower(), type_text)
