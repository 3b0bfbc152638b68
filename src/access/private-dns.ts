import { Fn } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { PrivateHostedZone } from 'aws-cdk-lib/aws-route53';
import type { IPrivateKeyspacesAccess } from './iprivate-keyspaces-access';
import { makeServiceZones, requireShareable } from './service-zones';
import { answerInVpcs } from './vpc-dns';
import { refusal } from '../private/errors';
import { warn } from '../private/warnings';

export interface PrivateDns {
  readonly vpc: ec2.IVpc;
  readonly privateDns?: boolean;
  readonly sharedWith?: ec2.IVpc[];
  readonly ipAddressType?: ec2.VpcEndpointIpAddressType;
}

interface HostNames {
  /** The one to connect to. */
  readonly hostName: string;
  readonly hostedZones: PrivateHostedZone[];
}

/** How clients find the endpoint: by the host names of the service where they resolve to it, else by its own. */
export function resolveHostNames(access: IPrivateKeyspacesAccess, endpoint: ec2.InterfaceVpcEndpoint, dns: PrivateDns): HostNames {
  const { privateDns = true, sharedWith = [] } = dns;
  const hostNames = access.service._hostNames(access, dns.ipAddressType);
  if (!privateDns) {
    requireUnshared(access, sharedWith);
    warn(access, 'privateDnsOff', `${hostNames.join(' and ')} lead past this endpoint. Drivers have to connect to the host name of the endpoint itself`
      + ' (hostName), which is not in the certificate of the service: a check of the host name fails. Whatever makes up the host name from'
      + ' the Region, such as an SDK or Teleport, does not find the endpoint');
    return { hostName: ownHostName(endpoint), hostedZones: [] };
  }
  const vpcs = [dns.vpc, ...sharedWith];
  requireShareable(access, vpcs);
  answerInVpcs(access, access.service, vpcs);
  return { hostName: hostNames[0], hostedZones: sharedWith.length > 0 ? makeServiceZones(access, { ...dns, hostNames, endpoint, vpcs }) : [] };
}

function requireUnshared(access: IPrivateKeyspacesAccess, sharedWith: ec2.IVpc[]): void {
  if (sharedWith.length === 0) return;
  throw refusal('SharingWithoutPrivateDns', access, {
    what: 'privateDns of an endpoint that VPCs share',
    got: false,
    expected: 'no such property, because hosted zones of the service\'s host names are made for all of them',
    remedy: 'leave out privateDns, or sharedWith',
  });
}

/**
 * The first of the endpoint's DNS entries is the one for the whole Region, each of them `zone:name`.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html
 */
function ownHostName(endpoint: ec2.InterfaceVpcEndpoint): string {
  return Fn.select(1, Fn.split(':', Fn.select(0, endpoint.vpcEndpointDnsEntries)));
}
