import { Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { OrderStreamReader } from './order-stream-reader';
import { ChangeDataCapture, EndpointPolicy, Keyspace, KeyspacesService, PrivateKeyspacesAccess, Table } from '../../../src';
import { OrderFunction, ORDERS } from '../order-function/order-function';

/** In a VPC without internet one function keeps orders, and another one reads what has changed: an endpoint for each of the two. */
export class PrivateOrderStream extends Stack {
  public readonly vpc: ec2.Vpc;
  public readonly keyspace: Keyspace;
  public readonly table: Table;
  public readonly access: PrivateKeyspacesAccess;
  public readonly streams: PrivateKeyspacesAccess;
  public readonly orderFunction: OrderFunction;
  public readonly reader: OrderStreamReader;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    this.vpc = new ec2.Vpc(this, 'Vpc', {
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    this.vpc.addFlowLog('FlowLog');

    this.keyspace = new Keyspace(this, 'Shop');
    this.table = new Table(this, 'Orders', {
      keyspace: this.keyspace,
      tableName: 'orders',
      schema: ORDERS,
      changeDataCapture: ChangeDataCapture.newImage(),
    });

    this.access = new PrivateKeyspacesAccess(this, 'Access', { vpc: this.vpc });
    this.orderFunction = new OrderFunction(this, 'OrderFunction', { vpc: this.vpc, table: this.table });
    this.access.admit(this.orderFunction); // CQL, port 9142
    this.table.grants.readWriteData(this.orderFunction);

    this.streams = new PrivateKeyspacesAccess(this, 'Streams', {
      vpc: this.vpc,
      service: KeyspacesService.STREAMS,
      endpointPolicy: EndpointPolicy.restricted({ tables: [this.table] }), // the streams of this table and no other's
    });
    this.reader = new OrderStreamReader(this, 'Reader', { vpc: this.vpc, table: this.table, streams: this.streams });
    this.streams.admit(this.reader); // HTTPS, port 443
    this.table.grants.readStream(this.reader);
  }
}
