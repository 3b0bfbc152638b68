import { Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { CqlType, Keyspace, Table, TableEncryption, TableSchema } from '../../../src';

export interface ImportedKeyProps extends StackProps {
  /** The ARN of a key in the account and Region of this stack. Not of an alias: a table keeps its key when the alias moves on. */
  readonly keyArn: string;
}

/** A table that is encrypted with a key of another team, whose policy is not made in this app. */
export class ImportedKey extends Stack {
  public readonly ledger: Table;

  constructor(scope: Construct, id: string, { keyArn, ...props }: ImportedKeyProps) {
    super(scope, id, props);
    const key = Key.fromKeyArn(this, 'Key', keyArn);
    this.ledger = new Table(this, 'Ledger', {
      keyspace: new Keyspace(this, 'Books'),
      tableName: 'ledger',
      schema: new TableSchema({
        partitionKey: [{ name: 'account', type: CqlType.TEXT }],
        clusteringColumns: [{ name: 'booked_at', type: CqlType.TIMEUUID }],
        columns: [{ name: 'amount', type: CqlType.DECIMAL }],
      }),
      encryption: TableEncryption.customerManagedKey(key),
    });
    // The warning has the statement, ready to paste. Once the other team has added it, the warning has done its work.
    Validations.of(this.ledger).acknowledge({ id: 'cdk-keyspaces:keyPolicyNotManaged', reason: 'The policy has the statement' });
  }
}
