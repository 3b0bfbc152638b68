import { CfnParameter } from 'aws-cdk-lib';
import { CfnKeyspace, type CfnTableProps } from 'aws-cdk-lib/aws-cassandra';
import { Checkout, columns, table } from './checkout';

let checkout: Checkout;
beforeEach(() => { checkout = new Checkout(); });
afterEach(() => checkout.remove());

const PROVISIONED = { billingMode: { mode: 'PROVISIONED', provisionedThroughput: { readCapacityUnits: 5, writeCapacityUnits: 5 } } };
const SCALED = { ...PROVISIONED, autoScalingSpecifications: { readCapacityAutoScaling: { minimumUnits: 1, maximumUnits: 9 } } };
const SEVERAL = 'schemaLockSeveralChanges';
const MODE = 'schemaLockCapacityModeChanged';

type Change = [what: string, before: Partial<CfnTableProps>, after: Partial<CfnTableProps>, ids: string[]];
test.each<Change>([
  ['one setting', {}, { pointInTimeRecoveryEnabled: true }, []],
  ['one setting and the tags', {}, { pointInTimeRecoveryEnabled: true, tags: [{ key: 'team', value: 'one' }] }, []],
  ['only the tags of a stream', { cdcSpecification: { status: 'ENABLED' } }, { cdcSpecification: { status: 'ENABLED', tags: [{ key: 'team', value: 'one' }] } }, []],
  ['settings to what the service does without them', {}, {
    pointInTimeRecoveryEnabled: false, defaultTimeToLive: 0, billingMode: { mode: 'ON_DEMAND' }, encryptionSpecification: { encryptionType: 'AWS_OWNED_KMS_KEY' }, cdcSpecification: { status: 'DISABLED' },
  }, []],
  ['two settings', {}, { pointInTimeRecoveryEnabled: true, defaultTimeToLive: 60 }, [SEVERAL]],
  ['two settings that are taken away', { pointInTimeRecoveryEnabled: true, defaultTimeToLive: 60 }, {}, [SEVERAL]],
  ['a setting and a column', {}, { pointInTimeRecoveryEnabled: true, regularColumns: columns({ total: 'decimal', more: 'int' }) }, [SEVERAL]],
  ['several columns', {}, { regularColumns: columns({ total: 'decimal', more: 'int', most: 'int' }) }, []],
  ['the units of the same capacity mode', PROVISIONED, { billingMode: { ...PROVISIONED.billingMode, provisionedThroughput: { readCapacityUnits: 6, writeCapacityUnits: 5 } } }, []],
  ['the capacity mode', PROVISIONED, {}, [MODE]],
  ['the capacity mode, the other way round', {}, PROVISIONED, [MODE]],
  ['the capacity mode and auto scaling', {}, SCALED, [SEVERAL, MODE]],
])('a change of %s warns of what it must', (_what, before, after, ids) => {
  checkout.table(before);
  const { error, warnings } = checkout.table(after);
  expect([error, warnings.map((warning) => warning.split(':')[0])]).toEqual(['', ids]);
  expect(checkout.table(after)).toEqual({ error: '', warnings: [] });
});

test('names the settings and the rollback that they can wedge', () => {
  checkout.table(PROVISIONED);
  const { warnings: [several, mode] } = checkout.table({ defaultTimeToLive: 60, regularColumns: columns({ total: 'decimal', more: 'int' }) });
  expect(several).toContain('schemaLockSeveralChanges: table shop.orders changes in several ways at once (BillingMode; DefaultTimeToLive; new columns more)');
  expect(several).toContain('an added column cannot be undone at all, and the stack may be left in UPDATE_ROLLBACK_FAILED');
  expect(mode).toContain('schemaLockCapacityModeChanged: table shop.orders changes its capacity mode from PROVISIONED to ON_DEMAND');
  expect(mode).toContain('once in 24 hours, and a rollback counts; if anything else in this deployment fails, switching back may be refused and the stack left in UPDATE_ROLLBACK_FAILED');
});

test('warns whoever synthesizes, as long as the file does not hold the change', () => {
  checkout.table({});
  expect(checkout.table(PROVISIONED, 'test').warnings).toHaveLength(1);
  expect(checkout.table(PROVISIONED, 'ci').warnings).toHaveLength(1);
  expect(checkout.table(PROVISIONED, 'cli').warnings).toHaveLength(1);
  expect(checkout.table(PROVISIONED, 'cli').warnings).toHaveLength(0);
});

const REGIONS = ['us-east-1', 'eu-west-1'];
const replicated = (regionList: string[] | undefined, props: Partial<CfnTableProps>) => checkout.stack((stack) => {
  new CfnKeyspace(stack, 'Keyspace', { keyspaceName: 'shop', replicationSpecification: regionList && { replicationStrategy: 'MULTI_REGION', regionList } });
  table(stack, props);
});

test('fails for another time to live of a table in several Regions', () => {
  replicated(REGIONS, { defaultTimeToLive: 60 });
  for (const other of [61, 0, undefined]) {
    const { error } = replicated(REGIONS, { defaultTimeToLive: other });
    expect(error).toContain('[SchemaLockTimeToLiveChanged]');
    expect(error).toContain('expected 60 as in');
  }
  expect(replicated(REGIONS, { defaultTimeToLive: 60, pointInTimeRecoveryEnabled: true })).toEqual({ error: '', warnings: [] });
});

test('fails for it where only the table says that it is in several Regions, and takes it in one', () => {
  const replicaSpecifications = [{ region: 'eu-west-1' }];
  checkout.table({ replicaSpecifications });
  expect(checkout.table({ replicaSpecifications, defaultTimeToLive: 60 }).error).toContain('[SchemaLockTimeToLiveChanged]');
  const single = new Checkout();
  single.table({});
  expect(single.table({ defaultTimeToLive: 60 })).toEqual({ error: '', warnings: [] });
  single.remove();
});

test('warns of a Region that is added together with something else, not of one alone', () => {
  replicated(undefined, {});
  const { warnings } = replicated(REGIONS, { pointInTimeRecoveryEnabled: true });
  expect(warnings).toEqual([expect.stringContaining('schemaLockRegionAdded: keyspace shop is replicated to eu-west-1, us-east-1 too, and in the same stack Orders change')]);
  expect(warnings[0]).toContain('the stack is left in UPDATE_ROLLBACK_FAILED; deploy it alone');
  expect(replicated([...REGIONS, 'eu-west-2'], { pointInTimeRecoveryEnabled: true })).toEqual({ error: '', warnings: [] });
});

test('a setting that is known only at deployment is compared as the template has it', () => {
  const build = (id: string) => checkout.stack((stack) => {
    const mode = new CfnParameter(stack, id).valueAsString;
    table(stack, { billingMode: { mode } });
  });
  expect(build('Mode').warnings).toEqual([]);
  expect(build('Mode').warnings).toEqual([]);
  expect(build('Other').warnings).toEqual([expect.stringContaining('from {"Ref":"Mode"} to {"Ref":"Other"}')]);
  expect(checkout.table({}).warnings.map((warning) => warning.split(':')[0])).toEqual([MODE]);
});
