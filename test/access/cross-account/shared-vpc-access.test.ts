import { CfnParameter, type Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CrossAccountRole, KeyspacesService, PrivateKeyspacesAccess, SharedVpcAccess, type SharedVpcAccessProps } from '../../../src';
import { literalApp, literalStack } from '../../support/app';
import { isolatedVpc, ZONES } from '../../support/network';
import { refusalOf } from '../../support/refusal';

const CLIENT = '444455556666';

function setUp(props: (vpc: ec2.Vpc, stack: Stack) => Partial<SharedVpcAccessProps> = () => ({}), vpcIn = isolatedVpc) {
  const stack = literalStack();
  const vpc = vpcIn(stack);
  const access = new PrivateKeyspacesAccess(stack, 'Access', { vpc });
  const { role } = new CrossAccountRole(stack, 'Clients', {
    roleName: 'keyspaces_access',
    clients: [{ account: CLIENT, roleNames: ['orders'] }],
    sharedVpcAccess: access,
  });
  const shared = new SharedVpcAccess(stack, 'Shared', { access, vpc, participants: [CLIENT], ownerRoles: [role], ...props(vpc, stack) });
  return { shared, stack, template: () => Template.fromStack(stack) };
}

/** An endpoint for AWS STS that is not made in the app. */
const existingSts = (stack: Stack) => ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Sts', {
  vpcEndpointId: 'vpce-0123456789abcdef0',
  port: 443,
  securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'StsGroup', 'sg-0123456789abcdef0')],
});

const group = (logicalId: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`^${logicalId}`), 'GroupId'] });
const [KEYSPACES_DOOR, STS_DOOR, CLIENTS] = ['AccessSecurityGroup', 'VpcStsForKeyspacesSecurityGroup', 'SharedClientSecurityGroup'].map(group);
const DOORS = [[KEYSPACES_DOOR, 9142], [STS_DOOR, 443]] as const;

const shareIn = (template: Template) => Object.values(template.findResources('AWS::RAM::ResourceShare'))[0].Properties;

// https://docs.aws.amazon.com/vpc/latest/userguide/security-group-sharing.html
test('shares the subnets, and a security group for the clients, within the organization', () => {
  const share = shareIn(setUp().template());
  expect(share).toMatchObject({ AllowExternalPrincipals: false, Principals: [CLIENT] });
  const arns = share.ResourceArns.map(({ 'Fn::Join': [, [text, id]] }: any) => `${text}<${id.Ref ?? id['Fn::GetAtt'].join('.')}>`);
  expect(arns).toEqual([
    expect.stringMatching(/^arn:aws:ec2:us-east-1:111122223333:subnet\/<VpcIsolatedSubnet1/),
    expect.stringMatching(/^arn:aws:ec2:us-east-1:111122223333:subnet\/<VpcIsolatedSubnet2/),
    expect.stringMatching(/^arn:aws:ec2:us-east-1:111122223333:security-group\/<SharedClientSecurityGroup\w+\.GroupId>$/),
  ]);
});

test('shares the subnets that are chosen', () => {
  const share = shareIn(setUp(({ isolatedSubnets }) => ({ subnets: { subnets: isolatedSubnets.slice(1) } })).template());
  expect(JSON.stringify(share.ResourceArns)).toContain('VpcIsolatedSubnet2');
  expect(JSON.stringify(share.ResourceArns)).not.toContain('VpcIsolatedSubnet1');
});

test('the shared security group leads to Amazon Keyspaces and to AWS STS, and nowhere else', () => {
  const template = setUp().template();
  for (const [door, port] of DOORS) {
    const rule = { IpProtocol: 'tcp', FromPort: port, ToPort: port };
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', { ...rule, GroupId: door, SourceSecurityGroupId: CLIENTS });
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { ...rule, GroupId: CLIENTS, DestinationSecurityGroupId: door });
  }
  template.resourceCountIs('AWS::EC2::SecurityGroupIngress', DOORS.length);
  template.resourceCountIs('AWS::EC2::SecurityGroupEgress', DOORS.length);
});

// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-share-limitations.html: interface endpoints are the owner's.
test('makes an endpoint for AWS STS where nobody has a way out, for the owner\'s roles only', () => {
  setUp().template().hasResourceProperties('AWS::EC2::VPCEndpoint', {
    ServiceName: 'com.amazonaws.us-east-1.sts',
    PrivateDnsEnabled: true,
    SecurityGroupIds: [STS_DOOR],
    PolicyDocument: {
      Statement: [{
        Sid: 'AssumeTheseRoles',
        Effect: 'Allow',
        Principal: '*',
        Action: 'sts:AssumeRole',
        Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ClientsRole'), 'Arn'] },
      }],
    },
  });
});

describe('where some subnets have a way out, over which AWS STS may be in use', () => {
  const { PUBLIC, PRIVATE_WITH_EGRESS, PRIVATE_ISOLATED } = ec2.SubnetType;
  const vpcOf = (...types: ec2.SubnetType[]): typeof isolatedVpc => (scope) => new ec2.Vpc(scope, 'Vpc', {
    availabilityZones: ZONES,
    natGateways: types.includes(PRIVATE_WITH_EGRESS) ? 1 : 0,
    subnetConfiguration: types.map((subnetType) => ({ name: subnetType, subnetType })),
    restrictDefaultSecurityGroup: false,
  });
  const isolated = ({ isolatedSubnets }: ec2.Vpc) => ({ subnets: { subnets: isolatedSubnets } });

  test.each([
    ['the clients in subnets with NAT', vpcOf(PUBLIC, PRIVATE_WITH_EGRESS), undefined],
    ['the clients in isolated subnets beside those with NAT', vpcOf(PUBLIC, PRIVATE_WITH_EGRESS, PRIVATE_ISOLATED), isolated],
    ['the clients in isolated subnets beside public ones', vpcOf(PUBLIC, PRIVATE_ISOLATED), isolated],
  ])('no endpoint is made, and %s are warned about: the shared security group does not lead to AWS STS', (_, vpcIn, props) => {
    const { shared, stack, template } = setUp(props, vpcIn);
    expect(shared.stsEndpoint).toBeUndefined();
    template().resourceCountIs('AWS::EC2::VPCEndpoint', 1);
    Annotations.fromStack(stack).hasWarning('/Stack/Shared', Match.stringLikeRegexp('cdk-keyspaces:stsNotReachedByClients'));
  });

  test('nothing is warned about with an endpoint that is given', () => {
    const { stack } = setUp((_, scope) => ({ stsEndpoint: existingSts(scope) }), vpcOf(PUBLIC, PRIVATE_WITH_EGRESS));
    Annotations.fromStack(stack).hasNoWarning('/Stack/Shared', Match.anyValue());
  });
});

test('nothing is warned about where no subnet has a way out', () => {
  Annotations.fromStack(setUp().stack).hasNoWarning('/Stack/Shared', Match.anyValue());
});

test('two of one VPC share the endpoint for AWS STS, which is for the roles of both', () => {
  const { shared, stack, template } = setUp((vpc, scope) => {
    const access = scope.node.findChild('Access') as PrivateKeyspacesAccess;
    const { role } = new CrossAccountRole(scope, 'Others', { roleName: 'others', clients: [{ account: CLIENT, roleNames: ['returns'] }] });
    new SharedVpcAccess(scope, 'First', { access, vpc, participants: ['777788889999'], ownerRoles: [role] });
    return {};
  });
  expect(stack.node.findChild('First')).toHaveProperty('stsEndpoint', shared.stsEndpoint);
  template().resourcePropertiesCountIs('AWS::EC2::VPCEndpoint', { ServiceName: 'com.amazonaws.us-east-1.sts' }, 1);
  template().hasResourceProperties('AWS::EC2::VPCEndpoint', {
    PolicyDocument: {
      Statement: [Match.objectLike({
        Resource: ['^OthersRole', '^ClientsRole'].map((id) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(id), 'Arn'] })),
      })],
    },
  });
});

test('names roles of another stack than that of the VPC literally: the endpoint for AWS STS is deployed before them', () => {
  const app = literalApp();
  const [network, stack] = ['Network', 'Stack'].map((id) => literalStack(app, id));
  const vpc = isolatedVpc(network);
  const access = new PrivateKeyspacesAccess(stack, 'Access', { vpc });
  const { role } = new CrossAccountRole(stack, 'Clients', { roleName: 'keyspaces_access', clients: [{ account: CLIENT, roleNames: ['orders'] }] });
  new SharedVpcAccess(stack, 'Shared', { access, vpc, participants: [CLIENT], ownerRoles: [role] });
  app.synth();
  Template.fromStack(network).hasResourceProperties('AWS::EC2::VPCEndpoint', {
    PolicyDocument: { Statement: [Match.objectLike({ Resource: 'arn:aws:iam::111122223333:role/keyspaces_access' })] },
  });
  expect(network.dependencies).toEqual([]);
});

test('takes a role of another stack whose name CloudFormation makes, where it is in the stack of the VPC: that role is deployed first', () => {
  const app = literalApp();
  const [roles, stack] = ['Roles', 'Stack'].map((id) => literalStack(app, id));
  const vpc = isolatedVpc(stack);
  const role = new iam.Role(roles, 'Role', { assumedBy: new iam.AccountPrincipal(CLIENT) });
  new SharedVpcAccess(stack, 'Shared', { access: new PrivateKeyspacesAccess(stack, 'Access', { vpc }), vpc, participants: [CLIENT], ownerRoles: [role] });
  app.synth();
  expect(stack.dependencies).toEqual([roles]);
});

test('takes the endpoint for AWS STS that there is, and admits the clients to it', () => {
  const { template } = setUp((_, stack) => ({ stsEndpoint: existingSts(stack) }));
  template().resourceCountIs('AWS::EC2::VPCEndpoint', 1);
  template().hasResourceProperties('AWS::EC2::SecurityGroupIngress', { GroupId: 'sg-0123456789abcdef0', FromPort: 443, SourceSecurityGroupId: CLIENTS });
});

test('admits a security group of a participant by its account and id', () => {
  const { shared, template } = setUp();
  shared.admitSecurityGroup(CLIENT, 'sg-0fedcba9876543210');
  for (const [door, port] of DOORS) {
    template().hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      GroupId: door,
      SourceSecurityGroupId: 'sg-0fedcba9876543210',
      SourceSecurityGroupOwnerId: CLIENT,
      IpProtocol: 'tcp',
      FromPort: port,
      ToPort: port,
    });
  }
});

// https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.endpoints.html
describe('callers of the API', () => {
  const apiOf = (template: Template, source: unknown = CLIENTS) => template.findResources('AWS::EC2::SecurityGroupIngress', {
    Properties: { GroupId: KEYSPACES_DOOR, SourceSecurityGroupId: source, FromPort: 443, ToPort: 443 },
  });

  test('are let through to port 443 where that is said, with the shared security group and with their own', () => {
    const { shared, template } = setUp(() => ({ admitToApi: true }));
    shared.admitSecurityGroup(CLIENT, 'sg-0fedcba9876543210');
    for (const source of [CLIENTS, 'sg-0fedcba9876543210']) {
      for (const [door, port] of [...DOORS, [KEYSPACES_DOOR, 443]] as const) {
        template().hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
          GroupId: door, SourceSecurityGroupId: source, IpProtocol: 'tcp', FromPort: port, ToPort: port,
        });
      }
    }
    template().hasResourceProperties('AWS::EC2::SecurityGroupEgress', { GroupId: CLIENTS, DestinationSecurityGroupId: KEYSPACES_DOOR, FromPort: 443 });
    template().resourceCountIs('AWS::EC2::SecurityGroupIngress', 2 * (DOORS.length + 1));
  });

  test('are not, where nothing is said of them', () => {
    const { shared, template } = setUp();
    shared.admitSecurityGroup(CLIENT, 'sg-0fedcba9876543210');
    expect([apiOf(template()), apiOf(template(), 'sg-0fedcba9876543210')]).toEqual([{}, {}]);
  });

  test('come by rules beside the others, which stay as they are', () => {
    const rulesOf = (admitToApi: boolean) => {
      const { shared, template } = setUp(() => ({ admitToApi }));
      shared.admitSecurityGroup(CLIENT, 'sg-0fedcba9876543210');
      return template().findResources('AWS::EC2::SecurityGroupIngress');
    };
    expect(rulesOf(true)).toMatchObject(rulesOf(false));
  });

  test('of streams come by the port that all do', () => {
    const rules = [true, false].map((admitToApi) => {
      const { shared, template } = setUp((vpc, stack) => ({
        admitToApi, access: new PrivateKeyspacesAccess(stack, 'Streams', { vpc, service: KeyspacesService.STREAMS }),
      }));
      shared.admitSecurityGroup(CLIENT, 'sg-0fedcba9876543210');
      return template().findResources('AWS::EC2::SecurityGroupIngress');
    });
    expect(rules[0]).toEqual(rules[1]);
    expect(Object.keys(rules[0])).toHaveLength(2 * DOORS.length);
  });
});

test('admits several security groups in tokens', () => {
  const { shared, stack, template } = setUp();
  for (const id of ['One', 'Other']) shared.admitSecurityGroup(CLIENT, new CfnParameter(stack, id).valueAsString);
  for (const id of ['One', 'Other']) {
    template().resourcePropertiesCountIs('AWS::EC2::SecurityGroupIngress', { SourceSecurityGroupId: { Ref: id } }, DOORS.length);
  }
});

test('fails without a role that participants may assume', () => {
  expect(refusalOf(() => setUp(() => ({ ownerRoles: [] }))).name).toBe('OwnerRolesMissing');
});

test('fails without participants', () => {
  expect(refusalOf(() => setUp(() => ({ participants: [] }))).name).toBe('VpcParticipantsMissing');
});
