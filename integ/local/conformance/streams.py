"""Reads streams with AWS's own client, and says what each operation answers, or by which error it is refused.

A line of input is JSON: `credentials`, `stream` (an ARN), and `shard` and `iterator` for those who may not find them out
themselves. So is the line that answers it.
"""

import json
import sys

import boto3
from botocore.exceptions import ClientError


def read(credentials: dict, stream: str, shard: str = '', iterator: str = '') -> dict:
    client = boto3.client('keyspacesstreams', **credentials)

    def answer(operation: str, **parameters) -> dict:
        try:
            return {name: value for name, value in getattr(client, operation)(**parameters).items() if name != 'ResponseMetadata'}
        except ClientError as refused:
            return {'error': refused.response['Error']['Code']}

    listed, described = answer('list_streams'), answer('get_stream', streamArn=stream)
    shard = shard or described['shards'][0]['shardId']
    given = answer('get_shard_iterator', streamArn=stream, shardId=shard, shardIteratorType='TRIM_HORIZON')
    records = answer('get_records', shardIterator=iterator or given['shardIterator'])
    return {'ListStreams': listed, 'GetStream': described, 'GetShardIterator': given, 'GetRecords': records}


for line in sys.stdin:
    print(json.dumps(read(**json.loads(line)), default=str), flush=True)
