"""Reads what has changed in a table, from the oldest change that its stream still holds."""

import os

import boto3

# Of Lambda's runtime: the streams' API is one of its own.
streams = boto3.client('keyspacesstreams')


def handler(event, context):
    stream = streams.get_stream(streamArn=os.environ['STREAM_ARN'])
    changes = [change for shard in stream['shards'] for change in changes_in(shard)]
    return {'stream': stream['streamArn'], 'view': stream['streamViewType'], 'shards': len(stream['shards']), 'changes': len(changes)}


def changes_in(shard):
    iterator = streams.get_shard_iterator(
        streamArn=os.environ['STREAM_ARN'], shardId=shard['shardId'], shardIteratorType='TRIM_HORIZON')['shardIterator']
    while iterator:
        page = streams.get_records(shardIterator=iterator)
        yield from page['changeRecords']
        # An open shard never ends.
        iterator = page['changeRecords'] and page.get('nextShardIterator')
