import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { OrderFunction, ORDERS } from './order-function/order-function';
import { Keyspace, KeyspacesKey, PrivateKeyspacesAccess, Table, TableEncryption } from '../../src';

/** A function in a VPC without internet keeps orders in a private, encrypted table. */
export class PrivateOrders extends Stack {
  public readonly table: Table;
  public readonly access: PrivateKeyspacesAccess;
  public readonly orderFunction: OrderFunction;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const vpc = new ec2.Vpc(this, 'Vpc', {
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    vpc.addFlowLog('FlowLog');

    const keyspace = new Keyspace(this, 'Shop');
    const key = new KeyspacesKey(this, 'Key', { keyspaces: [keyspace] });
    this.table = new Table(this, 'Orders', {
      keyspace,
      tableName: 'orders',
      schema: ORDERS,
      encryption: TableEncryption.customerManagedKey(key),
    });

    this.orderFunction = new OrderFunction(this, 'OrderFunction', { vpc, table: this.table });
    this.access = new PrivateKeyspacesAccess(this, 'Access', { vpc });
    this.access.admit(this.orderFunction); // the way: network path, system tables, system.peers
    this.table.grants.readWriteData(this.orderFunction); // the data

    new CfnOutput(this, 'KeyspaceName', { value: keyspace.keyspaceName });
    new CfnOutput(this, 'TableName', { value: this.table.tableName });
    new CfnOutput(this, 'FunctionName', { value: this.orderFunction.functionName });
  }
}
