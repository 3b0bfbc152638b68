import { Stack, Token } from 'aws-cdk-lib';
import { CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
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

function policyOf(access: IPrivateKeyspacesAccess): string | undefined {
  const endpoint = access.node.findAll().find((child): child is CfnVPCEndpoint => child instanceof CfnVPCEndpoint);
  return endpoint && JSON.stringify(Stack.of(endpoint).resolve(endpoint.policyDocument));
}

function letsThrough(policy: string, account: string): boolean {
  return policy.includes(`:${account}:/keyspace/`) || /:cassandra:[^:]*:\*:|"Resource":"\*"/.test(policy);
}
