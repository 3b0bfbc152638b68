import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { ChangeDataCapture } from './change-data-capture';
import { ImportedTable } from './imported-table';
import type { ImportedTableOptions, ITable, TableAttributes } from './itable';
import { latestStreamArn } from './latest-stream-arn';
import { renderColumns } from './render-columns';
import { renderOptions } from './render-options';
import { tableNamesOfArn } from './table-arn';
import { TableBase } from './table-base';
import type { TableProps } from './table-options';
import { validateKeyspace } from './validate-keyspace';
import { refuseLossWithKey } from '../encryption/lost-with-key';
import { knownKeyspace } from '../keyspace/known-keyspace';
import { refuseLossWithKeyspace } from '../keyspace/removal';
import { validateEnvironment } from '../keyspace/validate-environment';
import { makeName, requireName } from '../private/names';
import { nameInOrder } from '../private/order';
import { addTags, validateTags } from '../private/tags';
import { warn } from '../private/warnings';
import { SchemaWindow } from '../schema-window/schema-window';
import { useTypesInTable } from '../user-defined-type/use-types';

/**
 * A table of Amazon Keyspaces (for Apache Cassandra).
 *
 * Kept, encrypted and restorable to any second of the last 35 days, unless said otherwise. Its name is always a
 * literal in the template: a change of its key, which CloudFormation can only make by replacing the table, fails with
 * "already exists" instead of starting an empty one. A change of the name is a new, empty table beside the old one.
 *
 * Up to 50 tags, added with `Tags.of(...)`, are refused at synthesis if the service would refuse them: it takes no empty
 * value and no characters but letters, digits, spaces and `+ - = . _ : /`.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/working-with-tables.html
 */
export class Table extends TableBase {
  /** A table of this account and Region that exists already. */
  public static fromTableAttributes(scope: Construct, id: string, attributes: TableAttributes): ITable {
    return new ImportedTable(scope, id, attributes);
  }

  /**
   * A table that exists already, by its ARN, also in another account or Region.
   *
   * Fails for anything but the ARN of a table.
   */
  public static fromTableArn(scope: Construct, id: string, arn: string, options: ImportedTableOptions = {}): ITable {
    return new ImportedTable(scope, id, { ...options, ...tableNamesOfArn(scope, arn) }, arn);
  }

  public readonly keyspaceName: string;
  public readonly tableName: string;
  public readonly replicationRegions?: string[];
  public readonly encryptionKey?: kms.IKeyRef;
  private readonly changeDataCapture?: ChangeDataCapture;

  constructor(scope: Construct, id: string, props: TableProps) {
    super(scope, id);
    const { keyspace, schema } = props;
    this.keyspaceName = keyspace.keyspaceRef.keyspaceName;
    this.tableName = props.tableName ?? schema.tableName ?? makeName(this);
    this.replicationRegions = knownKeyspace(keyspace)?.replicationRegions;
    this.encryptionKey = props.encryption?._key;
    this.changeDataCapture = props.changeDataCapture;
    requireName(this, 'table', this.tableName);
    validateEnvironment(this, 'table', keyspace);
    validateKeyspace(this, props);

    const resource = new CfnTable(this, 'Resource', {
      keyspaceName: nameInOrder(this, keyspace),
      tableName: this.tableName,
      ...renderColumns(schema),
      ...renderOptions(this, this.keyspaceName, props),
    });
    resource.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    refuseLossWithKeyspace(this, 'table', resource, keyspace);
    refuseLossWithKey(this, resource, this.encryptionKey);
    addTags(this, schema._tags);
    validateTags(this, resource);
    useTypesInTable(this, resource, schema);
    for (const { id: warning, message } of schema._warnings) warn(this, warning, message);
    SchemaWindow._cover(this);
  }

  public get streamArn(): string {
    return latestStreamArn(this, this.changeDataCapture?._render());
  }
}
