import { Token } from 'aws-cdk-lib';
import { CfnKeyspace, type IKeyspaceRef } from 'aws-cdk-lib/aws-cassandra';
import { Capacity } from './capacity';
import type { ITable } from './itable';
import type { TableProps } from './table-options';
import type { IKeyspace } from '../keyspace/ikeyspace';
import { knownKeyspace } from '../keyspace/known-keyspace';
import { warnOfOtherKeyspace } from '../keyspace/warn-of-other-keyspace';
import { refusal } from '../private/errors';
import { requireMadeOnce } from '../private/made-once';
import { legible } from '../private/readable';
import { warn } from '../private/warnings';

/** What a table may have in its keyspace. A bare reference says too little of the keyspace to tell. */
export function validateKeyspace(table: ITable, { keyspace, schema, capacity = Capacity.onDemand(), clientSideTimestamps }: TableProps): void {
  const known = knownKeyspace(keyspace);
  warnOfOtherKeyspace(keyspace, schema);
  validateAutoscalingRegions(table, capacity, known?.replicationRegions);
  if (!known) {
    if (isMultiRegion(keyspace)) validateEncryption(table);
    // The same for all its tables, so it is said once.
    warn(keyspace, 'keyspaceNotKnown', 'a reference of plain CDK does not say in which Regions the keyspace is, so what its tables may'
      + ' have there is not checked, and grants on them cover this Region only; make it with Keyspace, or import it with'
      + ' Keyspace.fromKeyspaceAttributes()');
    return;
  }
  validateClientSideTimestamps(table, known, clientSideTimestamps);
  validateRegionsOfCapacity(table, known, capacity);
  requireMadeOnce(table, { kind: 'table', name: `${table.keyspaceName}.${table.tableName}`, regions: known.replicationRegions });
  if (!known.replicationRegions) return;
  validateEncryption(table);
  warnOfFixedWrites(table, capacity);
}

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/autoscaling.html */
const REGIONS_WITHOUT_AUTOSCALING = ['me-central-1'];

function validateAutoscalingRegions(table: ITable, capacity: Capacity, regions: string[] = [table.env.region]): void {
  const without = regions.filter((region) => REGIONS_WITHOUT_AUTOSCALING.includes(region));
  if (!capacity._isAutoscaled || without.length === 0) return;
  throw refusal('AutoscalingUnavailable', table, {
    what: 'auto scaling in',
    got: without,
    expected: 'Regions in which Amazon Keyspaces scales tables',
    remedy: 'use Capacity.onDemand() or Capacity.provisioned()',
  });
}

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/client-side-timestamps.html */
function validateClientSideTimestamps(table: ITable, keyspace: IKeyspace, clientSideTimestamps?: boolean): void {
  if (!keyspace.clientSideTimestamps || clientSideTimestamps !== false) return;
  throw refusal('ClientSideTimestampsNeeded', table, {
    what: 'client-side timestamps',
    got: clientSideTimestamps,
    expected: `true, because they are on for all tables of the keyspace ${keyspace.keyspaceName}`,
    remedy: 'leave clientSideTimestamps out, or make the table in another keyspace',
  });
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cassandra-table-replicaspecification.html */
function validateRegionsOfCapacity(table: ITable, { keyspaceName, replicationRegions }: IKeyspace, capacity: Capacity): void {
  if (!replicationRegions && capacity._regions.length > 0) {
    throw refusal('CapacityRegionInvalid', table, {
      what: 'read capacity by Region for',
      got: capacity._regions,
      expected: `none, because the keyspace ${keyspaceName} is in a single Region, as far as is known`,
      remedy: 'give the read capacity of the table alone, or say the Regions of the keyspace',
    });
  }
  if (!replicationRegions || replicationRegions.some((region) => Token.isUnresolved(region))) return;
  const elsewhere = capacity._regions.filter((region) => !Token.isUnresolved(region) && !replicationRegions.includes(region));
  if (elsewhere.length === 0) return;
  throw refusal('CapacityRegionInvalid', table, {
    what: 'read capacity by Region for',
    got: elsewhere,
    expected: `Regions of the keyspace ${keyspaceName} (${replicationRegions.join(', ')})`,
    remedy: 'leave these Regions out, or add them to the keyspace',
  });
}

/** As far as a plain keyspace of the app tells. */
function isMultiRegion(keyspace: IKeyspaceRef): boolean {
  if (!CfnKeyspace.isCfnKeyspace(keyspace) || Token.isUnresolved(keyspace.replicationSpecification)) return false;
  const { replicationStrategy } = keyspace.replicationSpecification as Partial<CfnKeyspace.ReplicationSpecificationProperty> | undefined ?? {};
  return replicationStrategy === 'MULTI_REGION';
}

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/multiRegion-replication_usage-notes.html */
function validateEncryption(table: ITable): void {
  if (!table.encryptionKey) return;
  throw refusal('CustomerManagedKeyInMultiRegion', table, {
    what: 'a customer managed key in the multi-Region keyspace',
    got: legible(table, table.keyspaceName),
    expected: 'an AWS owned key, because the service replicates no other tables',
    remedy: 'leave encryption out, or make the table in a keyspace of a single Region',
  });
}

/**
 * One page demands auto scaling of writes, another one only recommends it and shows how to do without.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/working-with-overview.html
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/tables-mrr-capacity-manually.html
 */
function warnOfFixedWrites(table: ITable, capacity: Capacity): void {
  if (capacity._isOnDemand || capacity._scalesWrites) return;
  warn(table, 'multiRegionWithoutAutoscaling', 'every Region needs write capacity for the writes of all Regions, so AWS asks for auto'
    + ' scaling of writes, or on-demand capacity, in multi-Region tables; use Capacity.autoscaled({ write }), or acknowledge this');
}
