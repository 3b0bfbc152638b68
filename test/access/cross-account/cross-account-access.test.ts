import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { existingSts, functionIn, group, OWNER, OWNER_ROLE, setUp, withNat } from './client-account';
import {
  CrossAccountAccess, CrossAccountRole, KeyspacesService, PrivateKeyspacesAccess,
} from '../../../src';
import { literalApp, literalStack } from '../../support/app';
import { isolatedVpc, ZONES } from '../../support/network';
import { refusalOf } from '../../support/refusal';
import { statements } from '../../support/statements';

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

// https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.endpoints.html
describe('a caller of the API', () => {
  const rulesOf = (template: Template) => Object.values(template.findResources('AWS::EC2::SecurityGroupIngress'))
    .map(({ Properties: { GroupId: { 'Fn::GetAtt': [door] }, FromPort: from, ToPort: to } }) => `${door.replace(/SecurityGroup.*/, '')} ${from}-${to}`).sort();

  test('is led to port 443 of the endpoint and to AWS STS, not to CQL, and may assume the owner\'s role', () => {
    const { stack, vpc, owner, template } = setUp();
    owner.admitToApi(functionIn(stack, vpc, 'orders'));
    expect(rulesOf(template())).toEqual(['Access 443-443', 'VpcStsForKeyspaces 443-443']);
    expect(statements(stack)).toContainEqual({ Action: 'sts:AssumeRole', Effect: 'Allow', Resource: OWNER_ROLE });
  });

  test('is also led to CQL where it is admitted there too, and to AWS STS once', () => {
    const { stack, vpc, owner, template } = setUp();
    const client = functionIn(stack, vpc, 'orders');
    owner.admit(client);
    owner.admitToApi(client);
    expect(rulesOf(template())).toEqual(['Access 443-443', 'Access 9142-9142', 'VpcStsForKeyspaces 443-443']);
  });

  test('of streams is led as everybody is', () => {
    const rules = (['admit', 'admitToApi'] as const).map((admit) => {
      const { stack, vpc, owner, template } = setUp(undefined, (made) => ({
        access: new PrivateKeyspacesAccess(made, 'Streams', { vpc: made.node.findChild('Vpc') as ec2.Vpc, service: KeyspacesService.STREAMS }),
      }));
      owner[admit](functionIn(stack, vpc, 'orders'));
      return template().findResources('AWS::EC2::SecurityGroupIngress');
    });
    expect(rules[0]).toEqual(rules[1]);
    expect(Object.keys(rules[0])).toHaveLength(2);
  });

  test('needs a grantee where it is no principal', () => {
    const { stack, vpc, owner } = setUp();
    const client = new ec2.SecurityGroup(stack, 'Clients', { vpc });
    expect(refusalOf(() => owner.admitToApi(client)).name).toBe('ClientNotGrantable');
    expect(() => owner.admitToApi(client, iam.Role.fromRoleName(stack, 'Existing', 'orders'))).not.toThrow();
  });
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
