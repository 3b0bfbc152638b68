"""Reads what has changed in a table, from the oldest change that its stream still holds."""

import os

import boto3

# Of Lambda's runtime: the streams' API is one of its own.
streams = boto3.client('keyspacesstreams')


def handler(event, context):
    stream = streams.get_stream(streamArn=os.environ['STREAM_ARN'])
    shards = [read(shard['shardId']) for shard in stream['shards']]
    return {'stream': stream['streamArn'], 'view': stream['streamViewType'], 'shards': shards}


def read(shard):
    iterator = streams.get_shard_iterator(
        streamArn=os.environ['STREAM_ARN'], shardId=shard, shardIteratorType='TRIM_HORIZON')['shardIterator']
    changes, position = 0, None
    # An open shard never ends, and a page without changes need not be its last one: the position says so.
    while iterator and position != 'AT_TIP':
        page = streams.get_records(shardIterator=iterator)
        changes += len(page['changeRecords'])
        # To an SDK that does not know it, the first page without changes is the last one.
        position = page.get('iteratorDescription', {}).get('iteratorPosition', None if page['changeRecords'] else 'AT_TIP')
        iterator = page.get('nextShardIterator')
    return {'shard': shard, 'changes': changes, 'position': position}
