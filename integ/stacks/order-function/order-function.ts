import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import { CqlType, ClusteringOrder, type ITable, TableSchema } from '../../../src';

/** The columns that the function writes. */
export const ORDERS = new TableSchema({
  partitionKey: [{ name: 'customer_id', type: CqlType.UUID }],
  clusteringColumns: [{ name: 'placed_at', type: CqlType.TIMEUUID, order: ClusteringOrder.DESC }],
  columns: [
    { name: 'total', type: CqlType.DECIMAL },
    { name: 'lines', type: CqlType.list(CqlType.TEXT) },
  ],
});

export interface OrderFunctionProps {
  readonly vpc: ec2.IVpc;
  /** Where it keeps the orders. The function is told the table's name, and allowed nothing. */
  readonly table: ITable;
  /**
   * Addresses of both kinds for it, in subnets that have both.
   *
   * @default - IPv4
   */
  readonly ipv6AllowedForDualStack?: boolean;
}

/** Takes orders. It signs in to Amazon Keyspaces with its role, so there is no password to keep. */
export class OrderFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, { vpc, table, ipv6AllowedForDualStack }: OrderFunctionProps) {
    super(scope, id, {
      description: 'Takes orders',
      runtime: Runtime.NODEJS_24_X,
      entry: join(__dirname, 'orders.lambda.ts'),
      bundling: { minify: true, logLevel: LogLevel.WARNING },
      memorySize: 256,
      timeout: Duration.seconds(30),
      vpc,
      ipv6AllowedForDualStack,
      environment: { KEYSPACE_NAME: table.keyspaceName, TABLE_NAME: table.tableName },
    });
  }
}
