import { CfnOutput, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { SCENARIOS } from './cases';
import { Keyspace, KeyspacesKey, PrivateKeyspacesAccess, Table, TableEncryption } from '../../../../src';
import { OrderFunction, ORDERS } from '../../../stacks/order-function/order-function';

export const STACK = 'Scenarios';
/** Of each VPC. */
export const ZONES = 2;

/** What the functions of all scenarios stand on, and the functions. All of them have the code of the examples' function. */
export class Shop extends Stack {
  public readonly keyspace = new Keyspace(this, 'Keyspace');
  public readonly key = new KeyspacesKey(this, 'Key');
  public readonly tables = {
    orders: this.table('orders'),
    returns: this.table('returns'),
    sealed: this.table('sealed', TableEncryption.customerManagedKey(this.key)),
  };
  public readonly networks = {
    open: new Network(this, 'Open'),
    narrow: new Network(this, 'Narrow'),
  };

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.networks.narrow.letThroughOnly(this.tables.returns);
    for (const { name, table, network = 'open', give } of SCENARIOS) {
      const client = new OrderFunction(this, `${name}Function`, { vpc: this.networks[network].vpc, table: this.tables[table] });
      give(client, this);
      new CfnOutput(this, name, { value: client.functionName });
    }
    new CfnOutput(this, 'KeyspaceName', { value: this.keyspace.keyspaceName });
    new CfnOutput(this, 'KeyId', { value: this.key.keyId });
  }

  private table(tableName: string, encryption?: TableEncryption): Table {
    return new Table(this, tableName, { keyspace: this.keyspace, tableName, schema: ORDERS, encryption });
  }
}

/** An isolated VPC, and a private way from it to Amazon Keyspaces. */
class Network extends PrivateKeyspacesAccess {
  public readonly vpc: ec2.Vpc;

  constructor(scope: Construct, id: string) {
    const vpc = new ec2.Vpc(scope, `${id}Vpc`, {
      maxAzs: ZONES,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    super(scope, id, { vpc });
    this.vpc = vpc;
  }

  /** The path that `admit` opens, without the permissions that it gives. */
  public admitPackets(client: ec2.IConnectable): void {
    this.securityGroup.addIngressRule(client.connections.securityGroups[0], ec2.Port.tcp(9142));
  }

  /** An endpoint policy for one table and the system keyspaces; the library's own lets through all of the account. */
  public letThroughOnly(table: Table): void {
    const system = Stack.of(this).formatArn({ service: 'cassandra', resource: '/keyspace', resourceName: 'system*' });
    (this.endpoint.node.defaultChild as ec2.CfnVPCEndpoint).policyDocument = new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({ principals: [new iam.StarPrincipal()], actions: ['cassandra:*'], resources: [table.tableArn, system] })],
    });
  }
}
