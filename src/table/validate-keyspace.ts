import { Token } from 'aws-cdk-lib';
import type { IKeyspaceRef } from 'aws-cdk-lib/aws-cassandra';
import type { IKeyRef } from 'aws-cdk-lib/aws-kms';
import type { Capacity } from './capacity';
import type { IKeyspace } from '../keyspace/ikeyspace';
import { knownKeyspace } from '../keyspace/known-keyspace';
import { warnOfOtherKeyspace } from '../keyspace/warn-of-other-keyspace';
import type { Located } from '../private/arns';
import { refusal } from '../private/errors';
import { warn } from '../private/warnings';
import type { TableSchema } from '../schema/table-schema';

/** What of a table depends on its keyspace. */
export interface DependsOnKeyspace {
  readonly schema: TableSchema;
  readonly capacity: Capacity;
  readonly encryptionKey?: IKeyRef;
  readonly clientSideTimestamps?: boolean;
}

/** What a table may have in its keyspace. A bare reference says too little of the keyspace to tell. */
export function validateKeyspace(table: Located, keyspace: IKeyspaceRef, settings: DependsOnKeyspace): void {
  const known = knownKeyspace(keyspace);
  warnOfOtherKeyspace(keyspace, settings.schema);
  validateAutoscalingRegions(table, settings.capacity, known?.replicationRegions);
  if (!known) {
    // The same for all its tables, so it is said once.
    warn(keyspace, 'keyspaceNotKnown', 'a reference of plain CDK does not say in which Regions the keyspace is, so what its tables may'
      + ' have there is not checked, and grants on them cover this Region only; make it with Keyspace, or import it with'
      + ' Keyspace.fromKeyspaceAttributes()');
    return;
  }
  validateClientSideTimestamps(table, known, settings.clientSideTimestamps);
  validateRegionsOfCapacity(table, known, settings.capacity);
  if (!known.replicationRegions) return;
  validateEncryption(table, known, settings.encryptionKey);
  warnOfFixedCapacity(table, settings.capacity);
}

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/autoscaling.html */
const REGIONS_WITHOUT_AUTOSCALING = ['me-central-1'];

function validateAutoscalingRegions(table: Located, capacity: Capacity, regions: string[] = [table.env.region]): void {
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
function validateClientSideTimestamps(table: Located, keyspace: IKeyspace, clientSideTimestamps?: boolean): void {
  if (!keyspace.clientSideTimestamps || clientSideTimestamps !== false) return;
  throw refusal('ClientSideTimestampsNeeded', table, {
    what: 'client-side timestamps',
    got: clientSideTimestamps,
    expected: `true, because they are on for all tables of the keyspace ${keyspace.keyspaceName}`,
    remedy: 'leave clientSideTimestamps out, or make the table in another keyspace',
  });
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cassandra-table-replicaspecification.html */
function validateRegionsOfCapacity(table: Located, { keyspaceName, replicationRegions }: IKeyspace, capacity: Capacity): void {
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

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/multiRegion-replication_usage-notes.html */
function validateEncryption(table: Located, { keyspaceName }: IKeyspace, key?: IKeyRef): void {
  if (!key) return;
  throw refusal('CustomerManagedKeyInMultiRegion', table, {
    what: 'a customer managed key in the multi-Region keyspace',
    got: keyspaceName,
    expected: 'an AWS owned key, because the service replicates no other tables',
    remedy: 'leave encryption out, or make the table in a keyspace of a single Region',
  });
}

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/tables-mrr-capacity-manually.html */
function warnOfFixedCapacity(table: Located, capacity: Capacity): void {
  if (capacity._isOnDemand || capacity._isAutoscaled) return;
  warn(table, 'multiRegionWithoutAutoscaling', 'every Region needs write capacity for the writes of all Regions, so AWS recommends auto'
    + ' scaling, or on-demand capacity, for multi-Region tables; use Capacity.autoscaled(), or acknowledge this');
}
