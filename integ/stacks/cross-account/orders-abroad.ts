import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import type { ITable } from '../../../src';

export interface OrdersAbroadProps {
  readonly vpc: ec2.IVpc;
  /** By which the owner trusts it. */
  readonly roleName: string;
  readonly ownerRole: iam.IRole;
  readonly table: ITable;
}

/** Counts the orders of a customer in a table of another account, as a role of that account. */
export class OrdersAbroad extends NodejsFunction {
  constructor(scope: Construct, id: string, { vpc, roleName, ownerRole, table }: OrdersAbroadProps) {
    super(scope, id, {
      description: 'Counts orders in a table of another account',
      runtime: Runtime.NODEJS_24_X,
      entry: join(__dirname, 'orders-abroad.lambda.ts'),
      bundling: { minify: true, logLevel: LogLevel.WARNING },
      memorySize: 256,
      timeout: Duration.seconds(30),
      vpc,
      role: new iam.Role(scope, `${id}Role`, {
        roleName,
        assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
        managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaVPCAccessExecutionRole')],
      }),
      environment: { KEYSPACE_NAME: table.keyspaceName, TABLE_NAME: table.tableName, OWNER_ROLE_ARN: ownerRole.roleArn },
    });
  }
}
