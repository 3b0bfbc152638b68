import { Validations } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { CrossAccountRole } from '../src';

const MANAGED_POLICIES = 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role';
const KEYSPACES = 'arn:<AWS::Partition>:cassandra:<AWS::Region>:<AWS::AccountId>:/keyspace';
const SYSTEM_KEYSPACES = `${KEYSPACES}/system*`;
const SYSTEM_KEYSPACES_OF_OWNER = 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/system*';
const STREAMS_OF_ORDERS = ['orderstream_shop_e6828a4b', 'privateorderstream_shop_d5156e2c'].map((keyspace) => `${KEYSPACES}/${keyspace}/table/orders/stream/*`);
const WATCHED = ['tablewatch_shop_36222e1e', 'unnamedendpoint_shop_af24a18f'].map((keyspace) => `${KEYSPACES}/${keyspace}/*`);

/**
 * What cdk-nag (AwsSolutions) finds in the role of a client, and why it stands. Nothing else it finds in the examples
 * does: whatever is not listed here, or is listed and not found any more, fails the tests.
 */
export const ACKNOWLEDGED = [
  {
    id: `${MANAGED_POLICIES}/AWSLambdaBasicExecutionRole]`,
    reason: 'Attached by the AWS CDK to every function: it writes logs and nothing else',
  },
  {
    id: `${MANAGED_POLICIES}/AWSLambdaVPCAccessExecutionRole]`,
    reason: 'Attached by the AWS CDK to every function in a VPC: it manages the network interfaces, whose actions mostly know no resources',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'ec2:DescribeNetworkInterfaces and ec2:DescribeVpcEndpoints, which fill system.peers, cassandra:ListStreams and'
      + ' ecr:GetAuthorizationToken know no resources',
  },
  {
    id: `AwsSolutions-IAM5[Resource::${SYSTEM_KEYSPACES}]`,
    reason: 'Every driver reads the tables of system, system_schema and system_schema_mcs before anything else; nobody can write them',
  },
  ...STREAMS_OF_ORDERS.map((streams) => ({
    id: `AwsSolutions-IAM5[Resource::${streams}]`,
    reason: 'The streams of one table: each is named after the time at which it was enabled, which no template knows',
  })),
  ...WATCHED.map((keyspace) => ({
    id: `AwsSolutions-IAM5[Resource::${keyspace}]`,
    reason: 'One keyspace with all tables that are in it or come into it, which is what is watched',
  })),
  {
    id: `AwsSolutions-IAM5[Resource::${SYSTEM_KEYSPACES_OF_OWNER}]`,
    reason: 'The same system keyspaces, where the account and the Region of the stack are known',
  },
  {
    id: 'AwsSolutions-ECS2',
    reason: 'The one environment variable is the ARN of a role, which is no secret',
  },
];

/** Acknowledges the findings where they are: on the roles of the clients and the tasks, not on whole stacks. */
export function acknowledgeFindings(app: IConstruct): void {
  for (const construct of app.node.findAll().flatMap(whereFound)) {
    for (const { id, reason } of ACKNOWLEDGED) {
      // What `Validations.acknowledge()` records. Before aws-cdk-lib 2.262 it refuses the ids of these findings, for their "::".
      construct.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { [id]: reason });
    }
  }
}

function whereFound(construct: IConstruct): IConstruct[] {
  if (construct instanceof lambda.Function || construct instanceof CrossAccountRole) return [construct.role!];
  return construct instanceof ecs.TaskDefinition ? [construct] : [];
}
