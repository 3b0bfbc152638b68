import {
  DeleteTableCommand, GetTableAutoScalingSettingsCommand, KeyspacesClient, UpdateTableCommand, UpdateTableCommandInput,
} from '@aws-sdk/client-keyspaces';
import { cleanUp } from './clean-up';
import { connect, refusal } from './connections';
import { allow, session } from './identities';
import { active, createKeyspace, createTable, keyspaces, until } from './resources';
import { GUIDE, patience, region } from './target';
import { eventually } from '../wait';

const MODES = `${GUIDE}/ReadWriteCapacityMode.SwitchReadWriteCapacityMode.html`;
const SCALING = `${GUIDE}/autoscaling.permissions.html`;
const SETTINGS = 'https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_GetTableAutoScalingSettings.html';

let ks: string;
beforeAll(async () => { ks = await createKeyspace(); });
afterAll(cleanUp);

const PROVISIONED = { throughputMode: 'PROVISIONED', readCapacityUnits: 5, writeCapacityUnits: 5 } as const;
const ON_DEMAND = { throughputMode: 'PAY_PER_REQUEST' } as const;
const update = (tableName: string, more: Partial<UpdateTableCommandInput>, keyspaceName = ks) =>
  keyspaces.send(new UpdateTableCommand({ keyspaceName, tableName, ...more }));
const scaled = (targetValue: number, minimumUnits = 5, maximumUnits = 10) =>
  ({ minimumUnits, maximumUnits, scalingPolicy: { targetTrackingScalingPolicyConfiguration: { targetValue } } });
const settings = (tableName: string, keyspaceName = ks, client = keyspaces) =>
  client.send(new GetTableAutoScalingSettingsCommand({ keyspaceName, tableName }));

test(`a new on-demand table becomes a provisioned one, but not an on-demand one again for a day (${MODES})`, async () => {
  const tableName = await createTable(ks);
  expect((await active(ks, tableName)).capacitySpecification!.lastUpdateToPayPerRequestTimestamp!.getTime()).toBeLessThanOrEqual(Date.now() + 60_000);
  await update(tableName, { capacitySpecification: PROVISIONED });
  await until(() => active(ks, tableName), ({ capacitySpecification }) => capacitySpecification!.throughputMode === 'PROVISIONED');
  await expect(update(tableName, { capacitySpecification: ON_DEMAND })).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(update(tableName, { capacitySpecification: { ...PROVISIONED, readCapacityUnits: 6 } })).resolves.toBeDefined();
});

test(`a table is switched from provisioned to on-demand capacity once a day (${MODES})`, async () => {
  const tableName = await createTable(ks, { capacitySpecification: PROVISIONED });
  const set = async (capacitySpecification: typeof PROVISIONED | typeof ON_DEMAND) => {
    await update(tableName, { capacitySpecification });
    await until(() => active(ks, tableName), (found) => found.capacitySpecification!.throughputMode === capacitySpecification.throughputMode);
  };
  await set(ON_DEMAND);
  await set(PROVISIONED);
  await expect(set(ON_DEMAND)).rejects.toMatchObject({ name: 'ValidationException' });
});

test(`CQL is held to that as well (${MODES})`, async () => {
  const [client, table] = [await connect(await session(allow('*'))), await createTable(ks)];
  const alter = (mode: string) => refusal(client.execute(`ALTER TABLE ${ks}.${table} WITH CUSTOM_PROPERTIES = {'capacity_mode': {${mode}}}`));
  await eventually(patience, async () => expect(await alter("'throughput_mode': 'PROVISIONED', 'read_capacity_units': 1, 'write_capacity_units': 1")).toBe('allowed'));
  await active(ks, table);
  expect(await alter("'throughput_mode': 'PAY_PER_REQUEST'")).toMatch(/^2200 /);
});

test(`auto scaling is told as it was set (${SETTINGS})`, async () => {
  const autoScalingSpecification = { readCapacityAutoScaling: scaled(70), writeCapacityAutoScaling: { ...scaled(50), autoScalingDisabled: false } };
  const tableName = await createTable(ks, { capacitySpecification: PROVISIONED, autoScalingSpecification });
  expect(await settings(tableName)).toMatchObject({ keyspaceName: ks, tableName, autoScalingSpecification });
  const without = await createTable(ks, { capacitySpecification: PROVISIONED });
  expect((await settings(without)).autoScalingSpecification?.readCapacityAutoScaling?.scalingPolicy).toBeUndefined();
});

test(`auto scaling is read with the actions of Application Auto Scaling (${SETTINGS})`, async () => {
  const tableName = await createTable(ks, { capacitySpecification: PROVISIONED, autoScalingSpecification: { readCapacityAutoScaling: scaled(70) } });
  const as = async (...actions: string[]) => new KeyspacesClient({ credentials: (await session(allow(actions))).credentials });
  await expect(settings(tableName, ks, await as('cassandra:*', 'application-autoscaling:DescribeScalableTargets'))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  const reader = await as('application-autoscaling:DescribeScalableTargets', 'application-autoscaling:DescribeScalingPolicies');
  await eventually(patience, () => settings(tableName, ks, reader));
});

test(`a table is deleted when its auto scaling is off (${SCALING})`, async () => {
  const readCapacityAutoScaling = scaled(70);
  const tableName = await createTable(ks, { capacitySpecification: PROVISIONED, autoScalingSpecification: { readCapacityAutoScaling } });
  const remove = () => keyspaces.send(new DeleteTableCommand({ keyspaceName: ks, tableName }));
  await expect(remove()).rejects.toMatchObject({ name: expect.stringMatching(/ValidationException|ConflictException/) });
  const client = await connect(await session(allow('*')));
  await eventually(patience, async () => expect(await refusal(client.execute(`DROP TABLE ${ks}.${tableName}`))).toMatch(/^2\d00 /));
  await update(tableName, { autoScalingSpecification: { readCapacityAutoScaling: { autoScalingDisabled: true } } });
  await active(ks, tableName);
  await eventually(patience, remove);
});

test(`warm throughput is that of on-demand capacity, or what was set (${GUIDE}/warm-throughput.html)`, async () => {
  const warm = async (tableName: string) => (await active(ks, tableName)).warmThroughputSpecification;
  const tableName = await createTable(ks);
  expect(await warm(tableName)).toMatchObject({ readUnitsPerSecond: 12_000, writeUnitsPerSecond: 4000 });
  await update(tableName, { warmThroughputSpecification: { readUnitsPerSecond: 13_000 } });
  await eventually(patience, async () => expect(await warm(tableName)).toMatchObject({ readUnitsPerSecond: 13_000, writeUnitsPerSecond: 4000 }));
  const client = await connect(await session(allow('*')));
  const alter = () => refusal(client.execute(`ALTER TABLE ${ks}.${tableName} WITH CUSTOM_PROPERTIES = {'warm_throughput': {'read_units_per_second': 14000, 'write_units_per_second': 5000}}`));
  await eventually(patience, async () => expect(await alter()).toBe('allowed'));
  await eventually(patience, async () => expect(await warm(tableName)).toMatchObject({ readUnitsPerSecond: 14_000, writeUnitsPerSecond: 5000 }));
});

test(`a table of several Regions reads in each as it is set there, and writes alike in all (${GUIDE}/tables-mrr-create-provisioned.html)`, async () => {
  const other = region === 'us-west-2' ? 'us-east-1' : 'us-west-2';
  const keyspaceName = await createKeyspace({ replicationSpecification: { replicationStrategy: 'MULTI_REGION', regionList: [region, other] } });
  const tableName = await createTable(keyspaceName, {
    capacitySpecification: PROVISIONED,
    autoScalingSpecification: { readCapacityAutoScaling: scaled(60), writeCapacityAutoScaling: scaled(70) },
    replicaSpecifications: [{ region: other, readCapacityUnits: 7, readCapacityAutoScaling: scaled(80, 7, 20) }],
  });
  const { replicaSpecifications: replicas } = await active(keyspaceName, tableName);
  const units = Object.fromEntries(replicas!.map((replica) => [replica.region, replica.capacitySpecification]));
  expect(units).toEqual({ [region]: PROVISIONED, [other]: { ...PROVISIONED, readCapacityUnits: 7 } });
  const { replicaSpecifications } = await settings(tableName, keyspaceName);
  const targets = (of: string) => Object.values(replicaSpecifications!.find((replica) => replica.region === of)!.autoScalingSpecification!)
    .map(({ scalingPolicy }) => scalingPolicy!.targetTrackingScalingPolicyConfiguration!.targetValue).sort();
  expect([targets(region), targets(other)]).toEqual([[60, 70], [70, 80]]);
});
