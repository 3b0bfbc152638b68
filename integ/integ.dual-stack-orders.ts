import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicies } from 'aws-cdk-lib';
import { expectAnswer, expectEndpoint, expectOnlyInboundRule } from './assertions';
import { DualStackOrders } from './stacks/dual-stack-orders';

const app = new App();
const stack = new DualStackOrders(app, 'IntegDualStackOrders');
RemovalPolicies.of(stack).destroy();
const integ = new IntegTest(app, 'DualStackOrders', { testCases: [stack] });

const { access, orderFunction, vpc } = stack;
const group = orderFunction.connections.securityGroups[0].securityGroupId;

expectEndpoint(integ, access.endpoint, {
  IpAddressType: 'dualstack',
  PrivateDnsEnabled: true,
  DnsEntries: Match.arrayWith([Match.objectLike({ DnsName: access.hostName })]),
});
// An address of each kind in each zone.
integ.assertions.awsApiCall('EC2', 'describeNetworkInterfaces', { Filters: [{ Name: 'group-id', Values: [access.securityGroup.securityGroupId] }] })
  .expect(ExpectedResult.objectLike({
    NetworkInterfaces: vpc.isolatedSubnets.map(() => Match.objectLike({
      PrivateIpAddress: Match.stringLikeRegexp('^10\\.0\\.'),
      Ipv6Addresses: [{ Ipv6Address: Match.stringLikeRegexp(':') }],
    })),
  }));

// By group, which takes in addresses of both kinds.
const byGroup = { IpProtocol: 'tcp', FromPort: 9142, ToPort: 9142, IpRanges: [], Ipv6Ranges: [] };
expectOnlyInboundRule(integ, access.securityGroup, { ...byGroup, UserIdGroupPairs: [Match.objectLike({ GroupId: group })] });
// The function's group lets out all of IPv4, and of IPv6 this.
integ.assertions.awsApiCall('EC2', 'describeSecurityGroups', { GroupIds: [group] }).expect(ExpectedResult.objectLike({
  SecurityGroups: [Match.objectLike({
    IpPermissionsEgress: [
      Match.objectLike({ IpProtocol: '-1', IpRanges: [Match.objectLike({ CidrIp: '0.0.0.0/0' })], Ipv6Ranges: [] }),
      Match.objectLike({ ...byGroup, UserIdGroupPairs: [Match.objectLike({ GroupId: access.securityGroup.securityGroupId })] }),
    ],
  })],
}));

const customer = '0b2d4a52-7c19-4f0e-9d4c-2b8f5d1c6e7a';
const order = { total: '59.90', lines: ['1 x teapot', '4 x cup'] };
expectAnswer(integ, orderFunction, { action: 'place', customer, ...order }, { placedAt: Match.stringLikeRegexp('Z$') })
  .next(expectAnswer(integ, orderFunction, { action: 'list', customer }, { orders: [Match.objectLike(order)] }));
