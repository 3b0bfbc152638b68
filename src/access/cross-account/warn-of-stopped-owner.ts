import { Stack, Token } from 'aws-cdk-lib';
import { CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { LIST_STREAMS_ACTIONS } from '../../private/actions';
import { warn } from '../../private/warnings';
import type { IPrivateKeyspacesAccess } from '../iprivate-keyspaces-access';

/**
 * The default endpoint policy lets through the keyspaces of the endpoint's own account alone. Looked at when the app is synthesized; the
 * policy of an access that exists already is not known.
 */
export function warnOfStoppedOwner(scope: IConstruct, access: IPrivateKeyspacesAccess, ownerRole: iam.IRole): void {
  scope.node.addValidation({
    validate: () => {
      const { account } = ownerRole.env;
      const policy = policyOf(access);
      if (policy !== undefined && !Token.isUnresolved(account) && !letsThrough(policy, account)) {
        warn(scope, 'ownerKeyspacesStopped', `the endpoint policy of ${access.node.path} names no keyspace of account ${account}, so that it`
          + ' stops whatever the owner\'s role asks for; give the access EndpointPolicy.restricted() with the owner\'s tables');
      }
      return [];
    },
  });
}

/** As it is written to the template. */
interface Statement {
  readonly Effect: string;
  readonly Action?: string | string[];
  readonly Resource?: unknown;
}

function policyOf(access: IPrivateKeyspacesAccess): Statement[] | undefined {
  const endpoint = access.node.findAll().find((child): child is CfnVPCEndpoint => child instanceof CfnVPCEndpoint);
  const policy: { readonly Statement: Statement | Statement[] } | undefined = endpoint && Stack.of(endpoint).resolve(endpoint.policyDocument);
  return policy && [policy.Statement].flat();
}

function letsThrough(policy: Statement[], account: string): boolean {
  return policy.some(({ Effect: effect, Action: action, Resource: resource }) => {
    if (effect !== 'Allow' || listsStreamsOnly(action)) return false;
    // With NotResource it does all but some.
    if (resource === undefined || [resource].flat().includes('*')) return true;
    const resources = JSON.stringify(resource);
    return resources.includes(`:${account}:/keyspace/`) || /:cassandra:[^:]*:\*:/.test(resources);
  });
}

/** It takes no resource but `*`, and shows nothing of what is in a stream. */
function listsStreamsOnly(actions: Statement['Action']): boolean {
  return actions !== undefined && [actions].flat().every((action) => LIST_STREAMS_ACTIONS.includes(action));
}
