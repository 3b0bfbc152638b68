import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** Stands for an application of your own: all that matters to the examples is its network path and its role. */
export function orderFunction(scope: Construct, vpc: ec2.IVpc): lambda.Function {
  return new lambda.Function(scope, 'OrderFunction', {
    description: 'Takes orders',
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({ orders: [] });'),
    vpc,
  });
}
