import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { InterfaceVpcEndpointTarget } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import type { Located } from '../private/arns';
import { refusal } from '../private/errors';
import { surelyDiffer } from '../private/surely-differ';

export interface ServiceZones {
  readonly hostNames: string[];
  readonly endpoint: ec2.InterfaceVpcEndpoint;
  readonly ipAddressType?: ec2.VpcEndpointIpAddressType;
  /** The VPC of the endpoint, and those that share it. */
  readonly vpcs: ec2.IVpc[];
}

/**
 * What private DNS does for one VPC, for several: the zone that AWS makes cannot be associated with another VPC.
 *
 * @see https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html
 */
export function makeServiceZones(scope: Construct, { hostNames, endpoint, ipAddressType, vpcs }: ServiceZones): route53.PrivateHostedZone[] {
  const [first, ...others] = vpcs;
  return hostNames.map((zoneName) => {
    const id = zoneName.endsWith('.api.aws') ? 'DualStackZone' : 'Zone';
    const zone = new route53.PrivateHostedZone(scope, id, { zoneName, vpc: first, comment: 'Private access to Amazon Keyspaces' });
    // As long as the endpoint has private DNS, no zone of the same name can be associated with its VPC.
    zone.node.defaultChild!.node.addDependency(endpoint);
    for (const other of others) zone.addVpc(other);
    const target = route53.RecordTarget.fromAlias(new InterfaceVpcEndpointTarget(endpoint));
    new route53.ARecord(zone, 'Ipv4', { zone, target });
    if (ipAddressType === ec2.VpcEndpointIpAddressType.DUALSTACK) new route53.AaaaRecord(zone, 'Ipv6', { zone, target });
    return zone;
  });
}

/**
 * A zone is associated with another account's VPC only after an authorization, which CloudFormation cannot give. In another Region the
 * service has other host names.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-associate-vpcs-different-accounts.html
 */
export function requireShareable(access: Located, vpcs: ec2.IVpc[]): void {
  const { account, region } = access.env;
  const distant = vpcs.find(({ env }) => surelyDiffer(env.region, region));
  if (distant) {
    throw refusal('SharingVpcInOtherRegion', access, {
      what: 'a VPC that shares the endpoint, of Region',
      got: distant.env.region,
      expected: `a VPC of Region ${region}, whose host names are those that lead to the endpoint`,
      remedy: 'make an endpoint in the Region of that VPC',
    });
  }
  const foreign = vpcs.find(({ env }) => surelyDiffer(env.account, account));
  if (!foreign) return;
  throw refusal('SharingVpcInOtherAccount', access, {
    what: 'a VPC that shares the endpoint, of account',
    got: foreign.env.account,
    expected: `a VPC of account ${account}`,
    remedy: 'share the subnets of this VPC with that account, or make an endpoint there',
  });
}
