import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';

export interface WatchFunctionProps {
  readonly vpc: ec2.IVpc;
  /** @default - the host name that the SDK makes up from the Region */
  readonly endpointHost?: string;
  /** @default - one of its own */
  readonly securityGroups?: ec2.ISecurityGroup[];
}

/** Asks the API of Amazon Keyspaces how tables are. It is admitted to nothing yet, and allowed nothing. */
export class WatchFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, { vpc, endpointHost, securityGroups }: WatchFunctionProps) {
    super(scope, id, {
      description: 'Watches tables',
      runtime: Runtime.NODEJS_24_X,
      entry: join(__dirname, 'watch.lambda.ts'),
      bundling: { minify: true, logLevel: LogLevel.WARNING, bundleAwsSDK: true },
      memorySize: 256,
      timeout: Duration.seconds(20),
      vpc,
      securityGroups,
      environment: endpointHost ? { ENDPOINT_HOST: endpointHost } : undefined,
    });
  }
}
