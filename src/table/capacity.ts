import type { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import { requireWholeNumber } from '../private/validate';

/** How much a table with provisioned capacity can read and write. */
export interface ProvisionedCapacityOptions {
  /** Read capacity units: `LOCAL_QUORUM` reads of up to 4 KB per second. At least 1. */
  readonly readUnits: number;

  /** Write capacity units: writes of up to 1 KB per second. At least 1. */
  readonly writeUnits: number;
}

/**
 * How a table's throughput is provided and paid for.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/ReadWriteCapacityMode.html
 */
export class Capacity {
  /** Pay for each read and write; the table follows the traffic. */
  public static onDemand(): Capacity {
    return new Capacity({ mode: 'ON_DEMAND' });
  }

  /**
   * Pay for a fixed throughput; what exceeds it is throttled.
   *
   * A table can be switched to on-demand capacity once in 24 hours, also when a deployment is rolled back.
   */
  public static provisioned(options: ProvisionedCapacityOptions): Capacity {
    requireUnits('read capacity units', options.readUnits);
    requireUnits('write capacity units', options.writeUnits);
    return new Capacity({
      mode: 'PROVISIONED',
      provisionedThroughput: { readCapacityUnits: options.readUnits, writeCapacityUnits: options.writeUnits },
    });
  }

  private constructor(private readonly billingMode: CfnTable.BillingModeProperty) {}

  /** @internal */
  public _render(): CfnTable.BillingModeProperty {
    return this.billingMode;
  }
}

// The upper quota of a table is adjustable, so it is not checked.
function requireUnits(what: string, units: number): void {
  requireWholeNumber('CapacityUnitsInvalid', undefined, units, {
    what,
    min: 1,
    max: Number.MAX_SAFE_INTEGER,
    remedy: 'give at least one unit, or use Capacity.onDemand()',
  });
}
