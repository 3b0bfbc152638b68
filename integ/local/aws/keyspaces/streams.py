"""Streams of change data capture, and the API that reads them.

https://docs.aws.amazon.com/keyspaces/latest/devguide/cdc_how-it-works.html
https://docs.aws.amazon.com/keyspaces/latest/StreamsAPIReference/Welcome.html
"""

import base64
import binascii
from datetime import datetime, timezone

from aws.keyspaces import authorization, changes, protocol, store, table_rules
from aws.resource import NotFound, Refused

# https://docs.aws.amazon.com/keyspaces/latest/StreamsAPIReference/API_GetRecords.html
PAGE = 100
# One for each stream.
SHARD = 'shardId-0000000000000000000000000000'


def install() -> None:
    protocol.serve('keyspacesstreams', 'KeyspacesStreams', {
        'GetRecords': get_records,
        'GetShardIterator': get_shard_iterator,
        'GetStream': get_stream,
        'ListStreams': list_streams,
    })


def with_stream(record: dict) -> dict:
    """A stream that is enabled is a new one, labelled with the time; one that is disabled can still be read.

    https://docs.aws.amazon.com/keyspaces/latest/devguide/keyspaces-enable-cdc-alter-table.html
    """
    before, latest, view_type = record.get('Streams', []), enabled(record), table_rules.view_type(record['Properties'])
    if view_type and not latest:
        now = datetime.now(timezone.utc)
        label = now.isoformat(timespec='milliseconds').split('+')[0]
        stream = {'Label': label, 'ViewType': view_type, 'Created': now.timestamp(), 'Enabled': True, 'Rows': {}, 'Records': []}
        return {**record, 'Streams': [*before, stream]}
    if latest and not view_type:
        return {**record, 'Streams': [*before[:-1], {**latest, 'Enabled': False}]}
    return {**record, 'Streams': before}


def enabled(record: dict) -> dict | None:
    """The table's stream, unless it has none any more."""
    streams = record.get('Streams', [])
    return streams[-1] if streams and streams[-1]['Enabled'] else None


def settle(keyspace: str, table: str, record: dict) -> None:
    """Before a table changes: what was done until now is in the stream that it has, and not in the next one."""
    stream = enabled(record)
    if stream:
        changes.observe(keyspace, table, record, stream)


def begin(keyspace: str, table: str, record: dict, before: dict) -> None:
    """A stream that is enabled now knows the rows that there are already."""
    stream = enabled(record)
    if stream and not enabled(before):
        stream['Rows'] = changes.rows_of(keyspace, table, record['Properties'])


def arn(keyspace: str, table: str, stream: dict) -> str:
    return f'{store.table_arn(keyspace, table)}/stream/{stream["Label"]}'


def everything() -> list[dict]:
    """What is told of every stream, and the stream."""
    return [{'streamArn': arn(*store.names(identifier), stream), 'keyspaceName': store.names(identifier)[0],
             'tableName': store.names(identifier)[1], 'streamLabel': stream['Label'], 'stream': stream}
            for identifier, record in store.tables.items() for stream in record['Streams']]


def list_streams(request: dict) -> dict:
    authorization.require_of_stream('ListStreams', '*')
    wanted = {name: request[name] for name in ('keyspaceName', 'tableName') if name in request}
    return {'streams': [summary(found) for found in everything() if wanted.items() <= found.items()]}


def get_stream(request: dict) -> dict:
    found = authorized('GetStream', request['streamArn'])
    stream = found['stream']
    return {
        **summary(found),
        'streamStatus': 'ENABLED' if stream['Enabled'] else 'DISABLED',
        'streamViewType': stream['ViewType'],
        'creationRequestDateTime': stream['Created'],
        'shards': [{'shardId': SHARD, 'sequenceNumberRange': {'startingSequenceNumber': '0' * 21}}],
    }


def get_shard_iterator(request: dict) -> dict:
    found = authorized('GetShardIterator', request['streamArn'])
    if request['shardId'] != SHARD:
        raise NotFound(f'The stream {found["streamArn"]} has no shard {request["shardId"]}')
    return {'shardIterator': iterator(found, position(request, records_of(found)))}


def position(request: dict, records: list[dict]) -> int:
    """How many records an iterator of this type leaves out."""
    kind, number = request['shardIteratorType'], request.get('sequenceNumber')
    if kind in ('TRIM_HORIZON', 'LATEST'):
        return 0 if kind == 'TRIM_HORIZON' else len(records)
    if not number:
        raise Refused(f'{kind} needs a sequenceNumber')
    return sum(record['sequenceNumber'] < number or record['sequenceNumber'] == number and kind == 'AFTER_SEQUENCE_NUMBER' for record in records)


def iterator(found: dict, at: int) -> str:
    return base64.urlsafe_b64encode(f'{at} {found["streamArn"]}'.encode()).decode()


def get_records(request: dict) -> dict:
    try:
        at, stream_arn = base64.urlsafe_b64decode(request['shardIterator']).decode().split(' ')
        at = int(at)
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise Refused('Invalid shardIterator') from error
    found = authorized('GetRecords', stream_arn)
    records = records_of(found)
    end = at + request.get('maxResults', PAGE)
    return {
        'changeRecords': records[at:end],
        'nextShardIterator': iterator(found, min(end, len(records))),
        'iteratorDescription': {'iteratorPosition': 'AT_TIP' if end >= len(records) else 'BEHIND_TIP'},
    }


def records_of(found: dict) -> list[dict]:
    names = found['keyspaceName'], found['tableName']
    return changes.observe(*names, store.tables[store.identifier(*names)], found['stream'])


def authorized(action: str, stream_arn: str) -> dict:
    authorization.require_of_stream(action, stream_arn)
    found = next((stream for stream in everything() if stream['streamArn'] == stream_arn), None)
    if not found:
        raise NotFound(f'Stream {stream_arn} does not exist')
    return found


def summary(found: dict) -> dict:
    return {name: value for name, value in found.items() if name != 'stream'}
