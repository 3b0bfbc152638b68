import type { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import type { AutoscalingOptions } from './autoscaling-options';
import { renderAutoscaling } from './render-autoscaling';
import { initialUnits, requireUnits } from './units';
import { refusal } from '../private/errors';

/** How much a table with provisioned capacity can read and write. */
export interface ProvisionedCapacityOptions {
  /** Read capacity units: `LOCAL_QUORUM` reads of up to 4 KB per second. At least 1. */
  readonly readUnits: number;

  /** Write capacity units: writes of up to 1 KB per second. At least 1. The same in every Region of the table. */
  readonly writeUnits: number;

  /**
   * Read capacity units of single Regions of a multi-Region table, by Region.
   *
   * @default - `readUnits` in every Region
   */
  readonly readUnitsByRegion?: { [region: string]: number };

  /**
   * Says outright that auto scaling is off. For a table that had it: no page tells whether CloudFormation turns it
   * off when it is merely gone from the template.
   *
   * @default false - nothing is said about auto scaling, which is off on a new table
   */
  readonly autoScalingDisabled?: boolean;
}

/**
 * Between which bounds a table's capacity follows its traffic. At least one of `read` and `write`; what has no auto
 * scaling needs its units.
 */
export interface AutoscaledCapacityOptions {
  /**
   * Auto scaling of reads.
   *
   * @default - reads stay at `readUnits`
   */
  readonly read?: AutoscalingOptions;

  /**
   * Auto scaling of writes, the same in every Region of the table.
   *
   * @default - writes stay at `writeUnits`
   */
  readonly write?: AutoscalingOptions;

  /**
   * Read capacity units to begin with, between the bounds of `read`; without `read`, those to stay at.
   *
   * @default - the fewest units of `read`
   */
  readonly readUnits?: number;

  /**
   * Write capacity units to begin with, between the bounds of `write`; without `write`, those to stay at.
   *
   * @default - the fewest units of `write`
   */
  readonly writeUnits?: number;

  /**
   * Auto scaling of reads in single Regions of a multi-Region table, by Region. Needs `read`, because auto scaling is
   * on in all Regions of a table or in none.
   *
   * @default - `read` in every Region
   */
  readonly readByRegion?: { [region: string]: AutoscalingOptions };
}

/** The properties of a table's resource that say its capacity. */
interface CapacityProperties {
  readonly billingMode: CfnTable.BillingModeProperty;
  readonly autoScalingSpecifications?: {
    readonly readCapacityAutoScaling?: CfnTable.AutoScalingSettingProperty;
    readonly writeCapacityAutoScaling?: CfnTable.AutoScalingSettingProperty;
  };
  readonly replicaSpecifications?: CfnTable.ReplicaSpecificationProperty[];
}

/**
 * How a table's throughput is provided and paid for.
 *
 * It can be changed later, but from provisioned to on-demand capacity only once in 24 hours, and not within 24 hours of
 * the creation of a table that began on demand. The rollback of a failed deployment can run into that.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/ReadWriteCapacityMode.html
 */
export class Capacity {
  /** Pay for each read and write; the table follows the traffic. */
  public static onDemand(): Capacity {
    return new Capacity({ billingMode: { mode: 'ON_DEMAND' } });
  }

  /**
   * Pay for a fixed throughput; what exceeds it is throttled. Units can be lowered four times a day, and once more after
   * each hour without a change.
   *
   * In a multi-Region keyspace this is a warning: AWS recommends auto scaling of writes there.
   */
  public static provisioned(options: ProvisionedCapacityOptions): Capacity {
    requireUnits('read capacity units', options.readUnits);
    requireUnits('write capacity units', options.writeUnits);
    const disabled = { autoScalingDisabled: true };
    return new Capacity({
      billingMode: provisioned(options.readUnits, options.writeUnits),
      autoScalingSpecifications: options.autoScalingDisabled
        ? { readCapacityAutoScaling: disabled, writeCapacityAutoScaling: disabled }
        : undefined,
      replicaSpecifications: byRegion(options.readUnitsByRegion, (region, readCapacityUnits) => {
        requireUnits(`read capacity units in ${region}`, readCapacityUnits);
        return { region, readCapacityUnits };
      }),
    });
  }

  /**
   * Pay for a throughput that the service raises and lowers between bounds. Not available in me-central-1.
   *
   * Whoever deploys the table needs permissions of Application Auto Scaling and CloudWatch too. What happens to the
   * units reached when a later deployment changes the table is not documented: expect those of the template again.
   *
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/autoscaling.html
   */
  public static autoscaled(options: AutoscaledCapacityOptions): Capacity {
    requireAutoscaling(options);
    const { read, write } = options;
    const autoScalingSpecifications = {
      readCapacityAutoScaling: read && renderAutoscaling('read', read),
      writeCapacityAutoScaling: write && renderAutoscaling('write', write),
    };
    return new Capacity({
      billingMode: provisioned(initialUnits('read', options.readUnits, read), initialUnits('write', options.writeUnits, write)),
      autoScalingSpecifications,
      replicaSpecifications: byRegion(options.readByRegion, (region, autoscaling) => ({
        region,
        readCapacityAutoScaling: renderAutoscaling(`${region} read`, autoscaling),
      })),
    });
  }

  private constructor(private readonly properties: CapacityProperties) {}

  /** @internal */
  public get _isOnDemand(): boolean {
    return this.properties.billingMode.mode === 'ON_DEMAND';
  }

  /** Whether the service scales reads or writes.
   * @internal
   */
  public get _isAutoscaled(): boolean {
    return this.isScaled('readCapacityAutoScaling') || this._scalesWrites;
  }

  /** @internal */
  public get _scalesWrites(): boolean {
    return this.isScaled('writeCapacityAutoScaling');
  }

  /** The Regions with a read capacity of their own.
   * @internal
   */
  public get _regions(): string[] {
    return (this.properties.replicaSpecifications ?? []).map(({ region }) => region);
  }

  /** @internal */
  public _render(): CapacityProperties {
    return this.properties;
  }

  private isScaled(side: 'readCapacityAutoScaling' | 'writeCapacityAutoScaling'): boolean {
    return this.properties.autoScalingSpecifications?.[side]?.autoScalingDisabled === false;
  }
}

function provisioned(readCapacityUnits: number, writeCapacityUnits: number): CfnTable.BillingModeProperty {
  return { mode: 'PROVISIONED', provisionedThroughput: { readCapacityUnits, writeCapacityUnits } };
}

function byRegion<T>(
  settings: { [region: string]: T } = {}, render: (region: string, setting: T) => CfnTable.ReplicaSpecificationProperty,
): CfnTable.ReplicaSpecificationProperty[] | undefined {
  const rendered = Object.entries(settings).map(([region, setting]) => render(region, setting));
  return rendered.length > 0 ? rendered : undefined;
}

function requireAutoscaling({ read, write, readByRegion }: AutoscaledCapacityOptions): void {
  if (!read && !write) {
    throw refusal('AutoscalingMissing', undefined, {
      what: 'auto scaling of',
      got: [],
      expected: 'reads, writes or both',
      remedy: 'give read or write, or use Capacity.provisioned() for a fixed throughput',
    });
  }
  if (read || !readByRegion) return;
  throw refusal('AutoscalingNotInAllRegions', undefined, {
    what: 'auto scaling of reads only in',
    got: Object.keys(readByRegion),
    expected: 'auto scaling of reads in all Regions of the table or in none',
    remedy: 'give read, which holds for all Regions that are not named',
  });
}
