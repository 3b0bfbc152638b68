import * as fc from 'fast-check';
import { appOf, plans } from './generated-apps';
import { circle, greatestInFlight } from './in-flight';

const WIDEST = 50;

test('whatever needs whatever, no stack has a circle, and none has more under way than its window is wide', () => {
  fc.assert(fc.property(plans, (plan) => {
    for (const stack of appOf(plan)) {
      expect(circle(stack)).toBeUndefined();
      expect(greatestInFlight(stack)).toBeLessThanOrEqual(plan.width);
    }
  }), { numRuns: 1000 });
}, 600_000);

test('most of these apps would not keep within their windows by themselves', () => {
  const exceeds = fc.sample(plans, { numRuns: 100, seed: 1 }).filter((plan) =>
    appOf(plan, WIDEST).some((stack) => greatestInFlight(stack) > plan.width));
  expect(exceeds.length).toBeGreaterThan(50);
}, 600_000);
