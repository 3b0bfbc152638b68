import { ArnFormat, type IEnvironmentAware, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';
import { refusal } from '../private/errors';
import { refersToOtherStack } from '../private/other-stack';

/** What `aws:PrincipalArn` is when a principal asks, written such that the stack of the one who writes depends on no other. */
export function principalArn(at: IConstruct, principal: iam.IPrincipal): string {
  const arn = (principal as Partial<iam.IRole>).roleArn ?? (principal as Partial<iam.IUser>).userArn;
  if (arn === undefined) {
    throw refusal('AdmittedPrincipalUnknown', at, {
      what: 'an admitted principal',
      got: String(principal),
      expected: 'a role or a user, whose ARN the endpoint policy can name',
      remedy: 'admit the role or the user itself, not its group or a policy of it',
    });
  }
  requireOne(at, arn);
  if (!refersToOtherStack(at, arn)) return arn;
  const literal = literalArn(principal);
  if (literal) return literal;
  throw refusal('AdmittedPrincipalUnnamed', at, {
    what: 'an admitted principal of another stack',
    got: String(principal),
    expected: 'one with a literal name, because the endpoint policy names it and would have to be deployed after it',
    remedy: 'give the role or user a name (roleName, userName), or leave out admittedOnly',
  });
}

/** `ArnEquals` is `ArnLike`: a wildcard would admit everybody that it matches. */
function requireOne(at: IConstruct, arn: string): void {
  if (!/[*?]/.test(arn)) return;
  throw refusal('AdmittedPrincipalsByPattern', at, {
    what: 'an admitted principal',
    got: arn,
    expected: 'one role or user, because a wildcard in the endpoint policy would let through everybody that it matches',
    remedy: 'admit each of them, imported by an ARN of its own',
  });
}

function literalArn(principal: iam.IPrincipal): string | undefined {
  const resource = Construct.isConstruct(principal) ? principal.node.defaultChild : undefined;
  if (iam.CfnRole.isCfnRole(resource)) return arnOf(resource, 'role', resource.roleName, resource.path);
  return iam.CfnUser.isCfnUser(resource) ? arnOf(resource, 'user', resource.userName, resource.path) : undefined;
}

function arnOf(resource: IConstruct & IEnvironmentAware, kind: string, name: string | undefined, path = '/'): string | undefined {
  if (name === undefined || Token.isUnresolved(name) || Token.isUnresolved(path)) return undefined;
  return Stack.of(resource).formatArn({
    service: 'iam', region: '', account: resource.env.account, resource: `${kind}${path}${name}`, arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });
}
