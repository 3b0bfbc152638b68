import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { CfnPodIdentityAssociation } from 'aws-cdk-lib/aws-eks';
import * as eks from 'aws-cdk-lib/aws-eks-v2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { PrivateKeyspacesAccess, Table } from '../../src';
import { literalStack } from '../support/app';
import { isolatedVpc } from '../support/network';
import { refusalOf } from '../support/refusal';

function setUp() {
  const stack = literalStack();
  const vpc = isolatedVpc(stack);
  return { stack, vpc, access: new PrivateKeyspacesAccess(stack, 'Access', { vpc }) };
}

const MACHINE = {
  instanceType: new ec2.InstanceType('t3.micro'),
  machineImage: ec2.MachineImage.genericLinux({ 'us-east-1': 'ami-0123456789abcdef0' }),
  vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
};

// https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
const CONNECT = [
  { Action: 'cassandra:Select', Effect: 'Allow', Resource: 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/system*' },
  { Action: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeVpcEndpoints'], Effect: 'Allow', Resource: '*' },
];

const groupOf = (logicalId: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(logicalId), 'GroupId'] });

/** The one rule of the endpoint, and who may connect. */
function expectAdmitted(stack: Stack, source: unknown, role: string): void {
  const template = Template.fromStack(stack);
  const rules = template.findResources('AWS::EC2::SecurityGroupIngress', {
    Properties: { GroupId: groupOf('^AccessSecurityGroup') },
  });
  expect(Object.keys(rules)).toHaveLength(1);
  template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
    GroupId: groupOf('^AccessSecurityGroup'),
    SourceSecurityGroupId: source,
    IpProtocol: 'tcp',
    FromPort: 9142,
    ToPort: 9142,
  });
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: Match.arrayWith(CONNECT) },
    Roles: [{ Ref: Match.stringLikeRegexp(role) }],
  });
}

test('admits an EC2 instance by its security group, and lets its role connect', () => {
  const { stack, vpc, access } = setUp();
  access.admit(new ec2.Instance(stack, 'Machine', { ...MACHINE, vpc }));
  expectAdmitted(stack, groupOf('^MachineInstanceSecurityGroup'), '^MachineInstanceRole');
});

describe('an Auto Scaling group', () => {
  test('is admitted by its security group, and its role may connect', () => {
    const { stack, vpc, access } = setUp();
    access.admit(new autoscaling.AutoScalingGroup(stack, 'Fleet', { ...MACHINE, vpc }));
    expectAdmitted(stack, groupOf('^FleetInstanceSecurityGroup'), '^FleetInstanceRole');
  });

  test('with a launch template is admitted by what that has', () => {
    const { stack, vpc, access } = setUp();
    const launchTemplate = new ec2.LaunchTemplate(stack, 'Template', {
      ...MACHINE,
      role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }),
      securityGroup: new ec2.SecurityGroup(stack, 'Group', { vpc }),
    });
    access.admit(new autoscaling.AutoScalingGroup(stack, 'Fleet', { vpc, launchTemplate, vpcSubnets: MACHINE.vpcSubnets }));
    expectAdmitted(stack, groupOf('^Group'), '^Role');
  });

  test('fails with a launch template without a role: nobody there can sign in', () => {
    const { stack, vpc, access } = setUp();
    const launchTemplate = new ec2.LaunchTemplate(stack, 'Template', { ...MACHINE, securityGroup: new ec2.SecurityGroup(stack, 'Group', { vpc }) });
    const fleet = new autoscaling.AutoScalingGroup(stack, 'Fleet', { vpc, launchTemplate, vpcSubnets: MACHINE.vpcSubnets });
    expect(refusalOf(() => access.admit(fleet)).name).toBe('GranteeHoldsNoPolicy');
  });
});

describe('an ECS service', () => {
  const taskOn = (stack: Stack, id: string, networkMode: ecs.NetworkMode) => {
    const task = new ecs.Ec2TaskDefinition(stack, id, { networkMode });
    task.addContainer('App', { image: ecs.ContainerImage.fromRegistry('app'), memoryLimitMiB: 128 });
    return task;
  };

  const onFleet = (stack: Stack, vpc: ec2.IVpc) => {
    const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
    const fleet = new autoscaling.AutoScalingGroup(stack, 'Fleet', { ...MACHINE, vpc });
    cluster.addAsgCapacityProvider(new ecs.AsgCapacityProvider(stack, 'Capacity', { autoScalingGroup: fleet }));
    return { cluster, fleet };
  };

  test('whose tasks share the network of their instances is admitted by these, with its task role', () => {
    const { stack, vpc, access } = setUp();
    const { cluster, fleet } = onFleet(stack, vpc);
    const service = new ecs.Ec2Service(stack, 'Service', { cluster, taskDefinition: taskOn(stack, 'Task', ecs.NetworkMode.BRIDGE) });
    access.admit(fleet, service.taskDefinition.taskRole);
    expectAdmitted(stack, groupOf('^FleetInstanceSecurityGroup'), '^TaskTaskRole');
  });

  test('like that fails by itself, because it has no security group, and says what to admit', () => {
    const { stack, vpc, access } = setUp();
    const { cluster } = onFleet(stack, vpc);
    const service = new ecs.Ec2Service(stack, 'Service', { cluster, taskDefinition: taskOn(stack, 'Task', ecs.NetworkMode.BRIDGE) });
    const refusal = refusalOf(() => access.admit(service, service.taskDefinition.taskRole));
    expect(refusal.name).toBe('ClientWithoutSecurityGroup');
    expect(refusal.message).toContain('their Auto Scaling group');
  });

  test('is admitted by its own where its tasks have network interfaces', () => {
    const { stack, vpc, access } = setUp();
    const { cluster } = onFleet(stack, vpc);
    const taskDefinition = taskOn(stack, 'Task', ecs.NetworkMode.AWS_VPC);
    const service = new ecs.Ec2Service(stack, 'Service', { cluster, taskDefinition, vpcSubnets: MACHINE.vpcSubnets });
    access.admit(service, taskDefinition.taskRole);
    expectAdmitted(stack, groupOf('^ServiceSecurityGroup'), '^TaskTaskRole');
  });
});

/**
 * The way that is documented for Amazon EKS: EKS Pod Identity, by a role made here and an association of the service account.
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
 */
describe('pods on Amazon EKS', () => {
  function podsOf(cluster: eks.ICluster, stack: Stack, access: PrivateKeyspacesAccess): void {
    const role = access.createRole(stack, 'PodRole', {
      assumedBy: new iam.ServicePrincipal('pods.eks.amazonaws.com', {
        conditions: { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'shop', 'aws:RequestTag/kubernetes-service-account': 'orders' } },
      }).withSessionTags(),
      read: [Table.fromTableAttributes(stack, 'Orders', { keyspaceName: 'shop', tableName: 'orders' })],
    });
    new CfnPodIdentityAssociation(stack, 'Association', {
      clusterName: cluster.clusterName,
      namespace: 'shop',
      serviceAccount: 'orders',
      roleArn: role.roleArn,
    });
    access.admit(cluster.clusterSecurityGroup, role);
  }

  test('are admitted by the security group of the cluster, and sign in with the role of their service account', () => {
    const { stack, vpc, access } = setUp();
    const cluster = new eks.Cluster(stack, 'Cluster', {
      vpc,
      version: eks.KubernetesVersion.V1_33,
      vpcSubnets: [MACHINE.vpcSubnets],
      defaultCapacityType: eks.DefaultCapacityType.NODEGROUP,
      defaultCapacity: 0,
      endpointAccess: eks.EndpointAccess.PRIVATE,
    });
    podsOf(cluster, stack, access);
    expectAdmitted(stack, { 'Fn::GetAtt': [Match.stringLikeRegexp('^Cluster'), 'ClusterSecurityGroupId'] }, '^PodRole');
    // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ Action: ['sts:AssumeRole', 'sts:TagSession'], Principal: { Service: 'pods.eks.amazonaws.com' } })]),
      },
    });
    // Twice: by the role, and by being admitted; it is one statement.
    const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy', {
      Properties: { Roles: [{ Ref: Match.stringLikeRegexp('^PodRole') }] },
    }));
    expect(policy.Properties.PolicyDocument.Statement).toHaveLength(CONNECT.length + 1);
  });

  test('fails for the security group of the cluster alone, and says whom to pass', () => {
    const { access, stack } = setUp();
    const group = ec2.SecurityGroup.fromSecurityGroupId(stack, 'ClusterGroup', 'sg-0123456789abcdef0');
    const refusal = refusalOf(() => access.admit(group));
    expect(refusal.name).toBe('ClientNotGrantable');
    expect(refusal.message).toContain('the role that is associated with their service account');
  });
});

test('a client is admitted without a warning', () => {
  const { stack, vpc, access } = setUp();
  access.admit(new ec2.Instance(stack, 'Machine', { ...MACHINE, vpc }));
  Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('cdk-keyspaces'));
});
