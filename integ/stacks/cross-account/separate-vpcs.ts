import { join } from 'node:path';
import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import { CrossAccountAccess, CrossAccountRole, EndpointPolicy, Keyspace, PrivateKeyspacesAccess, Table } from '../../../src';
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
  public readonly orders: Table;
  public readonly readers: CrossAccountRole;

  constructor(scope: Construct, id: string, props: OwnerStackProps) {
    super(scope, id, props);
    const { keyspaceName, tableName } = NAMES;
    this.orders = new Table(this, 'Orders', { keyspace: new Keyspace(this, 'Shop', { keyspaceName }), tableName, schema: ORDERS });
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
  public readonly access: PrivateKeyspacesAccess;
  public readonly owner: CrossAccountAccess;
  public readonly role: iam.Role;
  public readonly reader: NodejsFunction;

  constructor(scope: Construct, id: string, props: ClientStackProps) {
    super(scope, id, props);
    const vpc = new ec2.Vpc(this, 'Vpc', {
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    vpc.addFlowLog('FlowLog');

    const { keyspaceName, tableName } = NAMES;
    const orders = Table.fromTableArn(
      this, 'Orders', `arn:${this.partition}:cassandra:${this.region}:${props.ownerAccount}:/keyspace/${keyspaceName}/table/${tableName}`);
    const ownerRole = iam.Role.fromRoleArn(this, 'OwnerRole', `arn:${this.partition}:iam::${props.ownerAccount}:role/${OWNER_ROLE}`);
    this.access = new PrivateKeyspacesAccess(this, 'Access', { vpc, endpointPolicy: EndpointPolicy.restricted({ tables: [orders] }) });
    this.owner = new CrossAccountAccess(this, 'Owner', { ownerRole, access: this.access, vpc });

    this.role = new iam.Role(this, 'Role', {
      roleName: CLIENT_ROLE, // the owner trusts it by this name
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaVPCAccessExecutionRole')],
    });
    this.reader = new NodejsFunction(this, 'Reader', {
      description: 'Counts orders in a table of another account',
      runtime: Runtime.NODEJS_24_X,
      entry: join(__dirname, 'orders-abroad.lambda.ts'),
      bundling: { minify: true, logLevel: LogLevel.WARNING },
      memorySize: 256,
      timeout: Duration.seconds(30),
      vpc,
      role: this.role,
      environment: { KEYSPACE_NAME: keyspaceName, TABLE_NAME: tableName, OWNER_ROLE_ARN: ownerRole.roleArn },
    });
    this.owner.admit(this.reader);
  }
  /** Told here, so that nothing is looked up in the account. */
  public override get availabilityZones(): string[] {
    return ['a', 'b'].map((zone) => `${this.region}${zone}`);
  }
}
