import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { refusal } from '../private/errors';
import { warn } from '../private/warnings';

/** One subnet in each Availability Zone, none of them public. */
export function selectEndpointSubnets(scope: Construct, vpc: ec2.IVpc, selection?: ec2.SubnetSelection): ec2.SubnetSelection {
  const selected = vpc.selectSubnets({ ...selection, onePerAz: true });
  if (selected.isPendingLookup) return { subnets: selected.subnets };
  const publicSubnets = new Set(vpc.publicSubnets);
  const exposed = selected.subnets.filter((subnet) => publicSubnets.has(subnet));
  if (exposed.length > 0) {
    throw refusal('EndpointSubnetPublic', scope, {
      what: 'the subnets',
      got: exposed.map((subnet) => subnet.node.path),
      expected: 'private or isolated subnets for a private endpoint',
      remedy: 'add private subnets to the VPC, or name others with the property "subnets"',
    });
  }
  const zones = new Set(selected.availabilityZones);
  if (zones.size < 2) {
    warn(scope, 'singleAvailabilityZone', `the endpoint stands in ${zones.size} Availability Zone: it is not redundant,`
      + ' and drivers see a single node in system.peers; give it subnets in at least two zones');
  }
  return { subnets: selected.subnets };
}
