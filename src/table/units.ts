import { Token } from 'aws-cdk-lib';
import type { AutoscalingOptions } from './autoscaling-options';
import { refusal } from '../private/errors';
import { requireWholeNumber } from '../private/validate';

/** A number of capacity units. The upper quota of a table is adjustable, so it is not checked. */
export function requireUnits(what: string, units: number): void {
  requireWholeNumber('CapacityUnitsInvalid', undefined, units, {
    what,
    min: 1,
    max: Number.MAX_SAFE_INTEGER,
    remedy: 'give at least one unit, or use Capacity.onDemand()',
  });
}

/** The units that a table is created with. CloudFormation asks for them also where they are scaled from then on. */
export function initialUnits(side: 'read' | 'write', units?: number, autoscaling?: AutoscalingOptions): number {
  const initial = units ?? autoscaling?.minUnits;
  if (initial === undefined) {
    throw refusal('CapacityUnitsMissing', undefined, {
      what: `${side} capacity units without auto scaling`,
      got: units ?? null,
      expected: 'a number, because provisioned capacity has units for reads and for writes',
      remedy: `give ${side}Units, or auto scaling by the property "${side}"`,
    });
  }
  requireUnits(`${side} capacity units`, initial);
  if (autoscaling) requireWithinBounds(side, initial, autoscaling);
  return initial;
}

// The service would at once move them to the nearer bound.
function requireWithinBounds(side: string, units: number, { minUnits, maxUnits }: AutoscalingOptions): void {
  if (Token.isUnresolved(units)) return;
  const isBelow = !Token.isUnresolved(minUnits) && units < minUnits;
  const isAbove = !Token.isUnresolved(maxUnits) && units > maxUnits;
  if (!isBelow && !isAbove) return;
  throw refusal('CapacityUnitsOutOfBounds', undefined, {
    what: `${side} capacity units to begin with`,
    got: units,
    expected: `from the minimum, ${minUnits}, to the maximum, ${maxUnits}, of their auto scaling`,
    remedy: `leave out ${side}Units to begin with the minimum, or widen the bounds`,
  });
}
