import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import {
  CrossAccountAccess, type CrossAccountAccessProps, CrossAccountRole, EndpointPolicy, KeyspacesService, PrivateKeyspacesAccess, Table,
} from '../../../src';
import { literalApp, literalStack } from '../../support/app';
import { isolatedVpc, ZONES } from '../../support/network';
import { refusalOf } from '../../support/refusal';
import { statements } from '../../support/statements';

const OWNER = '777788889999';
const OWNER_ROLE = `arn:aws:iam::${OWNER}:role/keyspaces_access`;
const STS = 'com.amazonaws.us-east-1.sts';
const OWNERS_KEYSPACES = `arn:aws:cassandra:us-east-1:${OWNER}:/keyspace`;

const withNat: typeof isolatedVpc = (scope) =>
  new ec2.Vpc(scope, 'Vpc', { availabilityZones: ZONES, natGateways: 1, restrictDefaultSecurityGroup: false });

/** A VPC that is not made in the app, of isolated subnets alone. */
const foreignVpc = (scope: Construct, id = 'Vpc') => ec2.Vpc.fromVpcAttributes(scope, id, {
  vpcId: 'vpc-0123456789abcdef0',
  availabilityZones: ZONES,
  isolatedSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
  isolatedSubnetRouteTableIds: ['rtb-0123456789abcdef0', 'rtb-0123456789abcdef1'],
});

/** An endpoint for AWS STS that is not made in the app. */
const existingSts = (stack: Stack) => ({
  stsEndpoint: ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Sts', {
    vpcEndpointId: 'vpce-0123456789abcdef0',
    port: 443,
    securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'StsGroup', 'sg-0123456789abcdef0')],
  }),
});

function setUp(
  vpcIn: (scope: Construct) => ec2.IVpc = isolatedVpc,
  props: (stack: Stack) => Partial<CrossAccountAccessProps> = () => ({}),
  endpointPolicy?: EndpointPolicy,
) {
  const stack = literalStack();
  const vpc = vpcIn(stack);
  const access = new PrivateKeyspacesAccess(stack, 'Access', { vpc, endpointPolicy });
  const ownerRole = iam.Role.fromRoleArn(stack, 'OwnerRole', OWNER_ROLE);
  const owner = new CrossAccountAccess(stack, 'Owner', { ownerRole, access, vpc, ...props(stack) });
  return { stack, vpc, access, owner, template: () => Template.fromStack(stack) };
}

function functionIn(stack: Stack, vpc: ec2.IVpc, roleName?: string): lambda.Function {
  return new lambda.Function(stack, 'Function', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
    vpc,
    role: new iam.Role(stack, 'Role', { roleName, assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
  });
}

const group = (logicalId: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`^${logicalId}`), 'GroupId'] });

// https://docs.aws.amazon.com/keyspaces/latest/devguide/access.cross-account.noVPC.setup.html
test('lets a client assume the owner\'s role, and grants nothing on keyspaces: the owner\'s role will ask', () => {
  const { stack, vpc, owner } = setUp();
  owner.admit(functionIn(stack, vpc, 'orders'));
  expect(statements(stack).filter(({ Action: action }) => !/^ec2:/.test([action].flat()[0])))
    .toEqual([{ Action: 'sts:AssumeRole', Effect: 'Allow', Resource: OWNER_ROLE }]);
});

test('leads the client to the endpoint and to AWS STS', () => {
  const { stack, vpc, owner, template } = setUp();
  owner.admit(functionIn(stack, vpc, 'orders'));
  for (const [door, port] of [['AccessSecurityGroup', 9142], ['VpcStsForKeyspacesSecurityGroup', 443]] as const) {
    template().hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      GroupId: group(door),
      SourceSecurityGroupId: group('FunctionSecurityGroup'),
      FromPort: port,
      ToPort: port,
    });
  }
  template().resourceCountIs('AWS::EC2::SecurityGroupIngress', 2);
});

describe('the way to AWS STS', () => {
  test('is an endpoint for the owner\'s role where nobody has a way out', () => {
    setUp().template().hasResourceProperties('AWS::EC2::VPCEndpoint', {
      ServiceName: 'com.amazonaws.us-east-1.sts',
      PolicyDocument: {
        Statement: [{ Sid: 'AssumeTheseRoles', Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole', Resource: OWNER_ROLE }],
      },
    });
  });

  test('is the one there is', () => {
    const { stack, vpc, owner, template } = setUp(undefined, existingSts);
    owner.admit(functionIn(stack, vpc, 'orders'));
    template().resourceCountIs('AWS::EC2::VPCEndpoint', 1);
    template().hasResourceProperties('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-0123456789abcdef0', FromPort: 443 });
  });

  test('is that of the subnets where all have one', () => {
    const { owner, stack, template } = setUp(withNat);
    expect(owner.stsEndpoint).toBeUndefined();
    template().resourceCountIs('AWS::EC2::VPCEndpoint', 1);
    Annotations.fromStack(stack).hasNoWarning('/Stack/Owner', Match.stringLikeRegexp('stsNotReached'));
  });

  test('is warned about where some subnets have none', () => {
    const { stack } = setUp((scope) => new ec2.Vpc(scope, 'Vpc', {
      availabilityZones: ZONES,
      natGateways: 1,
      subnetConfiguration: [
        { name: 'Public', subnetType: ec2.SubnetType.PUBLIC },
        { name: 'Private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
        { name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      ],
      restrictDefaultSecurityGroup: false,
    }));
    Annotations.fromStack(stack).hasWarning('/Stack/Owner', Match.stringLikeRegexp('cdk-keyspaces:stsNotReachedFromIsolatedSubnets'));
  });
});

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
    expect(other(stack, vpc).stsEndpoint).toBe(owner.stsEndpoint);
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

test('in subnets that the owner shares there is nothing to make but the permission', () => {
  const stack = literalStack();
  const vpc = isolatedVpc(stack);
  const owner = new CrossAccountAccess(stack, 'Owner', { ownerRole: iam.Role.fromRoleArn(stack, 'OwnerRole', OWNER_ROLE) });
  owner.admit(functionIn(stack, vpc, 'orders'));
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  expect(statements(stack)).toContainEqual({ Action: 'sts:AssumeRole', Effect: 'Allow', Resource: OWNER_ROLE });
});

describe('the endpoint policy', () => {
  const orders = (stack: Stack) => Table.fromTableArn(stack, 'Orders', `${OWNERS_KEYSPACES}/shop/table/orders`);
  const policyOf = (template: Template) => Object.values(template.findResources('AWS::EC2::VPCEndpoint'))
    .find(({ Properties: { ServiceName: name } }) => name.endsWith('.cassandra'))!.Properties.PolicyDocument;

  test('can let through the owner\'s tables and system keyspaces', () => {
    const stack = literalStack();
    const { template } = setUp(undefined, undefined, EndpointPolicy.restricted({ tables: [orders(stack)] }));
    const resources = policyOf(template()).Statement.flatMap(({ Resource: resource }: any) => resource);
    expect(resources).toContain(`${OWNERS_KEYSPACES}/shop/table/orders`);
    expect(resources).toContain(`${OWNERS_KEYSPACES}/system*`);
  });

  test.each([
    ['the default', undefined],
    ['for reading', EndpointPolicy.readOnly()],
    ['for who is admitted', EndpointPolicy.restricted({ admittedOnly: true })],
  ])('%s is warned about: it knows the keyspaces of this account alone', (_, endpointPolicy) => {
    const { stack } = setUp(undefined, undefined, endpointPolicy);
    Annotations.fromStack(stack).hasWarning('/Stack/Owner', Match.stringLikeRegexp('cdk-keyspaces:ownerKeyspacesStopped'));
  });

  const withStreams = (endpointPolicy?: EndpointPolicy) => setUp(undefined, (stack) => ({
    access: new PrivateKeyspacesAccess(stack, 'Streams', {
      vpc: stack.node.findChild('Vpc') as ec2.Vpc, service: KeyspacesService.STREAMS, endpointPolicy,
    }),
  }));

  // https://docs.aws.amazon.com/keyspaces/latest/devguide/configure-cdc-permissions.html: ListStreams takes no resource.
  test.each([
    ['the default', undefined],
    ['for reading', EndpointPolicy.readOnly()],
  ])('%s of streams is warned about, though it lets everybody list streams', (_, endpointPolicy) => {
    Annotations.fromStack(withStreams(endpointPolicy).stack).hasWarning('/Stack/Owner', Match.stringLikeRegexp('cdk-keyspaces:ownerKeyspacesStopped'));
  });

  test('of streams with the owner\'s tables is not', () => {
    const { stack } = withStreams(EndpointPolicy.restricted({ tables: [orders(literalStack())] }));
    Annotations.fromStack(stack).hasNoWarning('/Stack/Owner', Match.anyValue());
  });

  test('that denies the owner\'s keyspaces alone is warned about', () => {
    const endpointPolicy = EndpointPolicy.document(new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({
        effect: iam.Effect.DENY, principals: [new iam.StarPrincipal()], actions: ['cassandra:*'], resources: [`${OWNERS_KEYSPACES}/*`],
      })],
    }));
    const { stack } = setUp(undefined, undefined, endpointPolicy);
    Annotations.fromStack(stack).hasWarning('/Stack/Owner', Match.stringLikeRegexp('ownerKeyspacesStopped'));
  });

  test.each(['*', `${OWNERS_KEYSPACES}/*`, 'arn:aws:cassandra:us-east-1:*:/keyspace/*'])('of one\'s own with %s is not', (resource) => {
    const endpointPolicy = EndpointPolicy.document(new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({ principals: [new iam.StarPrincipal()], actions: ['cassandra:*'], resources: [resource] })],
    }));
    Annotations.fromStack(setUp(undefined, undefined, endpointPolicy).stack).hasNoWarning('/Stack/Owner', Match.anyValue());
  });

  test('with the owner\'s tables is not, nor is one that is not known', () => {
    const stack = literalStack();
    Annotations.fromStack(setUp(undefined, undefined, EndpointPolicy.restricted({ tables: [orders(stack)] })).stack)
      .hasNoWarning('/Stack/Owner', Match.anyValue());
    const imported = setUp(undefined, (made) => ({
      access: PrivateKeyspacesAccess.fromAttributes(made, 'Existing', { vpcEndpointId: 'vpce-0123456789abcdef0', securityGroups: [] }),
    }));
    Annotations.fromStack(imported.stack).hasNoWarning('/Stack/Owner', Match.anyValue());
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
  test('for who is admitted alone names the owner\'s role, who asks after AssumeRole, and not the client\'s', () => {
    const stack = literalStack();
    const { stack: made, vpc, owner, template } = setUp(undefined, undefined,
      EndpointPolicy.restricted({ tables: [orders(stack)], admittedOnly: true }));
    owner.admit(functionIn(made, vpc, 'orders'));
    const principals = policyOf(template()).Statement.map(({ Condition: condition }: any) => condition.ArnEquals['aws:PrincipalArn']);
    expect([...new Set(principals.flat())]).toEqual([OWNER_ROLE]);
  });
});

test('both accounts in one app need no reference to each other', () => {
  const app = literalApp();
  const owner = literalStack(app, 'Owner', { env: { account: OWNER, region: 'us-east-1' } });
  const client = literalStack(app, 'Client');
  const { role } = new CrossAccountRole(owner, 'Clients', {
    roleName: 'keyspaces_access',
    clients: [{ account: client.account, roleNames: ['orders'] }],
  });
  const vpc = isolatedVpc(client);
  const access = new PrivateKeyspacesAccess(client, 'Access', { vpc });
  new CrossAccountAccess(client, 'Shop', { ownerRole: role, access, vpc }).admit(functionIn(client, vpc, 'orders'));
  app.synth();
  expect(statements(client)).toContainEqual({ Action: 'sts:AssumeRole', Effect: 'Allow', Resource: OWNER_ROLE });
  expect([...owner.dependencies, ...client.dependencies]).toEqual([]);
});

describe('a role whose name only CloudFormation knows', () => {
  test('is warned about, because its owner trusts names', () => {
    const { stack, vpc, owner } = setUp();
    owner.admit(functionIn(stack, vpc));
    Annotations.fromStack(stack).hasWarning('/Stack/Owner', Match.stringLikeRegexp('cdk-keyspaces:clientRoleUnnamed'));
  });

  test('is not, once it is named', () => {
    const { stack, vpc, owner } = setUp();
    owner.admit(functionIn(stack, vpc, 'orders'));
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('clientRoleUnnamed'));
  });

  test('is not looked for in a role that exists already', () => {
    const { stack, owner } = setUp();
    owner.grantAssume(iam.Role.fromRoleName(stack, 'Existing', 'orders'));
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('clientRoleUnnamed'));
  });
});

describe('fails', () => {
  const ownerRole = (stack: Stack) => iam.Role.fromRoleArn(stack, 'OwnerRole', OWNER_ROLE);

  test('with an access and no VPC, with a VPC and no access, with an endpoint for AWS STS alone', () => {
    const stack = literalStack(new App());
    const vpc = isolatedVpc(stack);
    const access = new PrivateKeyspacesAccess(stack, 'Access', { vpc });
    const stsEndpoint = vpc.addInterfaceEndpoint('Sts', { service: ec2.InterfaceVpcEndpointAwsService.STS });
    const role = ownerRole(stack);
    for (const [index, props] of [{ access }, { vpc }, { stsEndpoint }, { vpc, stsEndpoint }].entries()) {
      expect(refusalOf(() => new CrossAccountAccess(stack, `Owner${index}`, { ownerRole: role, ...props })).name).toBe('CrossAccountWayIncomplete');
    }
    expect(() => new CrossAccountAccess(stack, 'Owner', { ownerRole: role, access, vpc, stsEndpoint })).not.toThrow();
  });

  test('for a client that is no principal, and for a principal without a policy', () => {
    const { stack, vpc, owner } = setUp();
    const clients = new ec2.SecurityGroup(stack, 'Clients', { vpc });
    expect(refusalOf(() => owner.admit(clients)).name).toBe('ClientNotGrantable');
    expect(refusalOf(() => owner.admit(clients, new iam.ServicePrincipal('ecs-tasks.amazonaws.com'))).name).toBe('GranteeHoldsNoPolicy');
  });

  test('for a user and for a group, which the owner does not trust; a role may assume', () => {
    const { stack, owner } = setUp();
    for (const principal of [
      new iam.User(stack, 'User', { userName: 'orders' }), iam.User.fromUserName(stack, 'Existing', 'orders'), new iam.Group(stack, 'Group'),
    ]) {
      expect(refusalOf(() => owner.grantAssume(principal)).name).toBe('AssumingPrincipalNotRole');
    }
    expect(() => owner.grantAssume(new iam.Role(stack, 'Role', { roleName: 'orders', assumedBy: new iam.AccountRootPrincipal() }))).not.toThrow();
  });

  test('for an owner\'s role of a stack without an account, which is taken for the client\'s own', () => {
    const app = new App();
    const clients = [{ account: '111122223333', roleNames: ['orders'] }];
    const { role } = new CrossAccountRole(new Stack(app, 'Owner'), 'Clients', { roleName: 'keyspaces_access', clients });
    const client = new Stack(app, 'Client');
    const refusal = refusalOf(() => new CrossAccountAccess(client, 'Owner', { ownerRole: role }));
    expect(refusal.name).toBe('OwnerAccountUnknown');
    expect(refusal.message).toContain('Owner/Clients/Role');

    const arn = new CfnParameter(client, 'OwnerRoleArn').valueAsString;
    for (const known of [
      new CrossAccountRole(literalStack(app, 'Known'), 'Clients', { clients }).role,
      iam.Role.fromRoleArn(client, 'Literal', OWNER_ROLE),
      iam.Role.fromRoleArn(client, 'Parameter', arn),
    ]) {
      expect(() => new CrossAccountAccess(client, known.node.path.replaceAll('/', '-'), { ownerRole: known })).not.toThrow();
    }
  });
});
