import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';
import { referenced } from '../private/referenced';

/** Who a principal is, by whatever ARN or name it is given. */
export interface PrincipalIdentity {
  /** The resource, where it is made in this app. */
  readonly made?: IConstruct;
  /** The account, where it is known or the same token, and the name, where it is a literal: IAM has it once in an account, whatever the path. */
  readonly named?: { readonly kind: string; readonly account: string; readonly name: string };
}

export function identityOf(principal: iam.IPrincipal): PrincipalIdentity {
  const arn = arnOf(principal);
  if (arn === undefined) return {};
  const [, , , , account = '', path = ''] = arn.split(':');
  const [, kind, name] = /^(role|user|group)\/(?:.*\/)?([^/]+)$/.exec(path) ?? [];
  const resource = (Construct.isConstruct(principal) ? principal.node.defaultChild : undefined) ?? referenced(arn) ?? (name && referenced(name));
  const [kindMade, nameMade] = kindAndName(resource);
  if (kindMade === undefined) return name === undefined || Token.isUnresolved(name) ? {} : { named: { kind, account, name } };
  const made = resource as iam.CfnRole | iam.CfnUser | iam.CfnGroup;
  return nameMade === undefined || Token.isUnresolved(nameMade) ? { made }
    : { made, named: { kind: kindMade, account: made.env.account, name: nameMade } };
}

function kindAndName(resource: unknown): [kind?: string, name?: string] {
  if (iam.CfnRole.isCfnRole(resource)) return ['role', resource.roleName];
  if (iam.CfnUser.isCfnUser(resource)) return ['user', resource.userName];
  return iam.CfnGroup.isCfnGroup(resource) ? ['group', resource.groupName] : [];
}

/** The ARN that stands for a role, a user or a group in a policy, also for one that is wrapped. */
function arnOf(principal: iam.IPrincipal): string | undefined {
  try {
    const { AWS: [arn, ...others] } = principal.policyFragment.principalJson as { AWS: string[] };
    return others.length === 0 ? arn : undefined;
  } catch {
    // A managed policy that is granted to is nobody in a policy.
    return undefined;
  }
}
