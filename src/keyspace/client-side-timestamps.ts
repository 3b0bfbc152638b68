import type { Construct } from 'constructs';
import { refusal } from '../private/errors';

/**
 * Replicas settle their conflicts by client-side timestamps.
 *
 * @param regions those of a multi-Region keyspace
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/multiRegion-replication_how-it-works.html
 */
export function requireClientSideTimestamps(scope: Construct, clientSideTimestamps?: boolean, regions?: string[]): void {
  if (!regions || clientSideTimestamps !== false) return;
  throw refusal('ClientSideTimestampsNeeded', scope, {
    what: 'client-side timestamps',
    got: clientSideTimestamps,
    expected: 'true in a multi-Region keyspace, whose replicas settle conflicts by them',
    remedy: 'leave clientSideTimestamps out, or keep the keyspace in a single Region',
  });
}
