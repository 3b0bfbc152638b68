import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { TableAttributes } from './itable';
import { requireStreamOf } from './table-arn';
import { TableBase } from './table-base';
import { requireOwnRegion, requireRegionList } from '../keyspace/region-list';
import { requireExistingName } from '../private/names';

/** A table that exists already.
 * @internal
 */
export class ImportedTable extends TableBase {
  public readonly keyspaceName: string;
  public readonly tableName: string;
  public readonly replicationRegions?: string[];
  public readonly encryptionKey?: kms.IKeyRef;

  constructor(scope: Construct, id: string, attributes: TableAttributes, environmentFromArn?: string) {
    super(scope, id, { environmentFromArn });
    const { keyspaceName, tableName, replicationRegions: regions } = attributes;
    requireExistingName(this, 'keyspace', keyspaceName);
    requireExistingName(this, 'table', tableName);
    if (regions) {
      requireRegionList(this, regions);
      requireOwnRegion(this, regions);
    }
    this.keyspaceName = keyspaceName;
    this.tableName = tableName;
    this.replicationRegions = regions && [...regions];
    this.encryptionKey = attributes.encryptionKey;
    if (attributes.streamArn) requireStreamOf(this, attributes.streamArn);
  }
}
