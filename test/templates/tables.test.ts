import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, type CfnResource, Duration, Stack, Tags } from 'aws-cdk-lib';
import { cfnLint } from './cfn-lint';
import { cloudformationValidate } from './cloudformation-validate';
import type { Finding } from './findings';
import { Capacity, ChangeDataCapture, Keyspace, Replication, Table, type TableOptions } from '../../src';
import { ORDERS } from '../support/schemas';

const SCALING = {
  minUnits: 5,
  maxUnits: 10,
  targetUtilizationPercent: 75,
  disableScaleIn: true,
  scaleInCooldown: Duration.minutes(1),
  scaleOutCooldown: Duration.minutes(1),
};

/** Every setting of a table, in one Region and in two. */
const IN_ONE_REGION: Record<string, TableOptions> = {
  OnDemand: { capacity: Capacity.onDemand(), warmThroughput: { readUnitsPerSecond: 30_000, writeUnitsPerSecond: 10_000 } },
  Provisioned: { capacity: Capacity.provisioned({ readUnits: 3, writeUnits: 1 }), timeToLive: Duration.days(30) },
  NotScaled: { capacity: Capacity.provisioned({ readUnits: 3, writeUnits: 1, autoScalingDisabled: true }), clientSideTimestamps: true },
  Scaled: { capacity: Capacity.autoscaled({ read: SCALING, write: { minUnits: 1, maxUnits: 2 }, readUnits: 7 }) },
  ReadsScaled: { capacity: Capacity.autoscaled({ read: SCALING, writeUnits: 1 }) },
  NewAndOldImages: { changeDataCapture: ChangeDataCapture.newAndOldImages({ tags: { team: 'shop' } }) },
  NewImage: { changeDataCapture: ChangeDataCapture.newImage() },
  OldImage: { changeDataCapture: ChangeDataCapture.oldImage() },
  KeysOnly: { changeDataCapture: ChangeDataCapture.keysOnly() },
  NoStream: { changeDataCapture: ChangeDataCapture.disabled(), pointInTimeRecovery: false },
};
const IN_TWO_REGIONS: Record<string, TableOptions> = {
  FixedByRegion: { capacity: Capacity.provisioned({ readUnits: 1, writeUnits: 1, readUnitsByRegion: { 'eu-west-1': 2 } }) },
  ScaledByRegion: { capacity: Capacity.autoscaled({ read: SCALING, write: SCALING, readByRegion: { 'us-east-1': SCALING, 'eu-west-1': SCALING } }) },
};

const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'tables-')) });
const stack = new Stack(app, 'Tables', { env: { account: '111122223333', region: 'us-east-1' } });
const here = new Keyspace(stack, 'Here', { clientSideTimestamps: true });
const everywhere = new Keyspace(stack, 'Everywhere', { replication: Replication.multiRegion('us-east-1', 'eu-west-1') });
for (const [id, options] of Object.entries(IN_ONE_REGION)) new Table(stack, id, { keyspace: here, schema: ORDERS, ...options });
for (const [id, options] of Object.entries(IN_TWO_REGIONS)) new Table(stack, id, { keyspace: everywhere, schema: ORDERS, ...options });
Tags.of(stack).add('team', 'shop');
const template = join(app.synth().directory, 'Tables.template.json');

/** The same with faults that both checks must find. */
const faulty = join(app.outdir, 'Faulty.template.json');
const FAULTS = ['Scaled', 'ScaledByRegion', 'OnDemand', 'KeysOnly', 'Everywhere'];
const { Resources: resources, ...rest } = JSON.parse(readFileSync(template, 'utf8'));
const properties = (id: string) => resources[stack.getLogicalId(stack.node.findChild(id).node.defaultChild as CfnResource)].Properties;
properties('Scaled').AutoScalingSpecifications.ReadCapacityAutoScaling.MinimumUnits = 0;
delete properties('ScaledByRegion').ReplicaSpecifications[0].Region;
properties('OnDemand').WarmThroughput.ReadUnitsPerSecond = 0;
properties('KeysOnly').CdcSpecification.ViewType = 'KEYS';
properties('Everywhere').ReplicationSpecification.RegionList.pop();
writeFileSync(faulty, JSON.stringify({ Resources: resources, ...rest }));

afterAll(() => rmSync(app.outdir, { recursive: true }));

describe.each([
  ['@aws/cloudformation-validate', cloudformationValidate],
  ['cfn-lint', cfnLint],
])('%s', (_, findingsOf) => {
  let findings: Finding[];
  beforeAll(() => {
    findings = findingsOf([template, faulty]);
  }, 600_000);

  test('finds nothing in a template with every setting of a table', () => {
    expect(findings.filter((finding) => finding.template === 'Tables.template.json')).toEqual([]);
  });

  test.each(FAULTS)('bites: finds the fault of %s', (id) => {
    expect(findings.map(({ logicalId }) => logicalId?.replace(/.{8}$/, ''))).toContain(id);
  });
});
