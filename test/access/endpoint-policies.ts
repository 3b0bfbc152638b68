import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { EndpointPolicy, KeyspacesService, PrivateKeyspacesAccess, Table } from '../../src';
import { literalStack } from '../support/app';
import { isolatedVpc } from '../support/network';
import { refusalOf } from '../support/refusal';

export const IN_ACCOUNT = 'arn:aws:cassandra:us-east-1:111122223333:/keyspace';
export const SYSTEM = `${IN_ACCOUNT}/system*`;
export const EVERYBODY = { Effect: 'Allow', Principal: '*' };
export const LIST_STREAMS = { ...EVERYBODY, Sid: 'ListStreams', Action: 'cassandra:ListStreams', Resource: '*' };
export const SERVICE = new iam.ServicePrincipal('ecs-tasks.amazonaws.com');

export function accessWith(endpointPolicy: EndpointPolicy, { stack = literalStack(), service = KeyspacesService.CQL } = {}): PrivateKeyspacesAccess {
  return new PrivateKeyspacesAccess(stack, 'Access', { vpc: isolatedVpc(stack), endpointPolicy, service });
}

export function policyOf(access: PrivateKeyspacesAccess): any {
  const [endpoint] = Object.values(Template.fromStack(access.stack).findResources('AWS::EC2::VPCEndpoint'));
  return endpoint.Properties.PolicyDocument;
}

export function statementsOf(access: PrivateKeyspacesAccess): any[] {
  return policyOf(access).Statement;
}

export function imported(stack: Stack, keyspaceName: string, tableName: string) {
  return Table.fromTableAttributes(stack, `${keyspaceName}.${tableName}`, { keyspaceName, tableName });
}

/** What synthesis fails with. */
export function failureOf(stack: Stack): string {
  return refusalOf(() => (stack.node.root as App).synth()).message;
}
