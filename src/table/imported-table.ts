import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { TableAttributes } from './itable';
import { requireStreamOf } from './table-arn';
import { TableBase } from './table-base';
import { requireNoAlias } from '../encryption/require-usable-key';
import { requireRegions } from '../keyspace/region-list';
import { refusal } from '../private/errors';
import { requireExistingName } from '../private/names';

/** A table that exists already.
 * @internal
 */
export class ImportedTable extends TableBase {
  public readonly keyspaceName: string;
  public readonly tableName: string;
  public readonly replicationRegions?: string[];
  public readonly encryptionKey?: kms.IKeyRef;
  private readonly knownStreamArn?: string;

  constructor(scope: Construct, id: string, attributes: TableAttributes, environmentFromArn?: string) {
    super(scope, id, { environmentFromArn });
    const { keyspaceName, tableName, replicationRegions: regions } = attributes;
    requireExistingName(this, 'keyspace', keyspaceName);
    requireExistingName(this, 'table', tableName);
    requireRegions(this, regions);
    this.keyspaceName = keyspaceName;
    this.tableName = tableName;
    this.replicationRegions = regions && [...regions];
    if (attributes.encryptionKey) requireNoAlias(attributes.encryptionKey, this);
    this.encryptionKey = attributes.encryptionKey;
    if (attributes.streamArn) requireStreamOf(this, attributes.streamArn);
    this.knownStreamArn = attributes.streamArn;
  }

  public get streamArn(): string {
    if (this.knownStreamArn !== undefined) return this.knownStreamArn;
    throw refusal('StreamArnUnknown', this, {
      what: 'the stream of the imported table',
      got: this.tableName,
      expected: 'its ARN, because only a table made here can be asked for it',
      remedy: 'give streamArn to fromTableAttributes() or fromTableArn()',
    });
  }
}
