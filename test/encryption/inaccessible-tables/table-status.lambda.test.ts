import { setTimeout as wait } from 'node:timers/promises';
import { GetTableCommand, KeyspacesClient } from '@aws-sdk/client-keyspaces';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { handler } from '../../../src/encryption/inaccessible-tables/table-status.lambda';
import { CloudFormationAddress } from '../../support/cloudformation-address';

// Nothing waits here but what was told to.
jest.mock('node:timers/promises', () => ({ setTimeout: jest.fn() }));

const FIVE_MINUTES = { getRemainingTimeInMillis: () => 300_000 };

const keyspaces = mockClient(KeyspacesClient);
const cloudformation = new CloudFormationAddress();
let logged: string[];

beforeEach(() => {
  logged = [];
  process.env.AWS_LAMBDA_FUNCTION_NAME = 'lookout';
  jest.mocked(wait).mockClear();
  keyspaces.reset();
  keyspaces.on(GetTableCommand).resolves({ status: 'ACTIVE' });
  jest.spyOn(console, 'log').mockImplementation((text) => void logged.push(text));
});

const table = (tableName: string) => ({ keyspaceName: 'shop', tableName });
const tables = (...names: string[]) => ({ tables: [['shop', ...names]] });
const named = (name: string) => Object.assign(new Error('for some reason'), { name });
const lines = () => logged.map((line) => JSON.parse(line));
const metrics = () => lines().filter((line) => '_aws' in line).map((line) => line.InaccessibleTables);

test('counts nothing where every table is there, in the format that a metric is taken from', async () => {
  expect(await handler(tables('orders', 'returns'), FIVE_MINUTES)).toEqual({ inaccessible: [] });
  expect(logged).toHaveLength(1);
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
  expect(JSON.parse(logged[0])).toEqual({
    _aws: {
      Timestamp: expect.any(Number),
      CloudWatchMetrics: [{ Namespace: 'CdkKeyspaces', Dimensions: [['FunctionName']], Metrics: [{ Name: 'InaccessibleTables', Unit: 'Count' }] }],
    },
    FunctionName: 'lookout',
    InaccessibleTables: 0,
    tables: 2,
  });
});

// https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_GetTable.html
test('counts and names a table that has lost its key, one that is not there, and one that cannot be looked at', async () => {
  keyspaces.on(GetTableCommand, table('orders')).resolves({ status: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' });
  keyspaces.on(GetTableCommand, table('returns')).rejects(named('ResourceNotFoundException'));
  keyspaces.on(GetTableCommand, { keyspaceName: 'bank', tableName: 'accounts' }).rejects(named('AccessDeniedException'));
  const inaccessible = [
    { table: 'shop.orders', status: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' },
    { table: 'shop.returns', status: 'ResourceNotFoundException: for some reason' },
    { table: 'bank.accounts', status: 'AccessDeniedException: for some reason' },
  ];
  expect(await handler({ tables: [['shop', 'orders', 'carts', 'returns'], ['bank', 'accounts']] }, FIVE_MINUTES)).toEqual({ inaccessible });
  expect(lines().slice(0, -1)).toEqual(inaccessible);
  expect(lines().at(-1)).toMatchObject({ InaccessibleTables: 3, tables: 4 });
});

test.each(['CREATING', 'UPDATING', 'RESTORING'] as const)('does not count a table that is %s', async (status) => {
  keyspaces.on(GetTableCommand).resolves({ status });
  expect((await handler(tables('orders'), FIVE_MINUTES)).inaccessible).toEqual([]);
});

test.each(['DELETING', 'DELETED', 'HELD'])('counts a table that is %s, which is how it ends or is new', async (status) => {
  keyspaces.on(GetTableCommand).resolves({ status: status as 'DELETED' });
  expect((await handler(tables('orders'), FIVE_MINUTES)).inaccessible).toEqual([{ table: 'shop.orders', status }]);
  expect(metrics()).toEqual([1]);
});

test('asks for each table once, a few at a time, and the same again when it is invoked again', async () => {
  let [underWay, most] = [0, 0];
  keyspaces.on(GetTableCommand).callsFake(async () => {
    most = Math.max(most, ++underWay);
    await new Promise((done) => setTimeout(done, 1));
    underWay--;
    return { status: 'ACTIVE' };
  });
  const names = Array.from({ length: 12 }, (_, index) => `t${index}`);
  await handler(tables(...names), FIVE_MINUTES);
  await handler(tables(...names), FIVE_MINUTES);
  expect(keyspaces.commandCalls(GetTableCommand).map(({ args: [{ input }] }) => input.tableName).sort()).toEqual([...names, ...names].sort());
  expect(most).toBe(5);
});

test('reports what it has not got to before its time is up', async () => {
  const left = [300_000, 89_999];
  const { inaccessible } = await handler(tables('t0', 't1', 't2', 't3', 't4', 't5'), { getRemainingTimeInMillis: () => left.shift()! });
  expect(inaccessible).toEqual([{ table: 'shop.t5', status: 'not looked at, since others took too long' }]);
  expect(keyspaces.commandCalls(GetTableCommand)).toHaveLength(5);
  expect(metrics()).toEqual([1]);
});

describe('in a deployment', () => {
  function request(type: 'Create' | 'Update' | 'Delete'): CloudFormationCustomResourceEvent {
    return {
      RequestType: type,
      ResponseURL: cloudformation.url,
      StackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/shop/1',
      RequestId: `request-${type}`,
      LogicalResourceId: 'LookoutLook',
      ResourceProperties: { ServiceToken: 'arn', ...tables('orders') },
      ...type === 'Create' ? {} : { PhysicalResourceId: 'whatever it was' },
    } as unknown as CloudFormationCustomResourceEvent;
  }
  const answers = () => cloudformation.received.map(({ body }) => [body.Status, body.PhysicalResourceId]);
  const pauses = () => jest.mocked(wait).mock.calls.map(([milliseconds]) => milliseconds);

  test.each([['Create', 'LookoutLook'], ['Update', 'whatever it was']] as const)('%s looks, and gives the metric time', async (type, id) => {
    await handler(request(type), FIVE_MINUTES);
    expect(keyspaces.commandCalls(GetTableCommand).map(({ args: [{ input }] }) => input)).toEqual([table('orders')]);
    expect(metrics()).toEqual([0]);
    expect(pauses()).toEqual([20_000]);
    expect(answers()).toEqual([['SUCCESS', id]]);
  });

  test('Delete looks at nothing', async () => {
    await handler(request('Delete'), FIVE_MINUTES);
    expect(keyspaces.calls()).toHaveLength(0);
    expect(logged).toEqual([]);
    expect(answers()).toEqual([['SUCCESS', 'whatever it was']]);
  });

  test('waits until its permissions hold, and reports once', async () => {
    keyspaces.on(GetTableCommand).rejectsOnce(named('AccessDeniedException')).resolves({ status: 'ACTIVE' });
    await handler(request('Create'), FIVE_MINUTES);
    expect(metrics()).toEqual([0]);
    expect(pauses()).toEqual([10_000, 20_000]);
  });

  test('tells of a lost table, and lets the deployment go on', async () => {
    keyspaces.on(GetTableCommand).resolves({ status: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' });
    await handler(request('Create'), FIVE_MINUTES);
    expect(keyspaces.commandCalls(GetTableCommand)).toHaveLength(6);
    expect(metrics()).toEqual([1]);
    expect(answers()).toEqual([['SUCCESS', 'LookoutLook']]);
  });

  test('does not look again when there is no time left for it', async () => {
    keyspaces.on(GetTableCommand).resolves({ status: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' });
    const left = [300_000, 89_999];
    await handler(request('Create'), { getRemainingTimeInMillis: () => left.shift()! });
    expect(keyspaces.commandCalls(GetTableCommand)).toHaveLength(1);
    expect(answers()).toEqual([['SUCCESS', 'LookoutLook']]);
  });

  test('says nothing of a table that another stack may make later, which the schedule does', async () => {
    keyspaces.on(GetTableCommand).rejects(named('ResourceNotFoundException'));
    await handler(request('Create'), FIVE_MINUTES);
    await handler(tables('orders'), FIVE_MINUTES);
    expect(metrics()).toEqual([0, 1]);
  });
});
