import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import type { IPrivateKeyspacesAccess, ITable } from '../../../src';

export interface OrderStreamReaderProps {
  /** Whose changes it reads. The function is told the table's name, and allowed nothing. */
  readonly table: ITable;
  /** Where it connects to. */
  readonly streams: IPrivateKeyspacesAccess;
  /** @default - it is in no VPC */
  readonly vpc?: ec2.IVpc;
  /** @default - one of its own */
  readonly securityGroups?: ec2.ISecurityGroup[];
}

/** Reads what has changed in a table. */
export class OrderStreamReader extends NodejsFunction {
  constructor(scope: Construct, id: string, { table, streams, vpc, securityGroups }: OrderStreamReaderProps) {
    super(scope, id, {
      description: 'Reads changes of orders',
      runtime: Runtime.NODEJS_24_X,
      entry: join(__dirname, 'reader.lambda.ts'),
      bundling: { minify: true, logLevel: LogLevel.WARNING, bundleAwsSDK: true },
      memorySize: 256,
      timeout: Duration.seconds(30),
      vpc,
      securityGroups,
      environment: { KEYSPACE_NAME: table.keyspaceName, TABLE_NAME: table.tableName, STREAMS_HOST: streams.hostName },
    });
  }
}
