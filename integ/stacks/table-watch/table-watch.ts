import { Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { WatchFunction } from './watch-function';
import { Keyspace, PrivateKeyspacesAccess, Table } from '../../../src';
import { ORDERS } from '../order-function/order-function';

/** In a VPC without internet a function asks the API how tables are, by the SDK and without knowing of any endpoint. */
export class TableWatch extends Stack {
  public readonly vpc: ec2.Vpc;
  public readonly keyspace: Keyspace;
  public readonly table: Table;
  public readonly access: PrivateKeyspacesAccess;
  public readonly watch: WatchFunction;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    this.vpc = new ec2.Vpc(this, 'Vpc', {
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    this.vpc.addFlowLog('FlowLog');

    this.keyspace = new Keyspace(this, 'Shop');
    this.table = new Table(this, 'Orders', { keyspace: this.keyspace, tableName: 'orders', schema: ORDERS });

    this.access = new PrivateKeyspacesAccess(this, 'Access', { vpc: this.vpc });
    this.watch = new WatchFunction(this, 'Watch', { vpc: this.vpc });
    this.access.admitToApi(this.watch); // 443, where CQL is on 9142
    this.keyspace.grants.readData(this.watch); // ListTables and GetTable are authorized as Select
  }
}
