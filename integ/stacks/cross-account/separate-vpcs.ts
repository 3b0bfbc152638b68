import { Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { OrdersAbroad } from './orders-abroad';
import {
  CrossAccountAccess, CrossAccountRole, EndpointPolicy, type ITable, Keyspace, PrivateKeyspacesAccess, Table,
} from '../../../src';
import { ORDERS } from '../order-function/order-function';

/** What the two accounts agree on, and nothing else: neither stack refers to the other. */
const OWNER_ROLE = 'shop-orders-reader';
const CLIENT_ROLE = 'orders-abroad';
const NAMES = { keyspaceName: 'crossaccountshop', tableName: 'orders' };

export interface OwnerStackProps extends StackProps {
  readonly clientAccount: string;
}

/** In the account of the tables: the table, and a role for the other account. The other one's endpoint is all the network there is. */
export class OwnerStack extends Stack {
  public readonly keyspace: Keyspace;
  public readonly orders: Table;
  public readonly readers: CrossAccountRole;

  constructor(scope: Construct, id: string, props: OwnerStackProps) {
    super(scope, id, props);
    const { keyspaceName, tableName } = NAMES;
    this.keyspace = new Keyspace(this, 'Shop', { keyspaceName });
    this.orders = new Table(this, 'Orders', { keyspace: this.keyspace, tableName, schema: ORDERS });
    this.readers = new CrossAccountRole(this, 'Readers', {
      roleName: OWNER_ROLE,
      clients: [{ account: props.clientAccount, roleNames: [CLIENT_ROLE] }],
      read: [this.orders],
    });
  }
}

export interface ClientStackProps extends StackProps {
  readonly ownerAccount: string;
}

/** In the account of the client: a VPC without internet, the ways out of it, and who uses them. */
export class ClientStack extends Stack {
  public readonly vpc: ec2.Vpc;
  public readonly orders: ITable;
  public readonly ownerRole: iam.IRole;
  public readonly access: PrivateKeyspacesAccess;
  public readonly owner: CrossAccountAccess;
  public readonly reader: OrdersAbroad;

  constructor(scope: Construct, id: string, props: ClientStackProps) {
    super(scope, id, props);
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    this.vpc.addFlowLog('FlowLog');

    const { vpc } = this;
    const { keyspaceName, tableName } = NAMES;
    this.orders = Table.fromTableArn(
      this, 'Orders', `arn:${this.partition}:cassandra:${this.region}:${props.ownerAccount}:/keyspace/${keyspaceName}/table/${tableName}`);
    this.ownerRole = iam.Role.fromRoleArn(this, 'OwnerRole', `arn:${this.partition}:iam::${props.ownerAccount}:role/${OWNER_ROLE}`);
    this.access = new PrivateKeyspacesAccess(this, 'Access', { vpc, endpointPolicy: EndpointPolicy.restricted({ tables: [this.orders] }) });
    const { access, orders, ownerRole } = this;
    this.owner = new CrossAccountAccess(this, 'Owner', { ownerRole, access, vpc });

    this.reader = new OrdersAbroad(this, 'Reader', { vpc, roleName: CLIENT_ROLE, ownerRole, table: orders });
    this.owner.admit(this.reader);
  }

  /** Told here, so that nothing is looked up in the account. */
  public override get availabilityZones(): string[] {
    return ['a', 'b'].map((zone) => `${this.region}${zone}`);
  }
}
