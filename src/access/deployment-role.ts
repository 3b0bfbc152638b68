import { DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { refusal } from '../private/errors';

/** @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html */
const ROLE_OF_BOOTSTRAPPING = /[/:]cdk-[^/]+-(cfn-exec|deploy|lookup|file-publishing|image-publishing)-role-/;

/**
 * CloudFormation does not come through an endpoint, and its calls by a service role do not count as those of a service: no table
 * could be deployed any more, nor the policy that forbids it taken back.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-viaawsservice
 */
export function requireNoDeploymentRole(at: IConstruct, principal: iam.IPrincipal): void {
  const { roleArn } = principal as Partial<iam.IRole>;
  if (roleArn === undefined || !(ROLE_OF_BOOTSTRAPPING.test(roleArn) || rolesOf(at).includes(roleArn))) return;
  throw refusal('GranteeDeploys', at, {
    what: 'the grantee',
    got: String(principal),
    expected: 'a role of an application, not one that the AWS CDK deploys with: CloudFormation does not come through an endpoint',
    remedy: 'require the access of those roles that read and write data',
  });
}

function rolesOf(at: IConstruct): (string | undefined)[] {
  const { synthesizer } = Stack.of(at);
  return synthesizer instanceof DefaultStackSynthesizer ? [synthesizer.cloudFormationExecutionRoleArn, synthesizer.deployRoleArn] : [];
}
