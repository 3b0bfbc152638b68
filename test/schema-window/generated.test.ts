import * as fc from 'fast-check';
import { appOf, type Plan, plans } from './generated-apps';
import { circle, greatestInFlight } from './in-flight';

const WIDEST = 50;

const TABLE = { kind: 'table' as const, rank: 0 };
const NOTHING = { parts: [], nested: [], rank: 0, width: undefined };
/** Something needs a nested stack with nothing in it, or such a stack needs something: not every version of the AWS CDK waits. */
const NEEDS_NOTHING: Plan[] = [
  {
    width: 1,
    stacks: [{ parts: [{ ...TABLE, rank: 1 }, TABLE], nested: [{ ...NOTHING, nested: [{ ...NOTHING, parts: [TABLE] }, NOTHING] }] }],
    needs: [{ one: 0, other: 5, way: 'construct' }],
  },
  {
    width: 1,
    stacks: [{ parts: [TABLE], nested: [{ ...NOTHING, parts: [TABLE], nested: [NOTHING] }] }],
    needs: [{ one: 0, other: 3, way: 'construct' }],
  },
  {
    width: 1,
    stacks: [{
      parts: [TABLE, TABLE, { ...TABLE, rank: 2 }],
      nested: [{ ...NOTHING, nested: [NOTHING], rank: 1 }, { ...NOTHING, parts: [TABLE, TABLE, TABLE, TABLE, TABLE] }],
    }],
    needs: [{ one: 5, other: 4, way: 'construct' }, { one: 3, other: 2, way: 'construct' }],
  },
];

test('whatever needs whatever, no stack has a circle, and none has more under way than its window is wide', () => {
  fc.assert(fc.property(plans, (plan) => {
    for (const stack of appOf(plan)) {
      expect(circle(stack)).toBeUndefined();
      expect(greatestInFlight(stack)).toBeLessThanOrEqual(plan.width);
    }
  }), { numRuns: 1000, examples: NEEDS_NOTHING.map((plan) => [plan]) });
}, 600_000);

test('most of these apps would not keep within their windows by themselves', () => {
  const exceeds = fc.sample(plans, { numRuns: 100, seed: 1 }).filter((plan) =>
    appOf(plan, WIDEST).some((stack) => greatestInFlight(stack) > plan.width));
  expect(exceeds.length).toBeGreaterThan(50);
}, 600_000);
