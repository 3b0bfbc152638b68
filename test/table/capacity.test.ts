import { Duration, Lazy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { type AutoscaledCapacityOptions, type AutoscalingOptions, Capacity, Keyspace, type ProvisionedCapacityOptions, Replication, Table } from '../../src';
import { literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';
import { ORDERS } from '../support/schemas';

const UNKNOWN = Lazy.number({ produce: () => 0 });

function templateWith(capacity?: Capacity, replication?: Replication): Template {
  const stack = literalStack();
  new Table(stack, 'Orders', { keyspace: new Keyspace(stack, 'Shop', { replication }), schema: ORDERS, capacity });
  return Template.fromStack(stack);
}

const autoscaled = (read: Partial<AutoscalingOptions>, options: Partial<AutoscaledCapacityOptions> = {}) =>
  () => Capacity.autoscaled({ read: { minUnits: 5, maxUnits: 10, ...read }, writeUnits: 1, ...options });

test('on-demand capacity is said, with no units', () => {
  templateWith(Capacity.onDemand()).hasResourceProperties('AWS::Cassandra::Table', {
    BillingMode: { Mode: 'ON_DEMAND', ProvisionedThroughput: Match.absent() },
    AutoScalingSpecifications: Match.absent(),
    ReplicaSpecifications: Match.absent(),
  });
});

describe('provisioned', () => {
  test('is rendered with both kinds of units, and says nothing about auto scaling', () => {
    templateWith(Capacity.provisioned({ readUnits: 3, writeUnits: 1 })).hasResourceProperties('AWS::Cassandra::Table', {
      BillingMode: { Mode: 'PROVISIONED', ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 1 } },
      AutoScalingSpecifications: Match.absent(),
      ReplicaSpecifications: Match.absent(),
    });
  });

  test('can say outright that auto scaling is off', () => {
    const capacity = Capacity.provisioned({ readUnits: 3, writeUnits: 1, autoScalingDisabled: true });
    templateWith(capacity).hasResourceProperties('AWS::Cassandra::Table', {
      AutoScalingSpecifications: {
        ReadCapacityAutoScaling: { AutoScalingDisabled: true },
        WriteCapacityAutoScaling: { AutoScalingDisabled: true },
      },
    });
  });

  test('takes read units by Region', () => {
    const capacity = Capacity.provisioned({ readUnits: 3, writeUnits: 1, readUnitsByRegion: { 'eu-west-1': 50 } });
    templateWith(capacity, Replication.multiRegion('us-east-1', 'eu-west-1')).hasResourceProperties('AWS::Cassandra::Table', {
      BillingMode: { Mode: 'PROVISIONED', ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 1 } },
      ReplicaSpecifications: [{ Region: 'eu-west-1', ReadCapacityUnits: 50 }],
    });
  });

  test.each<[string, Partial<ProvisionedCapacityOptions>]>([
    ['no read unit', { readUnits: 0 }],
    ['no write unit', { writeUnits: 0 }],
    ['negative units', { readUnits: -1 }],
    ['half a unit', { readUnits: 1.5 }],
    ['no number', { readUnits: NaN }],
    ['missing units', { writeUnits: undefined }],
    ['no read unit in a Region', { readUnitsByRegion: { 'eu-west-1': 0 } }],
  ])('fails for %s', (_, options) => {
    expect(refusalOf(() => Capacity.provisioned({ readUnits: 1, writeUnits: 1, ...options })).name).toBe('CapacityUnitsInvalid');
  });

  test.each<[string, Partial<ProvisionedCapacityOptions>]>([
    ['one unit of each', {}],
    ['more than the default quota, which can be raised', { readUnits: 100_000 }],
    ['tokens', { readUnits: UNKNOWN, writeUnits: UNKNOWN, readUnitsByRegion: { 'eu-west-1': UNKNOWN } }],
  ])('accepts %s', (_, options) => {
    expect(() => Capacity.provisioned({ readUnits: 1, writeUnits: 1, ...options })).not.toThrow();
  });
});

describe('autoscaled', () => {
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-table.html
  test('is rendered as the documentation does it: provisioned units beside the bounds of both sides', () => {
    const scaling = {
      minUnits: 5,
      maxUnits: 10,
      targetUtilizationPercent: 75,
      disableScaleIn: true,
      scaleInCooldown: Duration.minutes(1),
      scaleOutCooldown: Duration.seconds(30),
    };
    const rendered = {
      AutoScalingDisabled: false,
      MinimumUnits: 5,
      MaximumUnits: 10,
      ScalingPolicy: {
        TargetTrackingScalingPolicyConfiguration: { TargetValue: 75, DisableScaleIn: true, ScaleInCooldown: 60, ScaleOutCooldown: 30 },
      },
    };
    templateWith(Capacity.autoscaled({ read: scaling, write: scaling, readUnits: 7 })).hasResourceProperties('AWS::Cassandra::Table', {
      BillingMode: { Mode: 'PROVISIONED', ProvisionedThroughput: { ReadCapacityUnits: 7, WriteCapacityUnits: 5 } },
      AutoScalingSpecifications: { ReadCapacityAutoScaling: rendered, WriteCapacityAutoScaling: rendered },
    });
  });

  test('has a target of 70 percent and no cooldown unless said otherwise', () => {
    templateWith(autoscaled({})()).hasResourceProperties('AWS::Cassandra::Table', {
      AutoScalingSpecifications: {
        ReadCapacityAutoScaling: {
          ScalingPolicy: { TargetTrackingScalingPolicyConfiguration: { TargetValue: 70, ScaleInCooldown: Match.absent() } },
        },
      },
    });
  });

  test.each([
    ['reads', { read: { minUnits: 2, maxUnits: 4 }, writeUnits: 9 }, [2, 9], 'WriteCapacityAutoScaling'],
    ['writes', { write: { minUnits: 2, maxUnits: 4 }, readUnits: 9 }, [9, 2], 'ReadCapacityAutoScaling'],
  ])('of %s alone keeps the other units', (_, options, [readUnits, writeUnits], absent) => {
    templateWith(Capacity.autoscaled(options)).hasResourceProperties('AWS::Cassandra::Table', {
      BillingMode: { Mode: 'PROVISIONED', ProvisionedThroughput: { ReadCapacityUnits: readUnits, WriteCapacityUnits: writeUnits } },
      AutoScalingSpecifications: { [absent]: Match.absent() },
    });
  });

  test('takes bounds of reads by Region', () => {
    const capacity = autoscaled({}, { readByRegion: { 'eu-west-1': { minUnits: 5, maxUnits: 50, targetUtilizationPercent: 65 } } })();
    templateWith(capacity, Replication.multiRegion('us-east-1', 'eu-west-1')).hasResourceProperties('AWS::Cassandra::Table', {
      ReplicaSpecifications: [{
        Region: 'eu-west-1',
        ReadCapacityUnits: Match.absent(),
        ReadCapacityAutoScaling: {
          AutoScalingDisabled: false,
          MinimumUnits: 5,
          MaximumUnits: 50,
          ScalingPolicy: { TargetTrackingScalingPolicyConfiguration: { TargetValue: 65 } },
        },
      }],
    });
  });

  test.each<[string, string, () => Capacity]>([
    ['a minimum of nothing', 'CapacityUnitsInvalid', autoscaled({ minUnits: 0 })],
    ['a missing maximum', 'CapacityUnitsInvalid', autoscaled({ maxUnits: undefined })],
    ['a minimum above the maximum', 'AutoscalingBoundsInverted', autoscaled({ minUnits: 11 })],
    ['a minimum above the maximum in a Region', 'AutoscalingBoundsInverted',
      autoscaled({}, { readByRegion: { 'eu-west-1': { minUnits: 2, maxUnits: 1 } } })],
    ['a target of 19 percent', 'TargetUtilizationInvalid', autoscaled({ targetUtilizationPercent: 19 })],
    ['a target of 91 percent', 'TargetUtilizationInvalid', autoscaled({ targetUtilizationPercent: 91 })],
    ['a target in parts of a percent', 'TargetUtilizationInvalid', autoscaled({ targetUtilizationPercent: 70.5 })],
    ['a target as a fraction', 'TargetUtilizationInvalid', autoscaled({ targetUtilizationPercent: 0.7 })],
    ['a cooldown in parts of a second', 'CooldownInvalid', autoscaled({ scaleInCooldown: Duration.millis(1500) })],
    ['units below the minimum', 'CapacityUnitsOutOfBounds', autoscaled({}, { readUnits: 4 })],
    ['units above the maximum', 'CapacityUnitsOutOfBounds', autoscaled({}, { readUnits: 11 })],
    ['half a unit to begin with', 'CapacityUnitsInvalid', autoscaled({}, { readUnits: 5.5 })],
    ['neither units nor bounds of writes', 'CapacityUnitsMissing', autoscaled({}, { writeUnits: undefined })],
    ['neither units nor bounds of reads', 'CapacityUnitsMissing', () => Capacity.autoscaled({ write: { minUnits: 1, maxUnits: 2 } })],
    ['bounds of nothing', 'AutoscalingMissing', () => Capacity.autoscaled({ readUnits: 1, writeUnits: 1 })],
    ['bounds of reads in one Region only', 'AutoscalingNotInAllRegions', autoscaled({}, {
      read: undefined, readUnits: 1, write: { minUnits: 1, maxUnits: 2 }, readByRegion: { 'eu-west-1': { minUnits: 1, maxUnits: 2 } },
    })],
  ])('fails for %s', (_, code, capacity) => {
    expect(refusalOf(capacity).name).toBe(code);
  });

  test.each<[string, () => Capacity]>([
    ['a minimum that is the maximum', autoscaled({ minUnits: 10 })],
    ['a target of 20 percent', autoscaled({ targetUtilizationPercent: 20 })],
    ['a target of 90 percent', autoscaled({ targetUtilizationPercent: 90 })],
    ['no cooldown', autoscaled({ scaleInCooldown: Duration.seconds(0) })],
    ['the minimum to begin with', autoscaled({}, { readUnits: 5 })],
    ['the maximum to begin with', autoscaled({}, { readUnits: 10 })],
    ['a minimum in a token', autoscaled({ minUnits: UNKNOWN }, { readUnits: 1 })],
    ['a maximum in a token', autoscaled({ maxUnits: UNKNOWN }, { readUnits: 100 })],
    ['a target in a token', autoscaled({ targetUtilizationPercent: UNKNOWN })],
    ['cooldowns in tokens', autoscaled({ scaleInCooldown: Duration.seconds(UNKNOWN), scaleOutCooldown: Duration.seconds(UNKNOWN) })],
    ['units in a token', autoscaled({}, { readUnits: UNKNOWN })],
  ])('accepts %s', (_, capacity) => {
    expect(capacity).not.toThrow();
  });
});
