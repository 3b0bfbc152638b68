import { setTimeout as wait } from 'node:timers/promises';
import { GetTableCommand, KeyspacesClient } from '@aws-sdk/client-keyspaces';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { handler } from '../../src/table/latest-stream-arn.lambda';
import { CloudFormationAddress } from '../support/cloudformation-address';

// Nothing waits here but what was told to.
jest.mock('node:timers/promises', () => ({ setTimeout: jest.fn() }));

const STREAM = 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/shop/table/orders/stream/2025-03-07T22:20:10.454';
const PROPERTIES = { ServiceToken: 'arn', keyspaceName: 'shop', tableName: 'orders', viewType: 'NEW_IMAGE' };

const keyspaces = mockClient(KeyspacesClient);
const logged: string[] = [];
const cloudformation = new CloudFormationAddress();

beforeEach(() => {
  logged.length = 0;
  jest.mocked(wait).mockClear();
  keyspaces.reset();
  keyspaces.on(GetTableCommand).resolves({ status: 'ACTIVE', cdcSpecification: { status: 'ENABLED', viewType: 'NEW_IMAGE' }, latestStreamArn: STREAM });
  jest.spyOn(console, 'log').mockImplementation((text) => void logged.push(text));
});

function request(type: 'Create' | 'Update' | 'Delete', more: object = {}): CloudFormationCustomResourceEvent {
  return {
    RequestType: type,
    ResponseURL: cloudformation.url,
    StackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/shop/1',
    RequestId: `request-${type}`,
    LogicalResourceId: 'OrdersLatestStreamArn',
    ResourceType: 'Custom::KeyspacesLatestStreamArn',
    ResourceProperties: PROPERTIES,
    ...type === 'Create' ? {} : { PhysicalResourceId: 'shop|orders|stream' },
    ...type === 'Update' ? { OldResourceProperties: { ...PROPERTIES, viewType: 'KEYS_ONLY' } } : {},
    ...more,
  } as unknown as CloudFormationCustomResourceEvent;
}

const TEN_MINUTES = { getRemainingTimeInMillis: () => 600_000 };
/** There is no time left to wait in. */
const AT_ONCE = { getRemainingTimeInMillis: () => 60_000 };

test.each(['Create', 'Update'] as const)('%s answers with the ARN, under an id that stays', async (type) => {
  await handler(request(type), TEN_MINUTES);
  expect(cloudformation.received.map(({ body }) => body)).toEqual([{
    Status: 'SUCCESS',
    PhysicalResourceId: 'shop|orders|stream',
    StackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/shop/1',
    RequestId: `request-${type}`,
    LogicalResourceId: 'OrdersLatestStreamArn',
    Data: { StreamArn: STREAM },
  }]);
  expect(keyspaces.commandCalls(GetTableCommand).map(({ args: [{ input }] }) => input)).toEqual([{ keyspaceName: 'shop', tableName: 'orders' }]);
});

test('Delete asks nothing and always succeeds, for any id', async () => {
  keyspaces.on(GetTableCommand).rejects(new Error('must not be asked'));
  await handler(request('Delete', { PhysicalResourceId: 'whatever failed' }), AT_ONCE);
  expect(cloudformation.received[0].body).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'whatever failed' });
  expect(keyspaces.calls()).toHaveLength(0);
});

// The presigned address is signed without a content type.
test('the answer has a length and no content type', async () => {
  await handler(request('Create'), TEN_MINUTES);
  expect(cloudformation.received[0].headers['content-type'] ?? '').toBe('');
  expect(Number(cloudformation.received[0].headers['content-length'])).toBeGreaterThan(100);
});

test('fails, and says why, when the table has no stream', async () => {
  keyspaces.on(GetTableCommand).resolves({ status: 'ACTIVE', cdcSpecification: { status: 'DISABLED' } });
  await handler(request('Create'), AT_ONCE);
  expect(cloudformation.received[0].body).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'shop|orders|stream' });
  expect(cloudformation.received[0].body.Reason).toBe(
    'table shop.orders: it has no stream, its change data capture is DISABLED; enable it, or do without the ARN of a stream');
});

test('fails with a reason that CloudFormation still reads, however long it is', async () => {
  keyspaces.on(GetTableCommand).rejects(Object.assign(new Error('x'.repeat(10_000)), { name: 'ValidationException' }));
  await handler(request('Create'), TEN_MINUTES);
  expect(cloudformation.received[0].body.Status).toBe('FAILED');
  expect(JSON.stringify(cloudformation.received[0].body).length).toBeLessThan(4_096);
});

test('waits for permissions and for the stream, and answers once', async () => {
  keyspaces.on(GetTableCommand)
    .rejectsOnce(Object.assign(new Error('not yet'), { name: 'AccessDeniedException' }))
    .resolves({ status: 'ACTIVE', cdcSpecification: { status: 'ENABLED', viewType: 'NEW_IMAGE' }, latestStreamArn: STREAM });
  await handler(request('Create'), TEN_MINUTES);
  expect(cloudformation.received.map(({ body }) => body.Status)).toEqual(['SUCCESS']);
  expect(jest.mocked(wait).mock.calls).toEqual([[5_000]]);
});

test('each request twice, and in another order, ends the same', async () => {
  for (const type of ['Delete', 'Create', 'Create', 'Update', 'Delete', 'Update', 'Delete'] as const) await handler(request(type), TEN_MINUTES);
  expect(cloudformation.received.map(({ body }) => [body.Status, body.PhysicalResourceId])).toEqual(Array(7).fill(['SUCCESS', 'shop|orders|stream']));
});

describe('an address that', () => {
  test.each<[string, number]>([['answers with an error', 503], ['breaks the connection', 0]])('%s is tried again', async (_, status) => {
    cloudformation.statuses = [status];
    await handler(request('Create'), TEN_MINUTES);
    expect(cloudformation.received.map(({ body }) => body.Status)).toEqual(['SUCCESS', 'SUCCESS']);
  });

  // So that Lambda runs the request again.
  test('never takes it fails the invocation, and is never turned into a failure', async () => {
    cloudformation.statuses = Array(5).fill(500);
    await expect(handler(request('Create'), TEN_MINUTES)).rejects.toThrow('CloudFormation did not take the response: status 500');
    expect(cloudformation.received.map(({ body }) => body.Status)).toEqual(Array(5).fill('SUCCESS'));
    expect(jest.mocked(wait).mock.calls).toEqual([[1_000], [2_000], [4_000], [8_000]]);
  });
});

test('neither a log nor an error holds the address, whoever has which can answer', async () => {
  const errors: string[] = [];
  for (const ResponseURL of [cloudformation.url, `http://127.0.0.1:1/answer?${cloudformation.secret}`, `not an address ${cloudformation.secret}`]) {
    await handler(request('Create', { ResponseURL }), TEN_MINUTES).catch((error: Error) => errors.push(`${error.stack}`));
  }
  expect(errors).toHaveLength(2);
  expect(logged.length).toBeGreaterThan(3);
  for (const text of [...logged, ...errors]) expect(text).not.toContain(cloudformation.secret);
});
