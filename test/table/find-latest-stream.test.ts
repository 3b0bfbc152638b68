import * as fc from 'fast-check';
import { findLatestStream, type TableDescription } from '../../src/table/find-latest-stream';

const WANTED = { keyspaceName: 'shop', tableName: 'orders', viewType: 'NEW_IMAGE' };
const STREAM = 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/shop/table/orders/stream/2025-03-07T22:20:10.454';
const OLD_STREAM = STREAM.replace('2025-03-07', '2025-01-01');

type Answer = TableDescription | Error;

const active = (cdcSpecification: TableDescription['cdcSpecification'], latestStreamArn?: string): Answer =>
  ({ status: 'ACTIVE', cdcSpecification, latestStreamArn });
const failed = (name: string) => Object.assign(new Error('not now'), { name });

const READY = active({ status: 'ENABLED', viewType: 'NEW_IMAGE' }, STREAM);
const ENABLING = active({ status: 'ENABLING', viewType: 'NEW_IMAGE' }, OLD_STREAM);
const DISABLED = active({ status: 'DISABLED' });
const OTHER_VIEW = active({ status: 'ENABLED', viewType: 'KEYS_ONLY' }, OLD_STREAM);
const WITHOUT_ARN = active({ status: 'ENABLED', viewType: 'NEW_IMAGE' });
const DENIED = failed('AccessDeniedException');
const MISSING = failed('ResourceNotFoundException');
const BROKEN = failed('InternalServerException');

/** Searches where time passes only while it waits; the last answer stays. */
async function search(answers: Answer[], budget = 540_000) {
  let elapsed = 0;
  const asked: Answer[] = [];
  const surroundings = {
    getTable: async () => {
      const answer = answers[Math.min(asked.length, answers.length - 1)];
      asked.push(answer);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    wait: async (milliseconds: number) => void (elapsed += milliseconds),
    remaining: () => budget - elapsed,
  };
  const outcome: { readonly arn?: string; readonly error?: string } = await findLatestStream(WANTED, surroundings)
    .then((arn) => ({ arn }), (error: Error) => ({ error: error.message }));
  return { ...outcome, seconds: elapsed / 1_000, asked };
}

const times = (count: number, answer: Answer) => Array<Answer>(count).fill(answer);

test('an enabled stream is found at once', async () => {
  expect(await search([READY])).toMatchObject({ arn: STREAM, seconds: 0 });
});

test('an enabled stream whose view is not told is taken', async () => {
  expect(await search([active({ status: 'ENABLED' }, STREAM)])).toMatchObject({ arn: STREAM, seconds: 0 });
});

test.each<[string, Answer]>([
  ['is being made, while the table still names the one before', ENABLING],
  ['belongs to a table that is being created', { status: 'CREATING' }],
  ['belongs to a table that is being changed', { status: 'UPDATING', cdcSpecification: { status: 'ENABLED' }, latestStreamArn: OLD_STREAM }],
  ['has no ARN yet', WITHOUT_ARN],
])('a stream that %s is waited for, minutes if it takes that', async (_, answer) => {
  expect(await search([...times(60, answer), READY])).toMatchObject({ arn: STREAM, seconds: 300 });
});

test.each<[string, Answer]>([
  ['the stream before it is still there', OTHER_VIEW],
  ['the role\'s permissions are not seen everywhere', DENIED],
  ['the table is not seen everywhere', MISSING],
  ['the stream is not seen everywhere', DISABLED],
  ['the service has a fault', BROKEN],
])('it takes a moment while %s', async (_, answer) => {
  expect(await search([...times(12, answer), READY])).toMatchObject({ arn: STREAM, seconds: 60 });
});

test('a fault after minutes of waiting has a patience of its own', async () => {
  expect((await search([...times(60, ENABLING), ...times(12, BROKEN), READY])).arn).toBe(STREAM);
});

test.each<[string, Answer, string]>([
  ['that captures no changes', { status: 'ACTIVE' }, 'it has no stream, its change data capture is off; enable it'],
  ['whose stream is disabled', DISABLED, 'it has no stream, its change data capture is DISABLED; enable it'],
  ['whose stream is being disabled', active({ status: 'DISABLING' }, STREAM), 'its change data capture is DISABLING'],
  ['that may not be read', DENIED, 'GetTable failed with AccessDeniedException: not now'],
  ['that does not exist', MISSING, 'GetTable failed with ResourceNotFoundException: not now'],
])('fails within 90 seconds for a table %s, and says so', async (_, answer, message) => {
  const { error, seconds } = await search([answer]);
  expect(error).toContain('table shop.orders: ');
  expect(error).toContain(message);
  expect(seconds).toBe(90);
});

test('fails at once for names that are none', async () => {
  expect(await search([failed('ValidationException')]))
    .toMatchObject({ error: 'table shop.orders: GetTable failed with ValidationException: not now', seconds: 0 });
});

test('fails before its time is up when a stream is never made', async () => {
  expect(await search([ENABLING])).toMatchObject({ error: 'table shop.orders: its stream is still being made, it is ENABLING', seconds: 540 });
});

// A rollback must not stumble over a view that somebody changed by hand.
test('the stream of another view is taken when it stays the only one', async () => {
  expect(await search([OTHER_VIEW])).toMatchObject({ arn: OLD_STREAM, seconds: 90 });
});

test('whatever is answered, an ARN is that of the stream last seen, and the time is kept', async () => {
  const other = fc.constantFrom<Answer>(ENABLING, DISABLED, OTHER_VIEW, WITHOUT_ARN, DENIED, MISSING, BROKEN, { status: 'UPDATING' }, {});
  const before = fc.array(fc.tuple(other, fc.integer({ min: 1, max: 30 })), { maxLength: 8 });
  await fc.assert(fc.asyncProperty(before, fc.constantFrom<Answer>(READY, ENABLING, DISABLED, OTHER_VIEW), async (phases, last) => {
    const { arn, error, seconds, asked } = await search([...phases.flatMap(([answer, count]) => times(count, answer)), last]);
    expect(seconds).toBeLessThanOrEqual(540);
    expect(arn).toBe(new Map([[READY, STREAM], [OTHER_VIEW, OLD_STREAM]]).get(asked.at(-1)!));
    expect(error === undefined).toBe(arn !== undefined);
    // Ninety seconds of nothing else, unless the time is up.
    if (arn === OLD_STREAM && seconds < 540) expect(asked.slice(-19)).toEqual(times(19, OTHER_VIEW));
  }), { numRuns: 1_000 });
});
