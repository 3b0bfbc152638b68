"""Properties of the CloudFormation resources as CQL. Names are quoted: CloudFormation keeps their case."""

import re


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def full_name(keyspace: str, name: str) -> str:
    return f'{quoted(keyspace)}.{quoted(name)}'


def columns(properties: dict) -> list[dict]:
    """A table's columns: partition key, clustering columns, then the others."""
    clustering = [key['Column'] for key in properties.get('ClusteringKeyColumns', [])]
    return [*properties['PartitionKeyColumns'], *clustering, *properties.get('RegularColumns', [])]


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
    """The type names in a column's or field's type: as Cassandra reads them, in lower case unless quoted."""
    return {name[1:-1].replace('""', '"') if name.startswith('"') else name.lower()
            for name in re.findall(r'"(?:[^"]|"")+"|\w+', type_text)}
