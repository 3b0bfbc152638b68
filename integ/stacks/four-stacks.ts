import { Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { OrderFunction, ORDERS } from './order-function/order-function';
import { Keyspace, KeyspacesKey, PrivateKeyspacesAccess, Table, TableEncryption } from '../../src';

/** Of the network team: a VPC without internet, and the private way from it to Amazon Keyspaces. */
export class NetworkStack extends Stack {
  public readonly vpc: ec2.Vpc;
  public readonly access: PrivateKeyspacesAccess;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    this.vpc.addFlowLog('FlowLog');
    this.access = new PrivateKeyspacesAccess(this, 'Access', { vpc: this.vpc });
  }
}

/** Of the security team: the key. */
export class KeyStack extends Stack {
  public readonly key: KeyspacesKey;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    this.key = new KeyspacesKey(this, 'Key');
  }
}

export interface DataStackProps extends StackProps {
  readonly key: KeyspacesKey;
}

/** Of the data team: the keyspace and its tables. */
export class DataStack extends Stack {
  public readonly orders: Table;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    this.orders = new Table(this, 'Orders', {
      keyspace: new Keyspace(this, 'Shop'),
      tableName: 'orders',
      schema: ORDERS,
      encryption: TableEncryption.customerManagedKey(props.key),
    });
  }
}

export interface ServiceStackProps extends StackProps {
  readonly network: NetworkStack;
  readonly orders: Table;
}

/** Of the application team: what reads and writes. The rules of the security groups are made here. */
export class ServiceStack extends Stack {
  public readonly orderFunction: OrderFunction;

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    this.orderFunction = new OrderFunction(this, 'OrderFunction', { vpc: props.network.vpc, table: props.orders });
    props.network.access.admit(this.orderFunction);
    props.orders.grants.readWriteData(this.orderFunction);
  }
}

/** Four teams, four stacks. They are deployed in the order of what they need, and none depends on a later one. */
export class FourStacks {
  public readonly network: NetworkStack;
  public readonly keys: KeyStack;
  public readonly data: DataStack;
  public readonly service: ServiceStack;

  constructor(scope: Construct, id: string) {
    this.network = new NetworkStack(scope, `${id}-Network`);
    this.keys = new KeyStack(scope, `${id}-Keys`);
    this.data = new DataStack(scope, `${id}-Data`, { key: this.keys.key });
    this.service = new ServiceStack(scope, `${id}-Service`, { network: this.network, orders: this.data.orders });
  }

  public get all(): Stack[] {
    return [this.network, this.keys, this.data, this.service];
  }
}
