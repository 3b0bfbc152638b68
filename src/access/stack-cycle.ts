import { Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { resourceOfVpc } from './vpc-dns';
import { refusal } from '../private/errors';
import { referenced } from '../private/referenced';
import { stacksAround } from '../private/stacks';

/** What an endpoint refers to. */
export interface Networks {
  /** The VPC that it is in, and so are its security groups. */
  readonly _vpc?: ec2.IVpc;
  /** VPCs that its hosted zones are associated with, which can be said of the zone alone: CloudFormation knows no association. */
  readonly _sharedWith?: ec2.IVpc[];
}

/**
 * What is referred to from the stack of a VPC must not need that VPC itself: each stack would have to be deployed before the other.
 *
 * @param value what of the endpoint is referred to
 * @param from who refers to it
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-hostedzone.html
 */
export function requireNoCycle(endpoint: IConstruct & Networks, value: string, from: IConstruct): void {
  const resource = referenced(value);
  if (!resource) return;
  const isHere = Stack.of(resource) === Stack.of(endpoint);
  const own = endpoint._vpc && resourceOfVpc(endpoint._vpc);
  const shared = isHere ? (endpoint._sharedWith ?? []).flatMap((each) => resourceOfVpc(each) ?? []) : [];
  const vpc = own && needsStackOf(own, resource, from) ? own : shared.find((each) => needsStackOf(each, resource, from, true));
  if (!vpc) return;
  throw refusal('ClientInStackOfVpc', endpoint, {
    what: 'a client in the stack of a VPC that the endpoint needs,',
    got: from.node.path,
    expected: `a client of another stack than that of ${vpc.node.path}: the stack of the endpoint is deployed after that of the VPC, and who refers to`
      + ' the endpoint after that of the endpoint',
    remedy: 'make the VPC in a stack of its own and its clients in another; or give the access a VPC that is deployed already by its id,'
      + ' with ec2.Vpc.fromVpcAttributes() or ec2.Vpc.fromLookup()',
  });
}

/**
 * Whether what is referred to is deployed after the stack of a VPC, which is that of who refers to it, too.
 *
 * @param besides whether it is not itself that needs the VPC, but something beside it: around a nested stack that is no cycle, because
 * there each resource waits for its own needs
 */
function needsStackOf(vpc: IConstruct, resource: IConstruct, from: IConstruct, besides = false): boolean {
  const [ofVpc, ofResource, ofFrom] = [vpc, resource, from].map(stacksAround);
  const fork = ofVpc.findIndex((stack, index) => stack !== ofResource[index]);
  return fork >= 0 && ofFrom[fork] === ofVpc[fork] && !(besides && fork === ofResource.length);
}
