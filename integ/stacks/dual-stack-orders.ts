import { Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { OrderFunction, ORDERS } from './order-function/order-function';
import { Keyspace, PrivateKeyspacesAccess, Table } from '../../src';

/**
 * A door with addresses of both kinds, in a VPC with a block of IPv6 addresses from Amazon.
 *
 * Over IPv6 it is reached by `access.hostName`. The function stays with the host name of IPv4, which leads through the same door.
 */
export class DualStackOrders extends Stack {
  public readonly vpc: ec2.Vpc;
  public readonly table: Table;
  public readonly access: PrivateKeyspacesAccess;
  public readonly orderFunction: OrderFunction;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    this.vpc = new ec2.Vpc(this, 'Vpc', {
      ipProtocol: ec2.IpProtocol.DUAL_STACK,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    this.vpc.addFlowLog('FlowLog');

    this.table = new Table(this, 'Orders', { keyspace: new Keyspace(this, 'Shop'), tableName: 'orders', schema: ORDERS });

    this.access = new PrivateKeyspacesAccess(this, 'Access', {
      vpc: this.vpc,
      ipAddressType: ec2.VpcEndpointIpAddressType.DUALSTACK,
    });
    this.orderFunction = new OrderFunction(this, 'OrderFunction', { vpc: this.vpc, table: this.table, ipv6AllowedForDualStack: true });
    this.access.admit(this.orderFunction);
    this.table.grants.readWriteData(this.orderFunction);
  }
}
