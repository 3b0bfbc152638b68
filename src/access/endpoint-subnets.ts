import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { refusal } from '../private/errors';
import { warn } from '../private/warnings';

/** One subnet in each Availability Zone, none of them public. */
export function selectEndpointSubnets(scope: Construct, vpc: ec2.IVpc, selection?: ec2.SubnetSelection): ec2.SubnetSelection {
  const { subnets, isPendingLookup } = vpc.selectSubnets({ ...selection, onePerAz: true });
  if (!isPendingLookup) {
    requirePrivate(scope, vpc, subnets);
    validateZones(scope, subnets);
  }
  return { subnets };
}

function requirePrivate(scope: Construct, vpc: ec2.IVpc, subnets: ec2.ISubnet[]): void {
  const publicSubnets = new Set(vpc.publicSubnets);
  const exposed = subnets.filter((subnet) => publicSubnets.has(subnet));
  if (exposed.length === 0) return;
  throw refusal('EndpointSubnetPublic', scope, {
    what: 'the public subnets',
    got: exposed.map((subnet) => subnet.node.path),
    expected: 'private or isolated subnets for a private endpoint',
    remedy: 'add private subnets to the VPC, or choose others with the property "subnets"',
  });
}

function validateZones(scope: Construct, subnets: ec2.ISubnet[]): void {
  const zones = subnets.map(zoneOf);
  const known = zones.filter((zone) => zone !== undefined);
  const repeated = known.find((zone, index) => known.indexOf(zone) !== index);
  if (repeated !== undefined) {
    throw refusal('EndpointSubnetsInOneZone', scope, {
      what: 'several subnets in the Availability Zone',
      got: repeated,
      expected: 'one subnet in each zone, because an endpoint takes no more',
      remedy: 'leave out all but one of them',
    });
  }
  if (zones.length < 2) {
    warn(scope, 'singleAvailabilityZone', 'the endpoint stands in a single Availability Zone: it is not redundant,'
      + ' and drivers see a single node in system.peers; give it subnets in at least two zones');
  }
}

/** An imported subnet does not always tell its zone. */
function zoneOf(subnet: ec2.ISubnet): string | undefined {
  try {
    return subnet.availabilityZone;
  } catch {
    return undefined;
  }
}
