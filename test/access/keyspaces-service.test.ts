import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { KeyspacesService, PrivateKeyspacesAccess } from '../../src';
import { ACCOUNT, literalApp } from '../support/app';
import { refusalOf } from '../support/refusal';

type Service = 'CQL' | 'CQL_FIPS' | 'STREAMS';

function stackIn(region: string): Stack {
  return new Stack(literalApp(), 'Stack', { env: { account: ACCOUNT, region } });
}

function accessIn(stack: Stack, service?: KeyspacesService): PrivateKeyspacesAccess {
  const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, restrictDefaultSecurityGroup: false });
  return new PrivateKeyspacesAccess(stack, 'Access', { vpc, service });
}

function serviceName(stack: Stack): unknown {
  const [endpoint] = Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint'));
  return endpoint.Properties.ServiceName;
}

// https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints-tutorial.create-endpoint.html
describe('the endpoint service', () => {
  test.each<[Service, string, string]>([
    ['CQL', 'us-east-1', 'com.amazonaws.us-east-1.cassandra'],
    ['CQL_FIPS', 'us-east-1', 'com.amazonaws.us-east-1.cassandra-fips'],
    ['STREAMS', 'us-east-1', 'api.aws.us-east-1.cassandra-streams'],
    ['CQL', 'cn-north-1', 'cn.com.amazonaws.cn-north-1.cassandra'],
    ['CQL', 'cn-northwest-1', 'cn.com.amazonaws.cn-northwest-1.cassandra'],
    ['CQL', 'us-gov-west-1', 'com.amazonaws.us-gov-west-1.cassandra'],
  ])('of %s in %s is %s', (service, region, expected) => {
    const stack = stackIn(region);
    accessIn(stack, KeyspacesService[service]);
    expect(serviceName(stack)).toBe(expected);
  });

  test('is that of CQL by default', () => {
    const stack = stackIn('eu-west-1');
    expect(accessIn(stack).service).toBe(KeyspacesService.CQL);
    expect(serviceName(stack)).toBe('com.amazonaws.eu-west-1.cassandra');
  });

  test('follows a Region that is known only at deployment', () => {
    const stack = new Stack(new App(), 'Stack');
    accessIn(stack, KeyspacesService.CQL_FIPS);
    expect(serviceName(stack)).toEqual({ 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, '.cassandra-fips']] });
  });
});

// https://docs.aws.amazon.com/general/latest/gr/keyspaces.html
// https://docs.aws.amazon.com/keyspaces/latest/devguide/CDC_access-endpoints.html
describe('the host name to connect to', () => {
  test.each<[Service, string, string]>([
    ['CQL', 'us-east-1', 'cassandra.us-east-1.amazonaws.com'],
    ['CQL_FIPS', 'us-west-2', 'cassandra-fips.us-west-2.amazonaws.com'],
    ['STREAMS', 'eu-west-1', 'cassandra-streams.eu-west-1.api.aws'],
    ['STREAMS', 'cn-north-1', 'cassandra-streams.cn-north-1.api.aws'],
    ['CQL', 'us-gov-east-1', 'cassandra.us-gov-east-1.amazonaws.com'],
    ['CQL', 'cn-north-1', 'cassandra.cn-north-1.amazonaws.com.cn'],
    ...[
      'ap-east-2', 'ap-northeast-3', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-6', 'eu-central-2', 'eu-south-1',
      'eu-south-2', 'il-central-1', 'mx-central-1',
    ].map((region): [Service, string, string] => ['CQL', region, `cassandra.${region}.api.aws`]),
  ])('of %s in %s is %s', (service, region, expected) => {
    expect(accessIn(stackIn(region), KeyspacesService[service]).hostName).toBe(expected);
  });

  test('is that of most Regions where the Region is known only at deployment', () => {
    const stack = new Stack(new App(), 'Stack');
    const { hostName } = accessIn(stack);
    expect(stack.resolve(hostName)).toEqual({ 'Fn::Join': ['', ['cassandra.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] });
  });
});

describe('the port', () => {
  test.each<[Service, string]>([
    ['CQL', '9142'],
    ['CQL_FIPS', '9142'],
    ['STREAMS', '443'],
  ])('of %s is %s', (service, port) => {
    expect(accessIn(stackIn('us-east-1'), KeyspacesService[service]).connections.defaultPort?.toString()).toBe(port);
  });
});

// https://docs.aws.amazon.com/general/latest/gr/keyspaces.html
describe('a FIPS endpoint', () => {
  test.each(['us-east-1', 'us-west-2'])('can be had in %s', (region) => {
    expect(() => accessIn(stackIn(region), KeyspacesService.CQL_FIPS)).not.toThrow();
  });

  test('fails where there is none', () => {
    const refusal = refusalOf(() => accessIn(stackIn('eu-west-1'), KeyspacesService.CQL_FIPS));
    expect(refusal.name).toBe('FipsEndpointMissing');
    expect(refusal.message).toContain('"eu-west-1"');
    expect(refusal.message).toContain('or make this in a stack of one of those Regions');
  });

  test('fails in GovCloud, where the endpoint of CQL is one', () => {
    const refusal = refusalOf(() => accessIn(stackIn('us-gov-west-1'), KeyspacesService.CQL_FIPS));
    expect(refusal.name).toBe('FipsEndpointMissing');
    expect(refusal.message).toContain('KeyspacesService.CQL, whose endpoint is a FIPS endpoint in GovCloud');
  });
});
