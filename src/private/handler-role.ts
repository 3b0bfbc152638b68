import { RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** Who a function of this library is, and where it logs. */
export interface HandlerRole {
  readonly role: iam.Role;
  readonly logGroup: logs.LogGroup;
}

/** Of its own, because the policy that the AWS CDK attaches otherwise writes to every log group of the account. */
export function makeHandlerRole(scope: Construct): HandlerRole {
  const logGroup = new logs.LogGroup(scope, 'Logs', { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
  const role = new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  return { role, logGroup };
}
