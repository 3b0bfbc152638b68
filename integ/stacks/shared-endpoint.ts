import { Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { OrderFunction, ORDERS } from './order-function/order-function';
import { Keyspace, PrivateKeyspacesAccess, Table } from '../../src';

/** Two VPCs of one account and Region that reach each other. A transit gateway, of any number of them, would do as well. */
class Peering extends Construct {
  constructor(scope: Construct, id: string, first: ec2.Vpc, second: ec2.Vpc) {
    super(scope, id);
    const { ref } = new ec2.CfnVPCPeeringConnection(this, 'Connection', { vpcId: first.vpcId, peerVpcId: second.vpcId });
    for (const [here, there] of [[first, second], [second, first]]) {
      for (const subnet of here.isolatedSubnets) {
        new ec2.CfnRoute(this, `${subnet.node.path.replaceAll('/', '')}Route`, {
          routeTableId: subnet.routeTable.routeTableId,
          destinationCidrBlock: there.vpcCidrBlock,
          vpcPeeringConnectionId: ref,
        });
      }
    }
  }
}

/** One endpoint for two VPCs: a function in a VPC that has none keeps orders through that of the other one. */
export class SharedEndpoint extends Stack {
  public readonly hub: ec2.Vpc;
  public readonly spoke: ec2.Vpc;
  public readonly table: Table;
  public readonly access: PrivateKeyspacesAccess;
  public readonly orderFunction: OrderFunction;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    this.hub = this.isolatedVpc('Hub', '10.0.0.0/16');
    this.spoke = this.isolatedVpc('Spoke', '10.1.0.0/16');
    const peering = new Peering(this, 'Peering', this.hub, this.spoke);

    this.access = new PrivateKeyspacesAccess(this, 'Access', { vpc: this.hub, sharedWith: [this.spoke] });
    // A rule can name a security group of another VPC as soon as the two are connected.
    this.access.securityGroup.node.addDependency(peering);

    this.table = new Table(this, 'Orders', { keyspace: new Keyspace(this, 'Shop'), tableName: 'orders', schema: ORDERS });
    this.orderFunction = new OrderFunction(this, 'OrderFunction', { vpc: this.spoke, table: this.table });
    this.access.admit(this.orderFunction);
    this.table.grants.readWriteData(this.orderFunction);
  }

  private isolatedVpc(id: string, cidr: string): ec2.Vpc {
    const vpc = new ec2.Vpc(this, id, {
      ipAddresses: ec2.IpAddresses.cidr(cidr),
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    vpc.addFlowLog('FlowLog');
    return vpc;
  }
}
