import fc from 'fast-check';
import { Capacity } from '../../src';
import { refusalOf } from '../support/refusal';

/** Mostly what is accepted, and what lies just beside it. */
const UNITS = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 100_000 }) },
  fc.integer({ min: -2, max: 2 }),
  fc.double({ min: 0, max: 3 }),
);
const SPAN = fc.integer({ min: -1, max: 5 });
const PERCENT = fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 18, max: 92 }) }, fc.double({ min: 0, max: 100 }));

const isUnits = (units: number) => Number.isInteger(units) && units > 0;

test('what is accepted lies within its bounds and is rendered as it was given; all else is refused', () => {
  const seen = { accepted: 0, refused: 0 };
  fc.assert(fc.property(UNITS, SPAN, SPAN, PERCENT, (minUnits, span, start, targetUtilizationPercent) => {
    const [maxUnits, readUnits] = [minUnits + span, minUnits + start];
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
  expect(seen.accepted).toBeGreaterThan(200);
  expect(seen.refused).toBeGreaterThan(200);
});
