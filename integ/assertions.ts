import { ExpectedResult, type IApiCall, type IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { ArnFormat, Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import type { IKeyspace, ITable } from '../src';

/** Calls the Keyspaces API; the policy that the assertion makes up itself names actions that do not exist. */
export function keyspacesCall(integ: IntegTest, api: string, parameters: object, on: IConstruct, ...arns: string[]): IApiCall {
  const call = integ.assertions.awsApiCall('Keyspaces', api, parameters);
  const system = Stack.of(on).formatArn({
    service: 'cassandra',
    resource: '/keyspace/system*',
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });
  call.provider.addToRolePolicy({ Effect: 'Allow', Action: ['cassandra:Select'], Resource: [...arns, system] });
  return call;
}

/** What the service says of a table. */
export function expectTable(integ: IntegTest, table: ITable, expected: Record<string, unknown>): IApiCall {
  const { keyspaceName, tableName } = table;
  return keyspacesCall(integ, 'getTable', { keyspaceName, tableName }, table, table.tableArn)
    .expect(ExpectedResult.objectLike({ keyspaceName, tableName, status: 'ACTIVE', ...expected }));
}

/** What the service says of a keyspace. */
export function expectKeyspace(integ: IntegTest, keyspace: IKeyspace, expected: Record<string, unknown>): void {
  const { keyspaceName } = keyspace;
  keyspacesCall(integ, 'getKeyspace', { keyspaceName }, keyspace, keyspace.keyspaceArn)
    .expect(ExpectedResult.objectLike({ keyspaceName, ...expected }));
}

/** How the service says that a table's throughput is scaled. Application Auto Scaling decides who may see it, and knows no resources. */
export function expectAutoScaling(integ: IntegTest, table: ITable, expected: Record<string, unknown>): void {
  const { keyspaceName, tableName } = table;
  const call = keyspacesCall(integ, 'getTableAutoScalingSettings', { keyspaceName, tableName }, table, table.tableArn);
  call.provider.addToRolePolicy({
    Effect: 'Allow',
    Action: ['application-autoscaling:DescribeScalableTargets', 'application-autoscaling:DescribeScalingPolicies'],
    Resource: ['*'],
  });
  call.expect(ExpectedResult.objectLike(expected));
}

/** What EC2 says of an interface endpoint. */
export function expectEndpoint(integ: IntegTest, endpoint: ec2.IVpcEndpoint, expected: Record<string, unknown>): void {
  integ.assertions.awsApiCall('EC2', 'describeVpcEndpoints', { VpcEndpointIds: [endpoint.vpcEndpointId] })
    .expect(ExpectedResult.objectLike({ VpcEndpoints: [Match.objectLike(expected)] }));
}

/** That a security group has one inbound rule, and which. */
export function expectOnlyInboundRule(integ: IntegTest, group: ec2.ISecurityGroup, rule: Record<string, unknown>): void {
  expectInboundRules(integ, group, [rule]);
}

/** That a security group has these inbound rules and no other one, in the order in which EC2 tells them. */
export function expectInboundRules(integ: IntegTest, group: ec2.ISecurityGroup, rules: Record<string, unknown>[]): void {
  integ.assertions.awsApiCall('EC2', 'describeSecurityGroups', { GroupIds: [group.securityGroupId] })
    .expect(ExpectedResult.objectLike({ SecurityGroups: [Match.objectLike({ IpPermissions: rules.map((rule) => Match.objectLike(rule)) })] }));
}

/** What IAM decides about a function's role on a resource, with the policies that are attached to it. */
export function expectDecisions(integ: IntegTest, { role }: IFunction, resourceArn: string, decisions: Record<string, string>): void {
  const entries = Object.entries(decisions);
  integ.assertions.awsApiCall('IAM', 'simulatePrincipalPolicy', {
    PolicySourceArn: role!.roleArn,
    ActionNames: entries.map(([action]) => action),
    ResourceArns: [resourceArn],
  }).expect(ExpectedResult.objectLike({
    EvaluationResults: entries.map(([EvalActionName, EvalDecision]) => Match.objectLike({ EvalActionName, EvalDecision })),
  }));
}

/** What a function answers when it is invoked. */
export function expectAnswer<Event>(integ: IntegTest, { functionName }: IFunction, event: Event, answer: Record<string, unknown>): IApiCall {
  return integ.assertions.invokeFunction({ functionName, payload: JSON.stringify(event) })
    .expect(ExpectedResult.objectLike({ Payload: Match.serializedJson(Match.objectLike(answer)) }));
}
