import { DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { identityOf } from './principal-identity';
import { refusal } from '../private/errors';
import { surelyDiffer } from '../private/surely-differ';

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
  if (ROLE_OF_BOOTSTRAPPING.test(roleArn ?? '') || deploys(principal, [Stack.of(at)])) throw granteeDeploys(at, principal);
}

/** At synthesis, when all stacks of the app are there. */
export function faultsOfDeploymentRole(at: IConstruct, principal: iam.IPrincipal): string[] {
  return deploys(principal, at.node.root.node.findAll().filter(Stack.isStack)) ? [granteeDeploys(at, principal).message] : [];
}

function granteeDeploys(at: IConstruct, principal: iam.IPrincipal): Error {
  return refusal('GranteeDeploys', at, {
    what: 'the grantee',
    got: String(principal),
    expected: 'a role of an application, not one that the AWS CDK deploys with: CloudFormation does not come through an endpoint',
    remedy: 'require the access of those roles that read and write data',
  });
}

function deploys(principal: iam.IPrincipal, stacks: Stack[]): boolean {
  const { named } = identityOf(principal);
  return named?.kind === 'role' && stacks.some((stack) => rolesOf(stack).some(({ account, name }) =>
    name === named.name && !surelyDiffer(account, named.account)));
}

/** The partition and the account may be placeholders, and the path may be missing where a role is imported. */
function rolesOf({ account, synthesizer }: Stack): { account: string; name?: string }[] {
  if (!(synthesizer instanceof DefaultStackSynthesizer)) return [];
  return [synthesizer.cloudFormationExecutionRoleArn, synthesizer.deployRoleArn].map((arn) => ({
    account: /:(\d{12}):role\//.exec(arn)?.[1] ?? account, name: arn.split('/').pop(),
  }));
}
