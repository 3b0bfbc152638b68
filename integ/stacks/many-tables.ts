import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CqlType, Keyspace, Table, TableSchema } from '../../src';

const READINGS = new TableSchema({
  partitionKey: [{ name: 'sensor', type: CqlType.UUID }],
  clusteringColumns: [{ name: 'measured_at', type: CqlType.TIMESTAMP }],
  columns: [{ name: 'reading', type: CqlType.DOUBLE }],
});

/**
 * A table for each of 120 plants. Amazon Keyspaces makes at most 50 tables of an account and Region at once, so they are deployed
 * in a window of 25.
 */
export class ManyTables extends Stack {
  public readonly keyspace = new Keyspace(this, 'Plants');
  public readonly tables = Array.from({ length: 120 }, (_, plant) => new Table(this, `Plant${plant}`, {
    keyspace: this.keyspace,
    tableName: `plant_${String(plant).padStart(3, '0')}`,
    schema: READINGS,
  }));

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
  }
}
