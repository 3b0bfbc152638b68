import { StreamsClient } from './streams-client';

/** A value comes under the name of its type: `{ uuidT: '...' }`. */
type Value = Record<string, unknown>;

interface ChangeRecord {
  readonly partitionKeys: Record<string, Value>;
  readonly newImage?: { readonly valueCells?: Record<string, { readonly value: Value }> };
}

interface Page {
  readonly changeRecords: ChangeRecord[];
  readonly nextShardIterator?: string;
  readonly iteratorDescription?: { readonly iteratorPosition: string };
}

export interface Change {
  readonly key: Record<string, unknown>;
  /** What the row is after the change; none after it was deleted. */
  readonly row?: Record<string, unknown>;
}

const { KEYSPACE_NAME: keyspaceName, TABLE_NAME: tableName, STREAMS_HOST: host } = process.env;
let streams: StreamsClient;

/** Whatever has changed in the table, from the oldest change that its streams still hold. */
export async function handler(): Promise<{ streams: number; changes: Change[] }> {
  streams = new StreamsClient(host!, process.env);
  // A stream that is enabled again is a new one; the one before can still be read.
  const { streams: found } = await streams.call<{ streams: { streamArn: string }[] }>('ListStreams', { keyspaceName, tableName });
  const changes: Change[] = [];
  for (const { streamArn } of found) {
    const { shards } = await streams.call<{ shards: { shardId: string }[] }>('GetStream', { streamArn });
    for (const { shardId } of shards) changes.push(...await read(streamArn, shardId));
  }
  return { streams: found.length, changes };
}

async function read(streamArn: string, shardId: string): Promise<Change[]> {
  const changes: Change[] = [];
  let { shardIterator: iterator } = await streams.call<{ shardIterator?: string }>('GetShardIterator', {
    streamArn, shardId, shardIteratorType: 'TRIM_HORIZON',
  });
  // An open shard never ends, and a page without changes need not be its last one: the position says so.
  for (let position; iterator && position !== 'AT_TIP';) {
    const page: Page = await streams.call<Page>('GetRecords', { shardIterator: iterator });
    changes.push(...page.changeRecords.map(({ partitionKeys, newImage }) => ({
      key: columns(Object.entries(partitionKeys)),
      row: newImage && columns(Object.entries(newImage.valueCells ?? {}).map(([name, { value }]) => [name, value])),
    })));
    position = page.iteratorDescription?.iteratorPosition;
    iterator = page.nextShardIterator;
  }
  return changes;
}

/** Values without the names of their types. */
function columns(cells: [string, Value][]): Record<string, unknown> {
  return Object.fromEntries(cells.map(([name, value]) => [name, Object.values(value)[0]]));
}
