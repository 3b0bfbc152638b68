import { Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { AccessGrants } from './access-grants';
import type { KeyspacesService } from './keyspaces-service';
import type { Located } from '../private/arns';
import { refusal } from '../private/errors';
import { policyLength } from '../private/policy-length';
import { warn } from '../private/warnings';

/** What an endpoint policy has to know of the endpoint. */
export type Door = Located & {
  readonly service: KeyspacesService;
  readonly grants: AccessGrants;
  readonly endpoint: ec2.InterfaceVpcEndpoint;
};

/** White space included. @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html */
const MAX_LENGTH = 20_480;

const WAYS_OUT = 'name whole keyspaces instead of their tables, share the tables out among several accesses,'
  + ' or use EndpointPolicy.account() and bind roles to the endpoint with PrivateKeyspacesAccess.require()';

/** At synthesis, because until then statements and admitted principals are added. */
export function validateEndpointPolicy(door: Door): void {
  door.node.addValidation({
    validate: () => {
      const { policyDocument } = door.endpoint.node.defaultChild as ec2.CfnVPCEndpoint;
      const document = Stack.of(door).resolve(policyDocument);
      if (!document?.Statement) return [nothing(door)];
      if (!door.service._isStreams) warnOfMissingSystemKeyspaces(door, document);
      return faultsOfLength(door, document);
    },
  });
}

/** CloudFormation leaves an empty policy out, and an endpoint without one lets everything through. */
function nothing(door: Door): string {
  return refusal('EndpointPolicyEmpty', door, {
    what: 'an endpoint policy with statements',
    got: [],
    expected: 'at least one, because an endpoint without a policy lets everything through',
    remedy: 'add a statement to the document, or use EndpointPolicy.account()',
  }).message;
}

/** How CloudFormation writes the white space in a policy is UNCONFIRMED, so in between it is a warning. */
function faultsOfLength(door: Door, document: unknown): string[] {
  const { shortest, longest } = policyLength(door, document);
  if (shortest > MAX_LENGTH) {
    return [refusal('EndpointPolicyTooLong', door, {
      what: 'an endpoint policy of at least so many characters:',
      got: shortest,
      expected: `at most ${MAX_LENGTH}, white space included`,
      remedy: WAYS_OUT,
    }).message];
  }
  if (longest > MAX_LENGTH) {
    warn(door, 'endpointPolicyLong', `the endpoint policy has ${shortest} to ${longest} characters, depending on how CloudFormation writes its white space`
      + ` and on what is known only at deployment; more than ${MAX_LENGTH} are refused then: ${WAYS_OUT}`);
  }
  return [];
}

function warnOfMissingSystemKeyspaces(door: Door, document: { Statement: { Resource?: unknown }[] }): void {
  const named = document.Statement.flatMap(({ Resource: resource = '*' }) => resource).map((resource) => JSON.stringify(resource));
  if (named.some((resource) => resource === '"*"' || /:\/keyspace\/(\*|system)/.test(resource))) return;
  warn(door, 'endpointPolicyWithoutSystemKeyspaces', 'the endpoint policy names no system keyspaces, which every driver reads before anything else;'
    + ' add cassandra:Select on arn:...:/keyspace/system*');
}
