import { IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicies } from 'aws-cdk-lib';
import { expectAnswer, expectDecisions, expectEndpoint, expectOnlyInboundRule } from './assertions';
import { ChangeDataCapture, PrivateKeyspacesAccess, Table } from '../src';
import { ORDERS } from './stacks/order-function/order-function';
import { OrderStreamReader } from './stacks/private-order-stream/order-stream-reader';
import { PrivateOrderStream } from './stacks/private-order-stream/private-order-stream';

const app = new App();
const stack = new PrivateOrderStream(app, 'IntegPrivateOrderStream');
const { keyspace, orderFunction, reader, streams, table, vpc } = stack;
const { securityGroups } = reader.connections;

// It has the permissions, and is not admitted.
const uninvited = new OrderStreamReader(stack, 'Uninvited', { vpc, table, streams });
streams.grants.connect(uninvited);
table.grants.readStream(uninvited);

// It is in the security group that is admitted, and may not read the stream.
const newcomer = new OrderStreamReader(stack, 'Newcomer', { vpc, table, streams, securityGroups });
streams.grants.connect(newcomer);

// It is in that group, too, and may read a stream that the endpoint is not for.
const returns = new Table(stack, 'Returns', { keyspace, tableName: 'returns', schema: ORDERS, changeDataCapture: ChangeDataCapture.newImage() });
const returnsReader = new OrderStreamReader(stack, 'ReturnsReader', { vpc, table: returns, streams, securityGroups });
streams.grants.connect(returnsReader);
returns.grants.readStream(returnsReader);

// In no VPC: one that is bound to the endpoint, and one that is not.
const bound = new OrderStreamReader(stack, 'Bound', { table, streams });
PrivateKeyspacesAccess.require(bound, { accesses: [streams], tables: [table] });
const free = new OrderStreamReader(stack, 'Free', { table, streams });
for (const outside of [bound, free]) {
  streams.grants.connect(outside);
  table.grants.readStream(outside);
}

RemovalPolicies.of(app).destroy();
const integ = new IntegTest(app, 'PrivateOrderStream', { testCases: [stack] });

const streamsOf = ({ tableArn }: Table) => `${tableArn}/stream/*`;
expectEndpoint(integ, streams.endpoint, {
  ServiceName: `api.aws.${stack.region}.cassandra-streams`,
  PrivateDnsEnabled: true,
  Groups: [Match.objectLike({ GroupId: streams.securityGroup.securityGroupId })],
  PolicyDocument: Match.serializedJson({
    Version: '2012-10-17',
    // The whole policy: one more statement would open it. There are no system keyspaces here.
    Statement: [
      {
        Sid: 'Restricted',
        Effect: 'Allow',
        Principal: '*',
        Action: ['cassandra:GetRecords', 'cassandra:GetShardIterator', 'cassandra:GetStream'],
        Resource: streamsOf(table),
      },
      { Sid: 'ListStreams', Effect: 'Allow', Principal: '*', Action: 'cassandra:ListStreams', Resource: '*' },
    ],
  }),
});
expectOnlyInboundRule(integ, streams.securityGroup, {
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  IpRanges: [],
  UserIdGroupPairs: [Match.objectLike({ GroupId: securityGroups[0].securityGroupId })],
});

// What IAM says of the roles.
const reading = { 'cassandra:GetStream': 'allowed', 'cassandra:GetShardIterator': 'allowed', 'cassandra:GetRecords': 'allowed' };
const nothing = { 'cassandra:GetStream': 'implicitDeny', 'cassandra:GetRecords': 'implicitDeny' };
const stream = (of: Table) => `${of.tableArn}/stream/2026-01-31T12:00:00.000`;
expectDecisions(integ, reader, '*', { 'cassandra:ListStreams': 'allowed', 'ec2:DescribeVpcEndpoints': 'implicitDeny' });
expectDecisions(integ, reader, stream(table), reading);
expectDecisions(integ, reader, stream(returns), nothing);
expectDecisions(integ, reader, table.tableArn, { 'cassandra:Select': 'implicitDeny', 'cassandra:Modify': 'implicitDeny' });
expectDecisions(integ, newcomer, stream(table), nothing);

// An order that comes in over CQL is read from the stream.
const customer = '0b2d4a52-7c19-4f0e-9d4c-2b8f5d1c6e7a';
const read = { streams: 1, changes: [{ key: { customer_id: customer }, row: Match.objectLike({ total: '59.90' }) }] };
const refused = (...words: string[]) => ({ errorMessage: Match.stringLikeRegexp(words.join('.*')) });
expectAnswer(integ, orderFunction, { action: 'place', customer, total: '59.90', lines: ['1 x teapot'] }, { placedAt: Match.stringLikeRegexp('Z$') })
  .next(expectAnswer(integ, reader, {}, read))
  .next(expectAnswer(integ, free, {}, read))
  .next(expectAnswer(integ, uninvited, {}, refused('[Tt]imeout')))
  .next(expectAnswer(integ, newcomer, {}, refused('GetStream: AccessDenied', 'no [a-z-]*policy')))
  .next(expectAnswer(integ, returnsReader, {}, refused('GetStream: AccessDenied', 'no VPC endpoint policy')))
  .next(expectAnswer(integ, bound, {}, refused('GetStream: AccessDenied', 'explicit deny')));
