"""The records of a stream: what the rows of its table are now, held against what they were when somebody asked last.

Whatever happens to a row between two questions is one record.
https://docs.aws.amazon.com/keyspaces/latest/devguide/cdc_how-it-works.html
https://docs.aws.amazon.com/keyspaces/latest/StreamsAPIReference/API_Record.html
"""

import base64
import json
import threading
import time

from cassandra.cqltypes import UserType

from aws.keyspaces import cql, database

# By their names in the protocol; the others have their own, with a T.
MEMBERS = {'varchar': 'textT', 'boolean': 'boolT'}
WITH_NEW_IMAGE = ('NEW_IMAGE', 'NEW_AND_OLD_IMAGES')
WITH_OLD_IMAGE = ('OLD_IMAGE', 'NEW_AND_OLD_IMAGES')

_lock = threading.Lock()

Row = dict[str, dict]


def rows_of(keyspace: str, table: str, properties: dict) -> dict[str, tuple[Row, Row, Row]]:
    """Partition key, clustering key and columns of each row, by its keys."""
    names, types, rows = database.read(f'SELECT * FROM {cql.full_name(keyspace, table)}')
    partition = [column['ColumnName'] for column in properties['PartitionKeyColumns']]
    clustering = [column['Column']['ColumnName'] for column in properties.get('ClusteringKeyColumns', [])]
    static = [column['ColumnName'] for column in properties.get('RegularColumns', []) if cql.is_static(column)]
    found = {}
    for row in rows:
        cells = {name: value(kind, cell) for name, kind, cell in zip(names, types, row) if cell is not None}
        if all(name in cells for name in clustering):
            keys = [{name: cells.pop(name) for name in columns} for columns in (partition, clustering)]
            found[json.dumps(keys)] = (*keys, {name: cell for name, cell in cells.items() if name not in static})
    return found


def observe(keyspace: str, table: str, record: dict, stream: dict) -> list[dict]:
    """Every record of the stream until now."""
    with _lock:
        if stream['Enabled']:
            before, now = stream['Rows'], rows_of(keyspace, table, record['Properties'])
            for key in [*before, *(key for key in now if key not in before)]:
                if before.get(key) != now.get(key):
                    stream['Records'].append(change(stream, before.get(key), now.get(key)))
            stream['Rows'] = now
        return list(stream['Records'])


def change(stream: dict, before: tuple | None, now: tuple | None) -> dict:
    partition, clustering, _ = now or before
    images = [('newImage', now, WITH_NEW_IMAGE), ('oldImage', before, WITH_OLD_IMAGE)]
    return {
        'createdAt': time.time(),
        'origin': 'USER',
        'partitionKeys': partition,
        **({'clusteringKeys': clustering} if clustering else {}),
        **{name: image(row) for name, row, views in images if row and stream['ViewType'] in views},
        'sequenceNumber': f'{len(stream["Records"]) + 1:021d}',
    }


def image(row: tuple[Row, Row, Row]) -> dict:
    return {'valueCells': {name: {'value': cell} for name, cell in row[2].items()}}


def value(kind: type, given: object) -> dict:
    """A KeyspacesCellValue. UNCONFIRMED how the service writes dates, times and durations."""
    def cells(of: object, kinds: tuple) -> list[dict]:
        return [{'value': value(one, item)} for one, item in zip(kinds, of) if item is not None]

    name = kind.typename
    if issubclass(kind, UserType):
        return {'udtT': {field: {'value': value(one, item)} for field, one, item in zip(kind.fieldnames, kind.subtypes, given) if item is not None}}
    if name in ('list', 'set'):
        return {f'{name}T': cells(given, kind.subtypes * len(given))}
    if name == 'tuple':
        return {'tupleT': cells(given, kind.subtypes)}
    if name == 'map':
        return {'mapT': [{'key': value(kind.subtypes[0], key), 'value': value(kind.subtypes[1], item)} for key, item in given.items()]}
    if name == 'blob':
        return {'blobT': base64.b64encode(given).decode()}
    if name == 'date':
        return {'dateT': str(given.days_from_epoch)}
    return {MEMBERS.get(name, f'{name}T'): given if name == 'boolean' else str(given)}
