import type { Construct } from 'constructs';
import type { TableProps } from './table-options';
import * as schema from '../schema/time-to-live';

/** What is said of the table, else what its CQL says. */
export function timeToLiveSeconds(table: Construct, props: TableProps): number | undefined {
  const timeToLive = props.timeToLive ?? props.schema.timeToLive;
  return timeToLive && schema.timeToLiveSeconds(table, timeToLive, props.schema._counters);
}
