import { GetTableCommand, KeyspacesClient } from '@aws-sdk/client-keyspaces';
import { mockClient } from 'aws-sdk-client-mock';
import { handler } from '../../../src/encryption/inaccessible-tables/table-status.lambda';

const keyspaces = mockClient(KeyspacesClient);
let logged: string[];

beforeEach(() => {
  logged = [];
  process.env.AWS_LAMBDA_FUNCTION_NAME = 'lookout';
  keyspaces.reset();
  keyspaces.on(GetTableCommand).resolves({ status: 'ACTIVE' });
  jest.spyOn(console, 'log').mockImplementation((text) => void logged.push(text));
});

const table = (tableName: string) => ({ keyspaceName: 'shop', tableName });
const tables = (...names: string[]) => ({ tables: names.map((name): [string, string] => ['shop', name]) });

test('counts nothing where every table is there, in the format that a metric is taken from', async () => {
  expect(await handler(tables('orders', 'returns'))).toEqual({ inaccessible: [] });
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
    inaccessible: [],
  });
});

// https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_GetTable.html
test('counts and names a table that has lost its key, and one that cannot be looked at', async () => {
  keyspaces.on(GetTableCommand, table('orders')).resolves({ status: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' });
  keyspaces.on(GetTableCommand, table('returns')).rejects(Object.assign(new Error('no such table'), { name: 'ResourceNotFoundException' }));
  const inaccessible = [
    { table: 'shop.orders', status: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' }, { table: 'shop.returns', status: 'ResourceNotFoundException: no such table' },
  ];
  expect(await handler(tables('orders', 'carts', 'returns'))).toEqual({ inaccessible });
  expect(JSON.parse(logged[0])).toMatchObject({ InaccessibleTables: 2, tables: 3, inaccessible });
});

test.each(['CREATING', 'UPDATING', 'DELETING', 'DELETED', 'RESTORING'] as const)('does not count a table that is %s', async (status) => {
  keyspaces.on(GetTableCommand).resolves({ status });
  expect((await handler(tables('orders'))).inaccessible).toEqual([]);
});

test('counts a table whose status is new to it', async () => {
  keyspaces.on(GetTableCommand).resolves({ status: 'HELD' as 'ACTIVE' });
  expect((await handler(tables('orders'))).inaccessible).toEqual([{ table: 'shop.orders', status: 'HELD' }]);
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
  await handler(tables(...names));
  await handler(tables(...names));
  expect(keyspaces.commandCalls(GetTableCommand).map(({ args: [{ input }] }) => input.tableName).sort()).toEqual([...names, ...names].sort());
  expect(most).toBe(5);
});
