import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Request } from './decide';
import type { PrivateKeyspacesAccess } from '../../src';
import { REGION } from '../support/app';
import type { Deployed } from '../support/deployed';

/**
 * Every key that the policies may ask for, whoever asks for whatever.
 *
 * @param viaService whether the service itself asks, for the principal; undefined where the request says nothing of it
 */
export function contextOf(principal: string, viaService?: boolean): Record<string, string> {
  return {
    'aws:PrincipalAccount': principal.split(':')[4],
    'aws:PrincipalArn': principal,
    'aws:RequestedRegion': REGION,
    'aws:SecureTransport': 'true',
    ...viaService === undefined ? {} : { 'aws:ViaAWSService': String(viaService) },
  };
}

interface Asked {
  readonly role: iam.IRole;
  readonly action: string;
  readonly on: string;
  /** The access that the request comes through; without one it comes over the internet, or from a service. */
  readonly access?: PrivateKeyspacesAccess;
  readonly viaService?: boolean;
}

/** A request of a session of a role, through an endpoint or not. */
export function requestOf(deployed: Deployed, { role, action, on, access, viaService }: Asked): Request {
  const roleArn = deployed.value(role, role.roleArn);
  const endpoint = access && deployed.properties(access.endpoint);
  return {
    // What comes after AssumeRole is a session; its role is in aws:PrincipalArn.
    principal: `arn:aws:sts::${roleArn.split(':')[4]}:assumed-role/${roleArn.split('/').pop()}/session`,
    identityPolicies: deployed.identityPolicies(role),
    endpointPolicy: endpoint?.PolicyDocument,
    action,
    resource: on,
    context: {
      ...contextOf(roleArn, viaService),
      ...access && { 'aws:SourceVpc': endpoint.VpcId, 'aws:SourceVpce': deployed.value(access, access.vpcEndpointId) },
    },
  };
}
