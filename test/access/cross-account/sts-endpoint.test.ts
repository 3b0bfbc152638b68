import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { existingSts, foreignVpc, functionIn, OWNER, OWNER_ROLE, setUp, STS } from './client-account';
import {
  CrossAccountAccess, type CrossAccountAccessProps, CrossAccountRole, KeyspacesService, PrivateKeyspacesAccess,
} from '../../../src';
import { literalApp, literalStack } from '../../support/app';
import { isolatedVpc, ZONES } from '../../support/network';
import { refusalOf } from '../../support/refusal';

describe('private DNS for AWS STS, which cuts off who is not admitted', () => {
  test('is not made where public subnets have a way out already; the isolated ones are warned about', () => {
    const { stack, owner, template } = setUp((scope) => new ec2.Vpc(scope, 'Vpc', {
      availabilityZones: ZONES,
      natGateways: 0,
      subnetConfiguration: [
        { name: 'Public', subnetType: ec2.SubnetType.PUBLIC },
        { name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      ],
      restrictDefaultSecurityGroup: false,
    }));
    expect(owner.stsEndpoint).toBeUndefined();
    template().resourceCountIs('AWS::EC2::VPCEndpoint', 1);
    Annotations.fromStack(stack).hasWarning('/Stack/Owner', Match.stringLikeRegexp('cdk-keyspaces:stsNotReachedFromIsolatedSubnets'));
  });

  test('is warned about in a VPC that is not made here, whose other workloads are not known', () => {
    const { stack, template } = setUp(foreignVpc);
    template().resourcePropertiesCountIs('AWS::EC2::VPCEndpoint', { ServiceName: STS }, 1);
    Annotations.fromStack(stack).hasWarning('/Stack/Owner', Match.stringLikeRegexp('vpc-0123456789abcdef0.*cdk-keyspaces:stsPrivateDnsForWholeVpc'));
  });

  test('is not, in a VPC made here without a way out, nor where the endpoint is given', () => {
    Annotations.fromStack(setUp().stack).hasNoWarning('*', Match.stringLikeRegexp('stsPrivateDnsForWholeVpc'));
    const { stack } = setUp(foreignVpc, existingSts);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('stsPrivateDnsForWholeVpc'));
  });
});

describe('several owners in one VPC', () => {
  const OTHER_ROLE = `arn:aws:iam::${OWNER}:role/streams_access`;
  const assumable = (template: Template) => Object.values(template.findResources('AWS::EC2::VPCEndpoint', { Properties: { ServiceName: STS } }))
    .map(({ Properties: { PolicyDocument: { Statement: [statement] } } }) => statement.Resource);
  const other = (stack: Stack, vpc: ec2.IVpc, props: Partial<CrossAccountAccessProps> = {}) => new CrossAccountAccess(stack, 'Other', {
    ownerRole: iam.Role.fromRoleArn(stack, 'OtherRole', OTHER_ROLE),
    access: new PrivateKeyspacesAccess(stack, 'Streams', { vpc, service: KeyspacesService.STREAMS }),
    vpc,
    ...props,
  });

  // https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html: one with private DNS.
  test('share one endpoint for AWS STS, which is for all of their roles', () => {
    const { stack, vpc, owner, template } = setUp();
    // Not toBe, which would write down both with all around them.
    expect(other(stack, vpc).stsEndpoint === owner.stsEndpoint).toBe(true);
    expect(assumable(template())).toEqual([[OWNER_ROLE, OTHER_ROLE]]);
  });

  test('share it also where the VPC is given by its id, twice', () => {
    const { stack, template } = setUp(foreignVpc);
    other(stack, foreignVpc(stack, 'Again'));
    expect(assumable(template())).toEqual([[OWNER_ROLE, OTHER_ROLE]]);
  });

  test('share it also where one passes it on to the other', () => {
    const { stack, vpc, owner, template } = setUp();
    other(stack, vpc, { stsEndpoint: owner.stsEndpoint });
    expect(assumable(template())).toEqual([[OWNER_ROLE, OTHER_ROLE]]);
  });

  test('make it the same, whoever comes first', () => {
    const idOf = (template: Template) => Object.keys(template.findResources('AWS::EC2::VPCEndpoint', { Properties: { ServiceName: STS } }));
    const stack = literalStack();
    const vpc = isolatedVpc(stack);
    other(stack, vpc);
    expect(idOf(Template.fromStack(stack))).toEqual(idOf(setUp().template()));
  });

  test('may be in several stacks: the endpoint is in that of the VPC, which depends on none of them', () => {
    const app = literalApp();
    const network = literalStack(app, 'Network');
    const vpc = isolatedVpc(network);
    for (const [name, ownerRoleName] of [['One', 'keyspaces_access'], ['Two', 'streams_access']]) {
      const stack = literalStack(app, name);
      const owner = literalStack(app, `${name}Owner`, { env: { account: OWNER, region: 'us-east-1' } });
      const { role } = new CrossAccountRole(owner, 'Clients', { roleName: ownerRoleName, clients: [{ account: stack.account, roleNames: ['orders'] }] });
      const service = name === 'One' ? KeyspacesService.CQL : KeyspacesService.STREAMS;
      new CrossAccountAccess(stack, 'Owner', { ownerRole: role, access: new PrivateKeyspacesAccess(stack, 'Access', { vpc, service }), vpc })
        .admit(functionIn(stack, vpc, 'orders'));
    }
    app.synth();
    expect(assumable(Template.fromStack(network))).toEqual([[OWNER_ROLE, OTHER_ROLE]]);
    expect(network.dependencies).toEqual([]);
  });

  test('of two VPCs have one each', () => {
    const { stack, template } = setUp();
    other(stack, foreignVpc(stack, 'Elsewhere'));
    expect(assumable(template())).toEqual([OWNER_ROLE, OTHER_ROLE]);
  });

  test('fails at synthesis where plain CDK makes a second one', () => {
    const { vpc, template } = setUp();
    vpc.addInterfaceEndpoint('Plain', { service: ec2.InterfaceVpcEndpointAwsService.STS });
    const { message } = refusalOf(() => template());
    expect(message).toContain('[StsEndpointTaken]');
    expect(message).toContain('Stack/Vpc/Plain');
  });

  test('does not where the plain one is given, has no private DNS, or is in another VPC', () => {
    const stack = literalStack();
    const vpc = isolatedVpc(stack);
    const stsEndpoint = vpc.addInterfaceEndpoint('Plain', { service: ec2.InterfaceVpcEndpointAwsService.STS });
    expect(other(stack, vpc, { stsEndpoint }).stsEndpoint).toBe(stsEndpoint);
    expect(() => Template.fromStack(stack)).not.toThrow();

    const { stack: made, vpc: itsVpc, template } = setUp();
    itsVpc.addInterfaceEndpoint('Plain', { service: ec2.InterfaceVpcEndpointAwsService.STS, privateDnsEnabled: false });
    foreignVpc(made, 'Elsewhere').addInterfaceEndpoint('Plain', { service: ec2.InterfaceVpcEndpointAwsService.STS, open: false });
    expect(() => template()).not.toThrow();
  });
});
