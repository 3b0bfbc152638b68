import type { Duration } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { refusal } from '../private/errors';
import { requireWholeNumber } from '../private/validate';

/**
 * In seconds: 20 years.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html
 */
const MAX_TIME_TO_LIVE = 630_720_000;

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/calculating-row-size.html for counters */
export function timeToLiveSeconds(scope: IConstruct | undefined, timeToLive: Duration, counters: string[]): number {
  const seconds = timeToLive.toSeconds({ integral: false });
  requireWholeNumber('TimeToLiveInvalid', scope, seconds, {
    what: 'time to live in seconds',
    min: 1,
    max: MAX_TIME_TO_LIVE,
    remedy: 'give whole seconds up to 20 years, or leave it out for rows that do not expire',
  });
  if (counters.length === 0) return seconds;
  throw refusal('TimeToLiveOnCounters', scope, {
    what: 'time to live beside the counters',
    got: counters,
    expected: 'none on a table with counters, which cannot expire',
    remedy: 'leave out timeToLive',
  });
}
