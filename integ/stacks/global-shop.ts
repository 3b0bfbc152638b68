import { Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Capacity, CqlType, Keyspace, Replication, Table, TableSchema } from '../../src';

/** A shop in two Regions: its tables are read and written in both, with throughput that is bought in advance. */
export class GlobalShop extends Stack {
  public readonly shop: Keyspace;
  public readonly office: Keyspace;
  public readonly carts: Table;
  public readonly prices: Table;
  public readonly invoices: Table;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    this.shop = new Keyspace(this, 'Shop', { replication: Replication.multiRegion(this.region, 'eu-west-1') });

    // Follows the traffic: written alike in all Regions, read mostly from the second one.
    this.carts = new Table(this, 'Carts', {
      keyspace: this.shop,
      tableName: 'carts',
      schema: new TableSchema({
        partitionKey: [{ name: 'customer', type: CqlType.UUID }],
        columns: [{ name: 'items', type: CqlType.map(CqlType.TEXT, CqlType.INT) }],
      }),
      timeToLive: Duration.days(30), // of a multi-Region table it can never be changed
      capacity: Capacity.autoscaled({
        read: { minUnits: 5, maxUnits: 50, targetUtilizationPercent: 75 },
        write: { minUnits: 5, maxUnits: 20, scaleInCooldown: Duration.minutes(1) },
        readByRegion: { 'eu-west-1': { minUnits: 10, maxUnits: 100 } },
      }),
    });

    // Fixed.
    this.prices = new Table(this, 'Prices', {
      keyspace: this.shop,
      tableName: 'prices',
      schema: new TableSchema({
        partitionKey: [{ name: 'article', type: CqlType.TEXT }],
        columns: [{ name: 'price', type: CqlType.DECIMAL }],
      }),
      capacity: Capacity.provisioned({ readUnits: 10, writeUnits: 2, readUnitsByRegion: { 'eu-west-1': 20 } }),
    });
    Validations.of(this.prices).acknowledge({
      id: 'cdk-keyspaces:multiRegionWithoutAutoscaling',
      reason: 'prices are written once a night, in one Region',
    });

    // Of one Region alone, and prepared for the end of the month.
    this.office = new Keyspace(this, 'Office');
    this.invoices = new Table(this, 'Invoices', {
      keyspace: this.office,
      tableName: 'invoices',
      schema: new TableSchema({
        partitionKey: [{ name: 'customer', type: CqlType.UUID }],
        clusteringColumns: [{ name: 'issued', type: CqlType.DATE }],
        columns: [{ name: 'total', type: CqlType.DECIMAL }],
      }),
      warmThroughput: { readUnitsPerSecond: 20_000, writeUnitsPerSecond: 8_000 },
      clientSideTimestamps: true,
    });
  }
}
