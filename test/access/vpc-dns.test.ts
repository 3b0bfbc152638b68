import { App, CfnParameter, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { KeyspacesService, PrivateKeyspacesAccess, type PrivateKeyspacesAccessProps } from '../../src';
import { ACCOUNT, literalApp, literalStack, REGION } from '../support/app';
import { isolatedVpc, ZONES } from '../support/network';
import { refusalOf } from '../support/refusal';

function access(scope: Construct, id: string, vpc: ec2.IVpc, props: Partial<PrivateKeyspacesAccessProps> = {}): PrivateKeyspacesAccess {
  return new PrivateKeyspacesAccess(scope, id, { vpc, ...props });
}

/** A VPC that is not made in the app. */
function foreignVpc(scope: Construct, id = 'Foreign', vpcId = 'vpc-0123456789abcdef0'): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(scope, id, { vpcId, availabilityZones: ZONES, isolatedSubnetIds: ['subnet-1', 'subnet-2'] });
}

const FOREIGN = 'cdk-keyspaces:privateDnsForWholeVpc';
const OFF = 'cdk-keyspaces:privateDnsOff';

// https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
describe('private DNS turned off', () => {
  test('makes an endpoint that is found by its own host name, and says what breaks', () => {
    const stack = literalStack();
    const made = access(stack, 'Access', isolatedVpc(stack), { privateDns: false });
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::VPCEndpoint', { PrivateDnsEnabled: false });
    const entries = { 'Fn::GetAtt': [expect.stringContaining('AccessEndpoint'), 'DnsEntries'] };
    expect(stack.resolve(made.hostName)).toEqual({ 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, entries] }] }] });
    const [warning] = Annotations.fromStack(stack).findWarning('/Stack/Access', Match.stringLikeRegexp(OFF));
    for (const part of ['cassandra.us-east-1.amazonaws.com', 'cassandra.us-east-1.api.aws', 'certificate', 'Teleport']) {
      expect(warning.entry.data).toContain(part);
    }
  });

  test('is not spoken of where it is on', () => {
    const stack = literalStack();
    access(stack, 'Access', isolatedVpc(stack));
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });
});

describe('private DNS in a VPC that is not of the app', () => {
  test('is warned about, with the order of a migration', () => {
    const stack = literalStack();
    access(stack, 'Access', foreignVpc(stack));
    const [warning] = Annotations.fromStack(stack).findWarning('/Stack/Access', Match.stringLikeRegexp(FOREIGN));
    expect(warning.entry.data).toMatch(/vpc-0123456789abcdef0.*privateDns: false first, admit all of them, then turn private DNS on/);
  });

  test('is not warned about as long as it is off', () => {
    const stack = literalStack();
    access(stack, 'Access', foreignVpc(stack), { privateDns: false });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp(FOREIGN));
  });

  test('is warned about also where the id of the VPC is a token from elsewhere', () => {
    const stack = literalStack();
    access(stack, 'Access', foreignVpc(stack, 'Foreign', Fn.importValue('VpcId')));
    Annotations.fromStack(stack).hasWarning('/Stack/Access', Match.stringLikeRegexp(`Stack/Foreign.*${FOREIGN}`));
  });

  test('is not judged while the VPC is looked up', () => {
    const stack = literalStack();
    access(stack, 'Access', ec2.Vpc.fromLookup(stack, 'One', { vpcName: 'one' }));
    expect(() => access(stack, 'Other', ec2.Vpc.fromLookup(stack, 'Two', { vpcName: 'two' }))).not.toThrow();
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });
});

describe('a second access with private DNS for one service in one VPC', () => {
  test('fails, and points to the first', () => {
    const stack = literalStack();
    const vpc = isolatedVpc(stack);
    access(stack, 'First', vpc);
    const refusal = refusalOf(() => access(stack, 'Second', vpc));
    expect(refusal.name).toBe('PrivateDnsTaken');
    expect(refusal.message).toContain('Stack/First');
    expect(refusal.message).toContain('PrivateKeyspacesAccess.fromAttributes()');
  });

  test('fails from another stack of the app, or from a nested one', () => {
    const app = literalApp();
    const network = literalStack(app, 'Network');
    const vpc = isolatedVpc(network);
    access(network, 'First', vpc);
    expect(refusalOf(() => access(literalStack(app, 'Other'), 'Second', vpc)).name).toBe('PrivateDnsTaken');
    expect(refusalOf(() => access(new NestedStack(network, 'Nested'), 'Second', vpc)).name).toBe('PrivateDnsTaken');
  });

  test('fails where the VPC is given by its id', () => {
    const stack = literalStack();
    const vpc = isolatedVpc(stack);
    access(stack, 'First', vpc);
    expect(refusalOf(() => access(stack, 'Second', foreignVpc(stack, 'Again', vpc.vpcId))).name).toBe('PrivateDnsTaken');
    access(stack, 'Third', foreignVpc(stack, 'One'));
    expect(refusalOf(() => access(stack, 'Fourth', foreignVpc(stack, 'Two'))).name).toBe('PrivateDnsTaken');
  });

  test('fails at synthesis where plain CDK makes the other endpoint', () => {
    const stack = literalStack();
    const vpc = isolatedVpc(stack);
    access(stack, 'Access', vpc);
    vpc.addInterfaceEndpoint('Plain', { service: ec2.InterfaceVpcEndpointAwsService.KEYSPACES });
    const { message } = refusalOf(() => Template.fromStack(stack));
    expect(message).toContain('[PrivateDnsTaken]');
    expect(message).toContain('Stack/Vpc/Plain/Resource');
  });

  test('is let through where the endpoint of plain CDK has no private DNS, is for another service, or in another VPC', () => {
    const stack = literalStack();
    const vpc = isolatedVpc(stack);
    access(stack, 'Access', vpc);
    vpc.addInterfaceEndpoint('Off', { service: ec2.InterfaceVpcEndpointAwsService.KEYSPACES, privateDnsEnabled: false });
    vpc.addInterfaceEndpoint('Fips', { service: ec2.InterfaceVpcEndpointAwsService.KEYSPACES_FIPS });
    foreignVpc(stack).addInterfaceEndpoint('Elsewhere', { service: ec2.InterfaceVpcEndpointAwsService.KEYSPACES, open: false });
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('is let through without private DNS', () => {
    const stack = literalStack();
    const vpc = isolatedVpc(stack);
    access(stack, 'First', vpc);
    expect(() => access(stack, 'Second', vpc, { privateDns: false })).not.toThrow();
  });

  test('is let through for each of the services, whose host names differ', () => {
    const stack = literalStack();
    const vpc = isolatedVpc(stack);
    access(stack, 'Cql', vpc);
    access(stack, 'Fips', vpc, { service: KeyspacesService.CQL_FIPS });
    expect(() => access(stack, 'Streams', vpc, { service: KeyspacesService.STREAMS })).not.toThrow();
  });

  test('is let through in another VPC', () => {
    const stack = literalStack();
    access(stack, 'First', isolatedVpc(stack));
    access(stack, 'Second', foreignVpc(stack));
    expect(() => access(stack, 'Third', foreignVpc(stack, 'Other', 'vpc-0fedcba9876543210'))).not.toThrow();
  });

  test('is let through in two apps, in two Stages, and in two accounts', () => {
    const app = literalApp();
    for (const root of [app, literalApp(), new Stage(app, 'Test'), new Stage(app, 'Production')]) {
      const stack = literalStack(root, 'Stack');
      access(stack, 'Access', isolatedVpc(stack));
    }
    const env = (account: string) => ({ env: { account, region: REGION } });
    for (const [id, account] of Object.entries({ Mine: ACCOUNT, Yours: '444455556666' })) {
      const stack = literalStack(app, id, env(account));
      expect(() => access(stack, 'Access', foreignVpc(stack))).not.toThrow();
    }
  });

  test('is let through where nothing says that two parameters are the same', () => {
    const app = new App();
    for (const id of ['One', 'Two']) {
      const stack = new Stack(app, id);
      const { valueAsString } = new CfnParameter(stack, 'VpcId');
      expect(() => access(stack, 'Access', foreignVpc(stack, 'Foreign', valueAsString))).not.toThrow();
    }
  });
});

// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
describe('a VPC whose names do not resolve', () => {
  const settings = [{ enableDnsSupport: false, enableDnsHostnames: false }, { enableDnsHostnames: false }];

  function vpcWith(stack: Stack, props: ec2.VpcProps): ec2.Vpc {
    return new ec2.Vpc(stack, 'Vpc', {
      availabilityZones: ZONES,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
      restrictDefaultSecurityGroup: false,
      ...props,
    });
  }

  test.each(settings)('fails with %o', (props) => {
    const stack = literalStack();
    access(stack, 'Access', vpcWith(stack, props));
    const refusal = refusalOf(() => Template.fromStack(stack));
    expect(refusal.message).toContain('[VpcWithoutDns]');
    expect(refusal.message).toContain('"enableDnsHostnames":false');
    expect(refusal.message).toContain('Stack/Vpc');
  });

  test.each(settings)('is let through with %o where private DNS is off', (props) => {
    const stack = literalStack();
    access(stack, 'Access', vpcWith(stack, props), { privateDns: false });
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('is judged by what it is in the end', () => {
    const stack = literalStack();
    const vpc = vpcWith(stack, {});
    const resource = vpc.node.defaultChild as ec2.CfnVPC;
    access(stack, 'Access', vpc);
    resource.enableDnsSupport = false;
    expect(refusalOf(() => Template.fromStack(stack)).message).toContain('[VpcWithoutDns]');
    const other = literalStack();
    const later = vpcWith(other, { enableDnsHostnames: false });
    access(other, 'Access', later);
    (later.node.defaultChild as ec2.CfnVPC).enableDnsHostnames = true;
    expect(() => Template.fromStack(other)).not.toThrow();
  });

  test('fails where plain CDK leaves host names to their default, which is off', () => {
    const stack = literalStack();
    const plain = new ec2.CfnVPC(stack, 'Plain', { cidrBlock: '10.0.0.0/16' });
    access(stack, 'Access', foreignVpc(stack, 'Vpc', plain.ref));
    const refusal = refusalOf(() => Template.fromStack(stack));
    expect(refusal.message).toContain('[VpcWithoutDns]');
    expect(refusal.message).toContain('{"enableDnsSupport":true,"enableDnsHostnames":false}');
  });

  test('is let through where plain CDK turns them on, or says so only at deployment', () => {
    const stack = literalStack();
    const known = new ec2.CfnVPC(stack, 'Known', { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true });
    const unknown = new ec2.CfnVPC(stack, 'Unknown', { cidrBlock: '10.0.0.0/16', enableDnsHostnames: Fn.conditionIf('On', true, false) });
    for (const { ref, node: { id } } of [known, unknown]) {
      access(stack, `${id}Access`, foreignVpc(stack, `${id}Vpc`, ref));
    }
    expect(() => Template.fromStack(stack)).not.toThrow();
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp(FOREIGN));
  });
});
