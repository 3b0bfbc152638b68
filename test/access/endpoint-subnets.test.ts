import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { KeyspacesService, PrivateKeyspacesAccess, type PrivateKeyspacesAccessProps } from '../../src';
import { ACCOUNT, literalStack } from '../support/app';
import { isolatedVpc, ZONES } from '../support/network';
import { refusalOf } from '../support/refusal';

function access(stack: Stack, vpc: ec2.IVpc = isolatedVpc(stack), props: Partial<PrivateKeyspacesAccessProps> = {}): PrivateKeyspacesAccess {
  return new PrivateKeyspacesAccess(stack, 'Access', { vpc, ...props });
}

function publicVpc(stack: Stack): ec2.Vpc {
  return new ec2.Vpc(stack, 'Vpc', {
    availabilityZones: ZONES,
    subnetConfiguration: [{ name: 'Public', subnetType: ec2.SubnetType.PUBLIC }],
    restrictDefaultSecurityGroup: false,
  });
}

function dualStackVpc(stack: Stack): ec2.Vpc {
  return new ec2.Vpc(stack, 'Vpc', {
    availabilityZones: ZONES,
    natGateways: 0,
    ipProtocol: ec2.IpProtocol.DUAL_STACK,
    subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    restrictDefaultSecurityGroup: false,
  });
}

describe('subnets', () => {
  test('are the private ones where the VPC has others too', () => {
    const stack = literalStack();
    access(stack, new ec2.Vpc(stack, 'Vpc', { availabilityZones: ZONES, natGateways: 1, restrictDefaultSecurityGroup: false }));
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPCEndpoint', {
      SubnetIds: [{ Ref: Match.stringLikeRegexp('VpcPrivateSubnet1') }, { Ref: Match.stringLikeRegexp('VpcPrivateSubnet2') }],
    });
  });

  test('can be chosen', () => {
    const stack = literalStack();
    const vpc = isolatedVpc(stack);
    new PrivateKeyspacesAccess(stack, 'Access', { vpc, subnets: { subnets: vpc.isolatedSubnets.slice(0, 1) } });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPCEndpoint', {
      SubnetIds: [{ Ref: 'VpcIsolatedSubnet1SubnetE48C5737' }],
    });
  });

  test('are one in each zone, however many are chosen', () => {
    const stack = literalStack();
    const vpc = new ec2.Vpc(stack, 'Vpc', {
      availabilityZones: ZONES,
      natGateways: 0,
      subnetConfiguration: ['One', 'Two'].map((name) => ({ name, subnetType: ec2.SubnetType.PRIVATE_ISOLATED })),
      restrictDefaultSecurityGroup: false,
    });
    new PrivateKeyspacesAccess(stack, 'Access', { vpc, subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
    const [endpoint] = Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint'));
    expect(endpoint.Properties.SubnetIds).toHaveLength(2);
  });

  test('of a VPC that is still looked up are not judged', () => {
    const stack = literalStack();
    const vpc = ec2.Vpc.fromLookup(stack, 'Looked up', { vpcId: 'vpc-1234' });
    new PrivateKeyspacesAccess(stack, 'Access', { vpc, subnets: { subnetGroupName: 'Unknown so far' } });
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('in one zone only are warned about', () => {
    const stack = literalStack();
    const vpc = isolatedVpc(stack);
    new PrivateKeyspacesAccess(stack, 'Access', { vpc, subnets: { subnets: vpc.isolatedSubnets.slice(0, 1) } });
    Annotations.fromStack(stack).hasWarning('/Stack/Access', Match.stringLikeRegexp('cdk-keyspaces:singleAvailabilityZone'));
  });

  test('of an endpoint for streams in one zone are warned about, without words on drivers', () => {
    const stack = literalStack();
    const vpc = isolatedVpc(stack);
    access(stack, vpc, { subnets: { subnets: vpc.isolatedSubnets.slice(0, 1) }, service: KeyspacesService.STREAMS });
    const [warning] = Annotations.fromStack(stack).findWarning('/Stack/Access', Match.stringLikeRegexp('cdk-keyspaces:singleAvailabilityZone'));
    expect(warning.entry.data).not.toContain('system.peers');
  });

  test('in two zones are not warned about', () => {
    const stack = literalStack();
    access(stack);
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('may be imported ones that do not tell their zone', () => {
    const stack = literalStack();
    const subnets = ['subnet-1', 'subnet-2'].map((subnetId) => ec2.Subnet.fromSubnetId(stack, subnetId, subnetId));
    expect(() => new PrivateKeyspacesAccess(stack, 'Access', { vpc: isolatedVpc(stack), subnets: { subnets } })).not.toThrow();
    Annotations.fromStack(stack).hasNoWarning('/Stack/Access', Match.anyValue());
  });

  test('are refused where two stand in one zone', () => {
    const stack = literalStack();
    const subnets = ['subnet-1', 'subnet-2'].map((subnetId) => ec2.Subnet.fromSubnetAttributes(stack, subnetId, {
      subnetId, availabilityZone: 'us-east-1a',
    }));
    const refusal = refusalOf(() => new PrivateKeyspacesAccess(stack, 'Access', { vpc: isolatedVpc(stack), subnets: { subnets } }));
    expect(refusal.name).toBe('EndpointSubnetsInOneZone');
    expect(refusal.message).toContain('"us-east-1a"');
  });

  test('are refused where the VPC has public ones only', () => {
    const stack = literalStack();
    const vpc = publicVpc(stack);
    const refusal = refusalOf(() => access(stack, vpc));
    expect(refusal.name).toBe('EndpointSubnetPublic');
    expect(refusal.message).toContain('Stack/Vpc/PublicSubnet1');
    expect(refusal.message).toContain('allowPublicSubnets: true');
  });

  test('are public ones where that is said by name', () => {
    const stack = literalStack();
    access(stack, publicVpc(stack), { allowPublicSubnets: true });
    const [endpoint] = Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint'));
    expect(endpoint.Properties.SubnetIds).toHaveLength(2);
  });
});

// https://docs.aws.amazon.com/keyspaces/latest/devguide/connections.html
describe('zones without the service', () => {
  const looked = 'endpoint-service-availability-zones:account=111122223333:region=us-east-1:serviceName=com.amazonaws.us-east-1.cassandra';

  test('are left out where they are looked up', () => {
    const stack = literalStack();
    stack.node.setContext(looked, ['us-east-1b', 'us-east-1c']);
    access(stack, isolatedVpc(stack), { lookupSupportedAzs: true });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPCEndpoint', { SubnetIds: [{ Ref: Match.stringLikeRegexp('IsolatedSubnet2') }] });
    Annotations.fromStack(stack).hasWarning('/Stack/Access', Match.stringLikeRegexp('cdk-keyspaces:singleAvailabilityZone'));
    Annotations.fromStack(stack).hasNoInfo('*', Match.anyValue());
  });

  test('are remarked upon in us-east-1', () => {
    const stack = literalStack();
    access(stack);
    Annotations.fromStack(stack).hasInfo('/Stack/Access', Match.stringLikeRegexp('lookupSupportedAzs: true.*cdk-keyspaces:zonesOfService'));
  });

  test('are not remarked upon where subnets were chosen, nor in another Region', () => {
    const stack = literalStack();
    access(stack, isolatedVpc(stack), { subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
    const elsewhere = literalStack(undefined, 'Stack', { env: { account: ACCOUNT, region: 'eu-west-1' } });
    access(elsewhere);
    for (const each of [stack, elsewhere]) Annotations.fromStack(each).hasNoInfo('*', Match.anyValue());
  });
});

// https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints-tutorial.create-endpoint.html
describe('IP addresses', () => {
  const DUALSTACK = ec2.VpcEndpointIpAddressType.DUALSTACK;

  test('are left to the default of the service, which is IPv4', () => {
    const stack = literalStack();
    access(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPCEndpoint', { IpAddressType: Match.absent() });
  });

  test('can be of both kinds where the subnets have both', () => {
    const stack = literalStack();
    const { hostName } = access(stack, dualStackVpc(stack), { ipAddressType: DUALSTACK });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPCEndpoint', { IpAddressType: 'dualstack' });
    // https://docs.aws.amazon.com/keyspaces/latest/devguide/dualstack_endpoints.html
    expect(hostName).toBe('cassandra.us-east-1.api.aws');
  });

  test('can be of both kinds where the subnets get theirs later, or nothing is known of them', () => {
    const stack = literalStack();
    const vpc = isolatedVpc(stack);
    access(stack, vpc, { ipAddressType: DUALSTACK });
    for (const subnet of vpc.isolatedSubnets) (subnet.node.findChild('Subnet') as ec2.CfnSubnet).ipv6CidrBlock = '2001:db8::/64';
    const subnets = ['subnet-1', 'subnet-2'].map((subnetId) => ec2.Subnet.fromSubnetId(stack, subnetId, subnetId));
    new PrivateKeyspacesAccess(stack, 'Streams', { vpc, subnets: { subnets }, ipAddressType: DUALSTACK, service: KeyspacesService.STREAMS });
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('of both kinds fail at synthesis where a subnet has IPv4 only', () => {
    const stack = literalStack();
    access(stack, isolatedVpc(stack), { ipAddressType: DUALSTACK });
    const { message } = refusalOf(() => Template.fromStack(stack));
    expect(message).toContain('[EndpointSubnetWithoutIpv6]');
    expect(message).toContain('Stack/Vpc/IsolatedSubnet1');
  });

  test('of IPv6 alone are refused', () => {
    const stack = literalStack();
    const refusal = refusalOf(() => access(stack, dualStackVpc(stack), { ipAddressType: ec2.VpcEndpointIpAddressType.IPV6 }));
    expect(refusal.name).toBe('IpAddressTypeUnsupported');
    expect(refusal.message).toContain('DUALSTACK');
  });
});
