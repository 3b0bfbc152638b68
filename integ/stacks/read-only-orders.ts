import { Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { OrderFunction, ORDERS } from './order-function/order-function';
import { EndpointPolicy, Keyspace, PrivateKeyspacesAccess, Table } from '../../src';

/** A network for reports: nothing is written from there, whatever the workloads' own permissions are. */
export class ReadOnlyOrders extends Stack {
  public readonly table: Table;
  public readonly access: PrivateKeyspacesAccess;
  public readonly reporter: OrderFunction;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const vpc = new ec2.Vpc(this, 'Vpc', {
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    vpc.addFlowLog('FlowLog');

    this.table = new Table(this, 'Orders', { keyspace: new Keyspace(this, 'Shop'), tableName: 'orders', schema: ORDERS });
    this.access = new PrivateKeyspacesAccess(this, 'Access', { vpc, endpointPolicy: EndpointPolicy.readOnly() });
    this.reporter = new OrderFunction(this, 'Reporter', { vpc, table: this.table });
    this.access.admit(this.reporter);
    this.table.grants.readWriteData(this.reporter);
  }
}
