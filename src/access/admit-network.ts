import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { PrivateKeyspacesAccess } from './private-keyspaces-access';
import { refusal } from '../private/errors';

/**
 * CQL over TLS.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.endpoints.html
 */
export const CQL_PORT = ec2.Port.tcp(9142);

const DESCRIPTION = 'CQL to Amazon Keyspaces';

/**
 * Opens the way from a client's security groups to the endpoint's, with rules in the client's stack: in the
 * endpoint's stack they would close a cycle as soon as the client's stack uses that VPC.
 *
 * `Connections.allowTo` would warn about every client whose security group lets everything out already.
 */
export function admitNetwork(access: PrivateKeyspacesAccess, client: ec2.IConnectable): void {
  const groups = client.connections.securityGroups;
  if (groups.length === 0) {
    throw refusal('ClientWithoutSecurityGroup', access, {
      what: 'the security groups of a client',
      got: groups,
      expected: 'at least one, because the endpoint admits security groups and never address ranges',
      remedy: 'give the client a security group before it is admitted',
    });
  }
  for (const group of groups) {
    if (!group.allowAllOutbound) group.addEgressRule(access.securityGroup, CQL_PORT, DESCRIPTION);
    access.securityGroup.addIngressRule(group, CQL_PORT, DESCRIPTION, true);
  }
}
