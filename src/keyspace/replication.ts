import type { CfnKeyspace } from 'aws-cdk-lib/aws-cassandra';
import { MAX_REGIONS, requireRegionList } from './region-list';
import { refusal } from '../private/errors';

/**
 * In which Regions a keyspace and all tables in it are kept.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/multiRegion-replication.html
 */
export class Replication {
  /** In the Region of the stack alone, in three Availability Zones. */
  public static singleRegion(): Replication {
    return new Replication();
  }

  /**
   * In several Regions, in each of which everything can be read and written. The last writer wins, by client-side
   * timestamps, which are then always on.
   *
   * A Region can be added later; the service then copies all data, which is paid for by its size. Every table of the
   * keyspace gets client-side timestamps for good, none may have a customer managed key, and existing tags are not
   * copied. `cdk diff` may call it a replacement; the documentation of CloudFormation says that it is none. No page tells of
   * taking a Region away, so add one in a deployment of its own, whose failure nothing else can cause.
   *
   * The tables' time to live can neither be set nor changed after their creation. What is changed about recovery, tags and
   * streams later is changed in this Region only. The keyspace and its tables are made in one stack, in one of the Regions;
   * making them in a second one is refused, where it is to be imported.
   *
   * @param regions 2 to 20 Regions, that of the stack included. No GovCloud, no China; those that are disabled by default
   * must be enabled in the account before. Each one may be a token, but not all of them together.
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/multiRegion-replication_usage-notes.html
   */
  public static multiRegion(...regions: string[]): Replication {
    requireRegionList(undefined, regions);
    // The service knows no such limit, CloudFormation does.
    if (regions.length > MAX_REGIONS) {
      throw refusal('RegionListInvalid', undefined, {
        what: 'number of Regions',
        got: regions.length,
        expected: `at most ${MAX_REGIONS}, the most that CloudFormation takes`,
        remedy: 'leave some out',
      });
    }
    return new Replication([...regions]);
  }

  /** The Regions of a multi-Region keyspace; undefined for a single one.
   * @internal
   */
  public readonly _regions?: string[];

  private constructor(regions?: string[]) {
    this._regions = regions;
  }

  /** @internal */
  public _render(): CfnKeyspace.ReplicationSpecificationProperty | undefined {
    return this._regions && { replicationStrategy: 'MULTI_REGION', regionList: this._regions };
  }
}
