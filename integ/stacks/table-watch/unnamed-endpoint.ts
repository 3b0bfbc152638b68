import { ArnFormat, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { WatchFunction } from './watch-function';
import { EndpointPolicy, Keyspace, PrivateKeyspacesAccess, Table } from '../../../src';
import { ORDERS } from '../order-function/order-function';

/**
 * An endpoint that changes nothing for anybody else in its VPC: the host names of Amazon Keyspaces lead where they led before, the
 * security groups are those of the network team, and the policy is a document of one's own.
 */
export class UnnamedEndpoint extends Stack {
  public readonly vpc: ec2.Vpc;
  public readonly securityGroups: ec2.SecurityGroup[];
  public readonly shop: Keyspace;
  public readonly orders: Table;
  public readonly access: PrivateKeyspacesAccess;
  public readonly watch: WatchFunction;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    this.vpc = new ec2.Vpc(this, 'Vpc', {
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    this.vpc.addFlowLog('FlowLog');
    this.securityGroups = ['Endpoints', 'Databases'].map((name) => new ec2.SecurityGroup(this, name, {
      vpc: this.vpc,
      description: `${name} of the network team`,
      allowAllOutbound: false,
    }));

    this.shop = new Keyspace(this, 'Shop');
    this.orders = new Table(this, 'Orders', { keyspace: this.shop, tableName: 'orders', schema: ORDERS });

    this.access = new PrivateKeyspacesAccess(this, 'Access', {
      vpc: this.vpc,
      securityGroups: this.securityGroups,
      privateDns: false,
      endpointPolicy: EndpointPolicy.document(new iam.PolicyDocument({
        statements: [new iam.PolicyStatement({
          sid: 'LookAtTheShop',
          principals: [new iam.StarPrincipal()],
          actions: ['cassandra:Select'],
          resources: [`${this.shop.keyspaceArn}*`, this.systemKeyspaces],
        })],
      })),
    });
    Validations.of(this.access).acknowledge({
      id: 'cdk-keyspaces:privateDnsOff',
      reason: 'whoever uses this endpoint is given its own host name',
    });

    this.watch = new WatchFunction(this, 'Watch', { vpc: this.vpc, endpointHost: this.access.hostName });
    this.access.admitToApi(this.watch);
    this.shop.grants.readData(this.watch);
  }

  /** What the API, and every driver, reads before anything else. */
  public get systemKeyspaces(): string {
    return this.formatArn({ service: 'cassandra', resource: '/keyspace/system*', arnFormat: ArnFormat.NO_RESOURCE_NAME });
  }
}
