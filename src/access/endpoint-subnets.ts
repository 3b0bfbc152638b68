import { Annotations, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import type { KeyspacesService } from './keyspaces-service';
import type { Located } from '../private/arns';
import { refusal } from '../private/errors';
import { referenced } from '../private/referenced';
import { warn } from '../private/warnings';

export interface EndpointSubnets {
  readonly vpc: ec2.IVpc;
  readonly subnets?: ec2.SubnetSelection;
  readonly allowPublicSubnets?: boolean;
}

interface EndpointZones {
  readonly subnets?: ec2.SubnetSelection;
  readonly lookupSupportedAzs?: boolean;
}

/** One subnet in each Availability Zone, none of them public unless that is meant. */
export function selectEndpointSubnets(scope: IConstruct, { vpc, subnets, allowPublicSubnets }: EndpointSubnets): ec2.SelectedSubnets {
  const selected = vpc.selectSubnets({ ...subnets, onePerAz: true });
  if (selected.isPendingLookup) return selected;
  if (!allowPublicSubnets) requirePrivate(scope, vpc, selected.subnets);
  requireOneInEachZone(scope, selected.subnets);
  return selected;
}

function requirePrivate(scope: IConstruct, vpc: ec2.IVpc, subnets: ec2.ISubnet[]): void {
  const publicSubnets = new Set(vpc.publicSubnets);
  const exposed = subnets.filter((subnet) => publicSubnets.has(subnet));
  if (exposed.length === 0) return;
  throw refusal('EndpointSubnetPublic', scope, {
    what: 'the public subnets',
    got: exposed.map((subnet) => subnet.node.path),
    expected: 'private or isolated subnets for a private endpoint',
    remedy: 'add private subnets to the VPC, choose others with the property "subnets", or say allowPublicSubnets: true',
  });
}

function requireOneInEachZone(scope: IConstruct, subnets: ec2.ISubnet[]): void {
  const known = subnets.map(zoneOf).filter((zone) => zone !== undefined);
  const repeated = known.find((zone, index) => known.indexOf(zone) !== index);
  if (repeated === undefined) return;
  throw refusal('EndpointSubnetsInOneZone', scope, {
    what: 'several subnets in the Availability Zone',
    got: repeated,
    expected: 'one subnet in each zone, because an endpoint takes no more',
    remedy: 'leave out all but one of them',
  });
}

/** An imported subnet does not always tell its zone. */
function zoneOf(subnet: ec2.ISubnet): string | undefined {
  try {
    return subnet.availabilityZone;
  } catch {
    return undefined;
  }
}

/**
 * The endpoint of a VPC has up to five entries in system.peers there, and there are six zones.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/connections.html
 */
export function remarkOnZones(access: Located, { subnets, lookupSupportedAzs }: EndpointZones): void {
  if (access.env.region !== 'us-east-1' || subnets || lookupSupportedAzs) return;
  Annotations.of(access).addInfoV2('cdk-keyspaces:zonesOfService', 'not every Availability Zone of us-east-1 has Amazon Keyspaces; if the'
    + ' deployment fails on a subnet, choose others, or set lookupSupportedAzs: true');
}

/** After the zones without the service were left out. */
export function warnOfSingleZone(access: Located, service: KeyspacesService, endpoint: ec2.InterfaceVpcEndpoint): void {
  const { subnetIds = [] } = endpoint.node.defaultChild as ec2.CfnVPCEndpoint;
  if (Token.isUnresolved(subnetIds) || subnetIds.length > 1) return;
  const peers = service._isStreams ? '' : ', and drivers see a single node in system.peers';
  warn(access, 'singleAvailabilityZone', `the endpoint stands in a single Availability Zone: it is not redundant${peers}; give it subnets in`
    + ' at least two zones');
}

/**
 * What the documentation shows: IPv4, and both. Whether an endpoint in subnets without IPv4 works is UNCONFIRMED.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints-tutorial.create-endpoint.html
 */
export function requireIpAddressType(access: Located, { subnets }: ec2.SelectedSubnets, type?: ec2.VpcEndpointIpAddressType): void {
  if (type === ec2.VpcEndpointIpAddressType.IPV6) {
    throw refusal('IpAddressTypeUnsupported', access, {
      what: 'IP address type of the endpoint',
      got: type,
      expected: 'ipv4 or dualstack, the ones documented for Amazon Keyspaces',
      remedy: 'use VpcEndpointIpAddressType.DUALSTACK, which takes IPv6 too',
    });
  }
  if (type !== ec2.VpcEndpointIpAddressType.DUALSTACK) return;
  // At synthesis: the addresses of a subnet are often set after it was made.
  access.node.addValidation({
    validate: () => subnets.filter(isWithoutIpv6).map((subnet) => refusal('EndpointSubnetWithoutIpv6', access, {
      what: 'the subnet',
      got: subnet.node.path,
      expected: 'one with IPv4 and IPv6 addresses, as an endpoint of the type dualstack needs',
      remedy: 'make the VPC with ipProtocol: ec2.IpProtocol.DUAL_STACK, or leave out ipAddressType',
    }).message),
  });
}

function isWithoutIpv6({ subnetId }: ec2.ISubnet): boolean {
  const resource = referenced(subnetId);
  return ec2.CfnSubnet.isCfnSubnet(resource)
    && [resource.ipv6CidrBlock, resource.ipv6IpamPoolId, resource.ipv6Native].every((value) => value === undefined);
}
