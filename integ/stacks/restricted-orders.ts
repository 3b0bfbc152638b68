import { Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { OrderFunction, ORDERS } from './order-function/order-function';
import { EndpointPolicy, Keyspace, PrivateKeyspacesAccess, Table } from '../../src';

/** A door for one table and for who is admitted to it, in a VPC that others use too; who is admitted cannot go round it. */
export class RestrictedOrders extends Stack {
  public readonly vpc: ec2.Vpc;
  public readonly keyspace: Keyspace;
  public readonly table: Table;
  public readonly access: PrivateKeyspacesAccess;
  public readonly orderFunction: OrderFunction;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    this.vpc = new ec2.Vpc(this, 'Vpc', {
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    this.vpc.addFlowLog('FlowLog');

    this.keyspace = new Keyspace(this, 'Shop');
    this.table = new Table(this, 'Orders', { keyspace: this.keyspace, tableName: 'orders', schema: ORDERS });

    this.access = new PrivateKeyspacesAccess(this, 'Access', {
      vpc: this.vpc,
      endpointPolicy: EndpointPolicy.restricted({ tables: [this.table], admittedOnly: true }),
    });
    this.orderFunction = new OrderFunction(this, 'OrderFunction', { vpc: this.vpc, table: this.table });
    this.access.admit(this.orderFunction);
    this.table.grants.readWriteData(this.orderFunction);
    PrivateKeyspacesAccess.require(this.orderFunction, { accesses: [this.access], tables: [this.table] });
  }
}
