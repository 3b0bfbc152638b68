import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { orderFunction } from './order-function';
import {
  ClusteringOrder, CqlType, Keyspace, KeyspacesKey, PrivateKeyspacesAccess, Table, TableEncryption, TableSchema,
} from '../../src';

/** A function in a VPC without internet keeps orders in a private, encrypted table. */
export class PrivateOrders extends Stack {
  public readonly table: Table;
  public readonly access: PrivateKeyspacesAccess;
  public readonly orderFunction: lambda.Function;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const vpc = new ec2.Vpc(this, 'Vpc', {
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    vpc.addFlowLog('FlowLog');
    this.orderFunction = orderFunction(this, vpc);

    const keyspace = new Keyspace(this, 'Shop');
    const key = new KeyspacesKey(this, 'Key', { keyspaces: [keyspace] });
    this.table = new Table(this, 'Orders', {
      keyspace,
      tableName: 'orders',
      schema: new TableSchema({
        partitionKey: [{ name: 'customer_id', type: CqlType.UUID }],
        clusteringColumns: [{ name: 'placed_at', type: CqlType.TIMEUUID, order: ClusteringOrder.DESC }],
        columns: [
          { name: 'total', type: CqlType.DECIMAL },
          { name: 'lines', type: CqlType.list(CqlType.TEXT) },
        ],
      }),
      encryption: TableEncryption.customerManagedKey(key),
    });

    this.access = new PrivateKeyspacesAccess(this, 'Access', { vpc });
    this.access.admit(this.orderFunction); // the way: network path, system tables, system.peers
    this.table.grants.readWriteData(this.orderFunction); // the data

    new CfnOutput(this, 'KeyspaceName', { value: keyspace.keyspaceName });
    new CfnOutput(this, 'TableName', { value: this.table.tableName });
  }
}
