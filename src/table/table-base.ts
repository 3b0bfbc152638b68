import { Resource } from 'aws-cdk-lib';
import type { TableReference } from 'aws-cdk-lib/aws-cassandra';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { ITable } from './itable';
import { TableGrants } from './table-grants';
import { tableArn } from '../private/arns';

/** What a table made here and an imported one have in common.
 * @internal
 */
export abstract class TableBase extends Resource implements ITable {
  public abstract readonly keyspaceName: string;
  public abstract readonly tableName: string;
  public abstract readonly replicationRegions?: string[];
  public abstract readonly encryptionKey?: kms.IKeyRef;
  public abstract readonly streamArn: string;
  public readonly grants = TableGrants.fromTable(this);

  // CloudFormation gives a table no ARN.
  public get tableArn(): string {
    return tableArn(this, this.keyspaceName, this.tableName);
  }

  public get tableRef(): TableReference {
    return { keyspaceName: this.keyspaceName, tableName: this.tableName };
  }
}
