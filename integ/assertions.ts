import { ExpectedResult, type IApiCall, type IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { ArnFormat, Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITable } from '../src';
import type { OrderEvent } from './stacks/order-function/orders.lambda';

/** Calls the Keyspaces API; the policy that the assertion makes up itself names actions that do not exist. */
export function keyspacesCall(integ: IntegTest, api: string, parameters: object, table: ITable): IApiCall {
  const call = integ.assertions.awsApiCall('Keyspaces', api, parameters);
  const system = Stack.of(table).formatArn({
    service: 'cassandra',
    resource: '/keyspace/system*',
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });
  call.provider.addToRolePolicy({ Effect: 'Allow', Action: ['cassandra:Select'], Resource: [table.tableArn, system] });
  return call;
}

/** What the service says of a table. */
export function expectTable(integ: IntegTest, table: ITable, expected: Record<string, unknown>): void {
  const { keyspaceName, tableName } = table;
  keyspacesCall(integ, 'getTable', { keyspaceName, tableName }, table)
    .expect(ExpectedResult.objectLike({ keyspaceName, tableName, status: 'ACTIVE', ...expected }));
}

/** What EC2 says of an interface endpoint. */
export function expectEndpoint(integ: IntegTest, endpoint: ec2.IVpcEndpoint, expected: Record<string, unknown>): void {
  integ.assertions.awsApiCall('EC2', 'describeVpcEndpoints', { VpcEndpointIds: [endpoint.vpcEndpointId] })
    .expect(ExpectedResult.objectLike({ VpcEndpoints: [Match.objectLike(expected)] }));
}

/** That a security group has one inbound rule, and which. */
export function expectOnlyInboundRule(integ: IntegTest, group: ec2.ISecurityGroup, rule: Record<string, unknown>): void {
  integ.assertions.awsApiCall('EC2', 'describeSecurityGroups', { GroupIds: [group.securityGroupId] })
    .expect(ExpectedResult.objectLike({ SecurityGroups: [Match.objectLike({ IpPermissions: [Match.objectLike(rule)] })] }));
}

/** What the order function answers when it is invoked. */
export function expectAnswer(integ: IntegTest, { functionName }: IFunction, event: OrderEvent, answer: Record<string, unknown>): IApiCall {
  return integ.assertions.invokeFunction({ functionName, payload: JSON.stringify(event) })
    .expect(ExpectedResult.objectLike({ Payload: Match.serializedJson(Match.objectLike(answer)) }));
}
