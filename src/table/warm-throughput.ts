import type { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import type { Construct } from 'constructs';
import { refusal } from '../private/errors';
import { requireWholeNumber } from '../private/validate';

/**
 * The throughput that a table can serve at once, before it has grown by itself. At least one of the two.
 *
 * It can be raised up to the quota of a table, and is paid for when it is raised. In a multi-Region table it holds in
 * every Region. A single storage partition still serves 3,000 read and 1,000 write units per second.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/warm-throughput.html
 */
export interface WarmThroughputOptions {
  /**
   * Read units per second. At least 1.
   *
   * @default - what the service gives every table
   */
  readonly readUnitsPerSecond?: number;

  /**
   * Write units per second. At least 1.
   *
   * @default - what the service gives every table
   */
  readonly writeUnitsPerSecond?: number;
}

/** The upper quota of a table is adjustable, so it is not checked. */
export function renderWarmThroughput(table: Construct, options?: WarmThroughputOptions): CfnTable.WarmThroughputProperty | undefined {
  if (!options) return undefined;
  const { readUnitsPerSecond, writeUnitsPerSecond } = options;
  if (readUnitsPerSecond === undefined && writeUnitsPerSecond === undefined) {
    throw refusal('WarmThroughputEmpty', table, {
      what: 'warm throughput',
      got: options,
      expected: 'units for reads, for writes or for both',
      remedy: 'give readUnitsPerSecond or writeUnitsPerSecond, or leave warmThroughput out',
    });
  }
  requireUnitsPerSecond(table, 'warm read units per second', readUnitsPerSecond);
  requireUnitsPerSecond(table, 'warm write units per second', writeUnitsPerSecond);
  return { readUnitsPerSecond, writeUnitsPerSecond };
}

function requireUnitsPerSecond(table: Construct, what: string, units?: number): void {
  if (units === undefined) return;
  requireWholeNumber('WarmThroughputInvalid', table, units, {
    what,
    min: 1,
    max: Number.MAX_SAFE_INTEGER,
    remedy: 'give at least one unit, or leave it out for what the service gives every table',
  });
}
