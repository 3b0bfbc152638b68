import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';
import { readable } from '../private/readable';
import { warn } from '../private/warnings';

/** @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonKeyspacesReadOnlyAccess.html */
const FIRST = 'AmazonKeyspacesReadOnlyAccess';

/** @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonKeyspacesReadOnlyAccess_v2.html */
const SECOND = `${FIRST}_v2`;

/**
 * What is granted table by table means little beside a policy that allows reading on `*`. At synthesis, because managed
 * policies are often attached last.
 */
export function warnOfReadOnlyPolicies(access: IConstruct, principal: iam.IPrincipal): void {
  access.node.addValidation({
    validate: () => {
      const attached = attachedTo(principal);
      if (attached.includes(`:policy/${FIRST}"`)) warnOf(access, principal, FIRST, `, and unlike ${SECOND} it has not the permissions that fill system.peers`);
      if (attached.includes(`:policy/${SECOND}"`)) warnOf(access, principal, SECOND, '');
      return [];
    },
  });
}

function warnOf(access: IConstruct, principal: iam.IPrincipal, policy: string, more: string): void {
  warn(access, 'readOnlyManagedPolicy', `${principal} has the managed policy ${policy}, which reads the data and the streams of every table`
    + ` of the account, whatever it was granted here${more}; take it away and grant tables, or acknowledge this`);
}

/** The managed policies of a role, a user or a group that is made in this app, as JSON. */
function attachedTo(principal: iam.IPrincipal): string {
  const resource = Construct.isConstruct(principal) ? principal.node.defaultChild as Partial<iam.CfnRole> | undefined : undefined;
  return resource?.managedPolicyArns ? readable(resource as iam.CfnRole, [resource.managedPolicyArns]) : '';
}
