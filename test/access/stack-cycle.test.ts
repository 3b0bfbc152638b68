import { type App, NestedStack, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { imported, SERVICE } from './endpoint-policies';
import { PrivateKeyspacesAccess, type PrivateKeyspacesAccessProps } from '../../src';
import { literalApp, literalStack } from '../support/app';
import { isolatedVpc, ZONES } from '../support/network';
import { refusalOf } from '../support/refusal';
import { cycle, resourceGraph, stackGraph } from '../templates/dependency-graph';

const SPOKE_ID = 'vpc-0123456789abcdef0';

function stacksOf<Name extends string>(...names: Name[]): Record<Name, Stack> & { app: App } {
  const app = literalApp();
  return { app, ...Object.fromEntries(names.map((name) => [name, literalStack(app, name)])) as Record<Name, Stack> };
}

function share(stack: Stack, spoke: ec2.IVpc, props: Partial<PrivateKeyspacesAccessProps> = {}): PrivateKeyspacesAccess {
  return new PrivateKeyspacesAccess(stack, 'Access', { vpc: isolatedVpc(stack), sharedWith: [spoke], ...props });
}

const clientIn = (stack: Stack, vpc: ec2.IVpc) => new ec2.SecurityGroup(stack, 'Client', { vpc, allowAllOutbound: false });
const roleIn = (stack: Stack) => new iam.Role(stack, 'Role', { assumedBy: SERVICE });
const admit = (access: PrivateKeyspacesAccess, stack: Stack, vpc: ec2.IVpc) => access.admit(clientIn(stack, vpc), roleIn(stack));

function expectNoCycle(app: App): void {
  const assembly = app.synth();
  expect(cycle(stackGraph(assembly))).toBeUndefined();
  for (const { template } of assembly.stacks) expect(cycle(resourceGraph(template))).toBeUndefined();
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-hostedzone.html: the VPCs of a zone are its property.
describe('an endpoint that is shared with a VPC of another stack', () => {
  test('has clients there, which are of a third stack: VPC, endpoint and clients are deployed in that order', () => {
    const { app, Spoke, Hub, Service } = stacksOf('Spoke', 'Hub', 'Service');
    const spoke = isolatedVpc(Spoke);
    admit(share(Hub, spoke), Service, spoke);
    expectNoCycle(app);
    expect([Spoke, Hub, Service].map(({ dependencies }) => dependencies.map(({ stackName }) => stackName).sort())).toEqual([[], ['Spoke'], ['Hub', 'Spoke']]);
    Template.fromStack(Hub).allResourcesProperties('AWS::Route53::HostedZone', {
      VPCs: [Match.anyValue(), { VPCId: { 'Fn::ImportValue': Match.stringLikeRegexp('^Spoke:') }, VPCRegion: 'us-east-1' }],
    });
    Template.fromStack(Service).hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      GroupId: { 'Fn::ImportValue': Match.stringLikeRegexp('^Hub:') }, FromPort: 9142,
    });
  });

  test('has clients of its own stack', () => {
    const { app, Spoke, Hub } = stacksOf('Spoke', 'Hub');
    const spoke = isolatedVpc(Spoke);
    admit(share(Hub, spoke), Hub, spoke);
    expectNoCycle(app);
  });

  test('fails for a client of the stack of that VPC, by name and with the way out', () => {
    const { Spoke, Hub } = stacksOf('Spoke', 'Hub');
    const spoke = isolatedVpc(Spoke);
    const refusal = refusalOf(() => admit(share(Hub, spoke), Spoke, spoke));
    expect(refusal.name).toBe('ClientInStackOfVpc');
    expect(refusal.message).toMatch(/"Spoke\/Client".*Spoke\/Vpc.*a stack of its own.*fromVpcAttributes.*\[ClientInStackOfVpc\]$/);
  });

  test('fails so for callers of the API too', () => {
    const { Spoke, Hub } = stacksOf('Spoke', 'Hub');
    const spoke = isolatedVpc(Spoke);
    const access = share(Hub, spoke);
    expect(refusalOf(() => access.admitToApi(clientIn(Spoke, spoke), roleIn(Spoke))).name).toBe('ClientInStackOfVpc');
  });

  test('has clients of that stack where the VPC is given by its id', () => {
    const { app, Spoke, Hub } = stacksOf('Spoke', 'Hub');
    const spoke = isolatedVpc(Spoke);
    admit(share(Hub, ec2.Vpc.fromVpcAttributes(Hub, 'Spoke', { vpcId: SPOKE_ID, availabilityZones: ZONES })), Spoke, spoke);
    expectNoCycle(app);
    expect(Spoke.dependencies).toEqual([Hub]);
    Template.fromStack(Hub).allResourcesProperties('AWS::Route53::HostedZone', { VPCs: [Match.anyValue(), { VPCId: SPOKE_ID, VPCRegion: 'us-east-1' }] });
  });

  test('has clients of that stack where its security groups need nothing of it', () => {
    const { app, Spoke, Hub, Groups } = stacksOf('Spoke', 'Hub', 'Groups');
    const spoke = isolatedVpc(Spoke);
    const vpc = isolatedVpc(Groups);
    const group = new ec2.SecurityGroup(Groups, 'Group', { vpc, allowAllOutbound: false });
    const securityGroups = [group, ec2.SecurityGroup.fromSecurityGroupId(Hub, 'Given', 'sg-0123456789abcdef0')];
    admit(share(Hub, spoke, { vpc, securityGroups }), Spoke, spoke);
    expectNoCycle(app);
  });
});

describe('an endpoint in a VPC of another stack', () => {
  test('fails for a client of the stack of the VPC, and has one of a third stack', () => {
    const { app, Network, Access, Service } = stacksOf('Network', 'Access', 'Service');
    const vpc = isolatedVpc(Network);
    const access = new PrivateKeyspacesAccess(Access, 'Access', { vpc });
    admit(access, Service, vpc);
    expectNoCycle(app);
    expect(refusalOf(() => admit(access, Network, vpc)).name).toBe('ClientInStackOfVpc');
  });

  test('is required of a role of a third stack, and of none of the stack of the VPC', () => {
    const { app, Network, Access, Service } = stacksOf('Network', 'Access', 'Service');
    const access = new PrivateKeyspacesAccess(Access, 'Access', { vpc: isolatedVpc(Network) });
    const tables = [imported(Service, 'shop', 'orders')];
    PrivateKeyspacesAccess.require(roleIn(Service), { accesses: [access], tables });
    expectNoCycle(app);
    expect(refusalOf(() => PrivateKeyspacesAccess.require(roleIn(Network), { accesses: [access], tables })).name).toBe('ClientInStackOfVpc');
  });
});

// A nested stack is a resource of the one around it, and needs what it is given.
describe('in nested stacks', () => {
  test('fails for a client beside the VPC, of another nested stack than the endpoint', () => {
    const parent = literalStack();
    const [network, hub] = ['Network', 'Hub'].map((id) => new NestedStack(parent, id));
    const spoke = isolatedVpc(network);
    expect(refusalOf(() => admit(share(hub, spoke), network, spoke)).name).toBe('ClientInStackOfVpc');
  });

  test('fails for a client beside its own VPC, where the endpoint is in the stack around them', () => {
    const parent = literalStack();
    const network = new NestedStack(parent, 'Network');
    const vpc = isolatedVpc(network);
    const access = new PrivateKeyspacesAccess(parent, 'Access', { vpc });
    expect(refusalOf(() => admit(access, network, vpc)).name).toBe('ClientInStackOfVpc');
    expect(() => admit(access, new NestedStack(parent, 'Service'), vpc)).not.toThrow();
    expectNoCycle(parent.node.root as App);
  });

  test('has a client beside the VPC that shares it, where the endpoint is in the stack around them', () => {
    const parent = literalStack();
    const network = new NestedStack(parent, 'Network');
    const spoke = isolatedVpc(network);
    admit(share(parent, spoke), network, spoke);
    expectNoCycle(parent.node.root as App);
  });

  test('has a client of a third one, or beside the VPC in the stack around them', () => {
    const parent = literalStack();
    const [network, hub, service] = ['Network', 'Hub', 'Service'].map((id) => new NestedStack(parent, id));
    const spoke = isolatedVpc(network);
    admit(share(hub, spoke), service, spoke);
    expectNoCycle(parent.node.root as App);

    const around = literalStack();
    const vpc = isolatedVpc(around);
    admit(share(new NestedStack(around, 'Hub'), vpc), around, vpc);
    expectNoCycle(around.node.root as App);
  });
});
