import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CqlType, Keyspace, KeyspacesKey, Table, TableEncryption, TableSchema } from '../../../src';

/** A key for each table: what is disabled, audited and deleted with a key is one table. */
export class KeyPerTable extends Stack {
  public readonly orders: Table;
  public readonly ordersKey: KeyspacesKey;
  public readonly payments: Table;
  public readonly paymentsKey: KeyspacesKey;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const keyspace = new Keyspace(this, 'Shop');

    this.ordersKey = new KeyspacesKey(this, 'OrdersKey', { description: 'Orders of the shop', keyspaces: [keyspace] });
    this.orders = new Table(this, 'Orders', {
      keyspace,
      tableName: 'orders',
      schema: new TableSchema({
        partitionKey: [{ name: 'customer_id', type: CqlType.UUID }],
        clusteringColumns: [{ name: 'placed_at', type: CqlType.TIMEUUID }],
        columns: [{ name: 'total', type: CqlType.DECIMAL }],
      }),
      encryption: TableEncryption.customerManagedKey(this.ordersKey),
    });

    this.paymentsKey = new KeyspacesKey(this, 'PaymentsKey', { description: 'Payments of the shop', keyspaces: [keyspace] });
    this.payments = new Table(this, 'Payments', {
      keyspace,
      tableName: 'payments',
      schema: new TableSchema({
        partitionKey: [{ name: 'order_id', type: CqlType.TIMEUUID }],
        columns: [{ name: 'card_ending', type: CqlType.TEXT }, { name: 'amount', type: CqlType.DECIMAL }],
      }),
      encryption: TableEncryption.customerManagedKey(this.paymentsKey),
    });
  }
}
