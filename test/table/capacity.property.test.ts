import fc from 'fast-check';
import { Capacity } from '../../src';
import { refusalOf } from '../support/refusal';

/** Around the bounds more often than elsewhere. */
const UNITS = fc.oneof(fc.integer({ min: -2, max: 5 }), fc.integer({ min: -1, max: 100_000 }), fc.double({ min: 0, max: 3, noNaN: true }));
const PERCENT = fc.oneof(fc.integer({ min: 17, max: 23 }), fc.integer({ min: 87, max: 93 }), fc.double({ min: 0, max: 100, noNaN: true }));

const isUnits = (units: number) => Number.isInteger(units) && units > 0;

test('what is accepted lies within its bounds and is rendered as it was given; all else is refused', () => {
  const seen = { accepted: 0, refused: 0 };
  fc.assert(fc.property(UNITS, UNITS, UNITS, PERCENT, (minUnits, maxUnits, readUnits, targetUtilizationPercent) => {
    const make = () => Capacity.autoscaled({ read: { minUnits, maxUnits, targetUtilizationPercent }, readUnits, writeUnits: 1 });
    const isValid = [minUnits, maxUnits, readUnits].every(isUnits) && minUnits <= readUnits && readUnits <= maxUnits
      && Number.isInteger(targetUtilizationPercent) && targetUtilizationPercent >= 20 && targetUtilizationPercent <= 90;
    seen[isValid ? 'accepted' : 'refused'] += 1;
    if (!isValid) {
      expect(refusalOf(make).name).toMatch(/^(CapacityUnits(Invalid|OutOfBounds)|AutoscalingBoundsInverted|TargetUtilizationInvalid)$/);
      return;
    }
    expect(make()._render()).toMatchObject({
      billingMode: { mode: 'PROVISIONED', provisionedThroughput: { readCapacityUnits: readUnits, writeCapacityUnits: 1 } },
      autoScalingSpecifications: {
        readCapacityAutoScaling: {
          minimumUnits: minUnits,
          maximumUnits: maxUnits,
          scalingPolicy: { targetTrackingScalingPolicyConfiguration: { targetValue: targetUtilizationPercent } },
        },
      },
    });
  }), { numRuns: 2_000 });
  expect(seen.accepted).toBeGreaterThan(20);
  expect(seen.refused).toBeGreaterThan(20);
});
