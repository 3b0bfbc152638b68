import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKeyspaceRef } from 'aws-cdk-lib/aws-cassandra';
import type { Construct } from 'constructs';
import type { TableProps } from './table';
import type { IKeyspace } from '../keyspace/keyspace';
import { refusal } from '../private/errors';
import { wholeSeconds } from '../private/validate';
import { warn } from '../private/warnings';

/**
 * In seconds: 20 years.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html
 */
const MAX_TIME_TO_LIVE = 630_720_000;

/** What contradicts itself between the properties of a table. */
export function validateTable(table: Construct, props: TableProps, removalPolicy: RemovalPolicy): void {
  validateTimeToLive(table, props);
  validateRemovalPolicy(table, props.keyspace, removalPolicy);
}

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/calculating-row-size.html for counters */
function validateTimeToLive(table: Construct, { timeToLive, schema }: TableProps): void {
  if (!timeToLive) return;
  wholeSeconds('TimeToLiveInvalid', table, timeToLive, {
    what: 'time to live in seconds',
    min: 1,
    max: MAX_TIME_TO_LIVE,
    remedy: 'give whole seconds up to 20 years, or leave it out for rows that do not expire',
  });
  if (!schema._hasCounters) return;
  throw refusal('TimeToLiveOnCounters', table, {
    what: 'a time to live, on a table with the counters',
    got: schema.columns.map((column) => column.name),
    expected: 'no time to live beside counters, which cannot expire',
    remedy: 'leave out timeToLive',
  });
}

/** Deleting a keyspace deletes its tables, whatever their own removal policy says. */
function validateRemovalPolicy(table: Construct, keyspace: IKeyspaceRef, removalPolicy: RemovalPolicy): void {
  if (!isKeyspace(keyspace)) {
    warn(keyspace, 'plainKeyspace', 'nothing but the name of this keyspace is known, so its tables are not checked against it:'
      + ' if it is deleted, its tables are too, whatever their removal policy; make it with Keyspace to have that refused');
    return;
  }
  if (keyspace.removalPolicy !== RemovalPolicy.DESTROY || removalPolicy === RemovalPolicy.DESTROY) return;
  throw refusal('RetainedTableInDestroyedKeyspace', table, {
    what: 'removal policy',
    got: removalPolicy,
    expected: 'RemovalPolicy.DESTROY in a keyspace that is destroyed, because deleting a keyspace deletes its tables',
    remedy: 'keep the keyspace too, or destroy the table explicitly',
  });
}

function isKeyspace(keyspace: IKeyspaceRef): keyspace is IKeyspace {
  return 'keyspaceName' in keyspace && 'grants' in keyspace;
}
