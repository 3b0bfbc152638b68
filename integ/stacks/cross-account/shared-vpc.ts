import { Annotations, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { CrossAccountAccess, CrossAccountRole, Keyspace, PrivateKeyspacesAccess, SharedVpcAccess, Table } from '../../../src';
import { ORDERS } from '../order-function/order-function';

const OWNER_ROLE = 'shared-shop-orders';
const CLIENT_ROLE = 'orders-service';

export interface SharedVpcOwnerStackProps extends StackProps {
  /** In the same organization. */
  readonly clientAccount: string;
}

/**
 * In the account of the tables, which owns the VPC too: the endpoints, the table, a role for the other account, and the subnets that it is
 * to use.
 */
export class SharedVpcOwnerStack extends Stack {
  public readonly access: PrivateKeyspacesAccess;
  public readonly orders: Table;
  public readonly clients: CrossAccountRole;
  public readonly shared: SharedVpcAccess;

  constructor(scope: Construct, id: string, props: SharedVpcOwnerStackProps) {
    super(scope, id, props);
    const vpc = new ec2.Vpc(this, 'Vpc', {
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    vpc.addFlowLog('FlowLog');
    this.access = new PrivateKeyspacesAccess(this, 'Access', { vpc });

    const keyspace = new Keyspace(this, 'Shop', { keyspaceName: 'sharedshop' });
    this.orders = new Table(this, 'Orders', { keyspace, tableName: 'orders', schema: ORDERS });
    this.clients = new CrossAccountRole(this, 'Clients', {
      roleName: OWNER_ROLE,
      clients: [{ account: props.clientAccount, roleNames: [CLIENT_ROLE] }],
      sharedVpcAccess: this.access, // system.peers shows every node
      readWrite: [this.orders],
    });
    this.shared = new SharedVpcAccess(this, 'Shared', {
      vpc,
      access: this.access,
      participants: [props.clientAccount],
      ownerRoles: [this.clients.role],
    });

    this.leadToImages(vpc);

    // What the other account has to be told.
    new CfnOutput(this, 'VpcId', { value: vpc.vpcId });
    new CfnOutput(this, 'SubnetIds', { value: vpc.isolatedSubnets.map(({ subnetId }) => subnetId).join(',') });
    new CfnOutput(this, 'ClientSecurityGroupId', { value: this.shared.clientSecurityGroup.securityGroupId });
  }

  /**
   * What a task needs before its application starts: its image, whose layers are in Amazon S3, and where its logs go. Participants cannot
   * make these endpoints.
   *
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
   */
  private leadToImages(vpc: ec2.Vpc): void {
    const { clientSecurityGroup } = this.shared;
    const { ECR, ECR_DOCKER, CLOUDWATCH_LOGS } = ec2.InterfaceVpcEndpointAwsService;
    for (const [name, service] of Object.entries({ Ecr: ECR, EcrDocker: ECR_DOCKER, Logs: CLOUDWATCH_LOGS })) {
      vpc.addInterfaceEndpoint(name, { service, open: false }).connections.allowDefaultPortFrom(clientSecurityGroup);
    }
    vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
    // In a VPC without a way out that is Amazon S3 alone, whose addresses a security group knows by a prefix list of each Region only.
    clientSecurityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS, 'Layers of images in Amazon S3');
  }

  /** Told here, so that nothing is looked up in the account. */
  public override get availabilityZones(): string[] {
    return ['a', 'b'].map((zone) => `${this.region}${zone}`);
  }
}

export interface SharedVpcClientStackProps extends StackProps {
  readonly ownerAccount: string;
  /** What the owner shares, as it is called there. */
  readonly vpcId: string;
  readonly subnetIds: string[];
  readonly clientSecurityGroupId: string;
}

/** In the account of the client: a service in the subnets of the owner. */
export class SharedVpcClientStack extends Stack {
  public readonly taskRole: iam.Role;
  public readonly owner: CrossAccountAccess;

  constructor(scope: Construct, id: string, props: SharedVpcClientStackProps) {
    super(scope, id, props);
    const vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: props.vpcId,
      availabilityZones: this.availabilityZones,
      isolatedSubnetIds: props.subnetIds,
    });
    Annotations.of(vpc).acknowledgeWarning('@aws-cdk/aws-ec2:noSubnetRouteTableId', 'routes in subnets of another account are its own');
    this.taskRole = new iam.Role(this, 'TaskRole', {
      roleName: CLIENT_ROLE, // the owner trusts it by this name
      assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com'),
    });
    const ownerRole = iam.Role.fromRoleArn(this, 'OwnerRole', `arn:${this.partition}:iam::${props.ownerAccount}:role/${OWNER_ROLE}`);
    const taskDefinition = new ecs.FargateTaskDefinition(this, 'Task', { taskRole: this.taskRole });
    taskDefinition.addContainer('App', {
      // Of Amazon ECR in the account of the client, to which the owner leads it.
      image: ecs.ContainerImage.fromEcrRepository(ecr.Repository.fromRepositoryName(this, 'Images', 'orders')),
      environment: { OWNER_ROLE_ARN: ownerRole.roleArn },
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'orders' }),
    });
    const service = new ecs.FargateService(this, 'Service', {
      cluster: new ecs.Cluster(this, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENABLED }),
      taskDefinition,
      // Shared with the subnets: the owner lets it through to the endpoints.
      securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(this, 'Clients', props.clientSecurityGroupId, { mutable: false })],
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      minHealthyPercent: 100,
      circuitBreaker: { rollback: true },
    });
    this.owner = new CrossAccountAccess(this, 'Owner', { ownerRole });
    this.owner.admit(service, this.taskRole);
  }

  /** Told here, so that nothing is looked up in the account. */
  public override get availabilityZones(): string[] {
    return ['a', 'b'].map((zone) => `${this.region}${zone}`);
  }
}
