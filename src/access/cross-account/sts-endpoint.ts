import { Stack, Stage } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';
import { refusal } from '../../private/errors';
import { warn } from '../../private/warnings';
import type { Way } from '../admit-network';
import { selectEndpointSubnets } from '../endpoint-subnets';
import { principalArn } from '../principal-arn';
import { identify, nameOf, plainEndpoints, resourceOfVpc } from '../vpc-dns';

/** @see https://docs.aws.amazon.com/general/latest/gr/sts.html */
export const STS: Way = { port: ec2.Port.tcp(443), description: 'AWS STS' };

/** The endpoint of each VPC, by app or stage. */
const MADE = new WeakMap<IConstruct, Map<string, StsEndpoint>>();

/**
 * A way to AWS STS for who is in a VPC without internet, to assume given roles and for nothing else. Like the endpoint of Amazon Keyspaces
 * it admits nobody until somebody is admitted.
 *
 * A VPC takes one with private DNS, so that everybody who assumes roles there shares it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sts_vpc_endpoint_create.html
 */
class StsEndpoint extends Construct {
  public readonly endpoint: ec2.InterfaceVpcEndpoint;
  private readonly assuming = new iam.PolicyStatement({
    sid: 'AssumeTheseRoles',
    principals: [new iam.StarPrincipal()],
    actions: ['sts:AssumeRole'],
  });

  constructor(scope: Construct, id: string, vpc: ec2.IVpc) {
    super(scope, id);
    this.endpoint = new ec2.InterfaceVpcEndpoint(this, 'Endpoint', {
      vpc,
      service: ec2.InterfaceVpcEndpointAwsService.STS,
      subnets: { subnets: selectEndpointSubnets(this, { vpc }).subnets },
      securityGroups: [new ec2.SecurityGroup(this, 'SecurityGroup', {
        vpc,
        description: 'Private access to AWS STS: admits none but its clients',
        allowAllOutbound: false,
      })],
      open: false,
    });
    this.endpoint.addToPolicy(this.assuming);
    // At synthesis, because endpoints of plain CDK are not told of.
    this.node.addValidation({
      validate: () => plainEndpoints(this, ec2.InterfaceVpcEndpointAwsService.STS.name, vpc).map((other) => refusal('StsEndpointTaken', this, {
        what: 'a second private DNS for AWS STS in the VPC',
        got: nameOf(vpc),
        expected: `one, and ${other.node.path} has it already`,
        remedy: 'give that endpoint as stsEndpoint, with a policy that lets through the roles to assume',
      }).message),
    });
  }

  /** In another stack roles are named literally: a reference to them could close a cycle. */
  public letAssume(scope: IConstruct, roles: iam.IRole[]): void {
    const isHere = Stack.of(scope) === Stack.of(this);
    this.assuming.addResources(...roles.map((role) => isHere ? role.roleArn : principalArn(this, role)));
  }
}

/** The endpoint that is shared in a VPC, made if need be, as a part of the VPC: whoever of its users comes first makes no difference. */
export function stsEndpointIn(scope: IConstruct, vpc: ec2.IVpc, roles: iam.IRole[]): ec2.InterfaceVpcEndpoint {
  const app = Stage.of(vpc) ?? vpc.node.root;
  const made = MADE.get(app) ?? new Map<string, StsEndpoint>();
  MADE.set(app, made);
  const key = identify(vpc, vpc.vpcId);
  const sts = made.get(key) ?? new StsEndpoint(vpc as ec2.IVpc & Construct, 'StsForKeyspaces', vpc);
  if (!made.has(key) && !resourceOfVpc(vpc)) warnOfOthers(scope, vpc);
  made.set(key, sts);
  sts.letAssume(scope, roles);
  return sts.endpoint;
}

/** An endpoint that was given, which lets the roles through if it is one of this library. */
export function takeStsEndpoint(scope: IConstruct, endpoint: ec2.IInterfaceVpcEndpoint, roles: iam.IRole[]): ec2.IInterfaceVpcEndpoint {
  const made = endpoint.node.scope;
  if (made instanceof StsEndpoint) made.letAssume(scope, roles);
  return endpoint;
}

/** Whether nobody in a VPC has a way out, who could have used AWS STS over it. */
export function isIsolated({ isolatedSubnets, privateSubnets, publicSubnets }: ec2.IVpc): boolean {
  return isolatedSubnets.length > 0 && privateSubnets.length === 0 && publicSubnets.length === 0;
}

function warnOfOthers(scope: IConstruct, vpc: ec2.IVpc): void {
  warn(scope, 'stsPrivateDnsForWholeVpc', `the host name of AWS STS resolves to an endpoint made here for every workload of ${nameOf(vpc)}, also for those`
    + ' that use AWS STS already: who is not admitted is cut off, and nobody may do more than assume the owner\'s roles. Give an endpoint for'
    + ' AWS STS that the VPC has (stsEndpoint), or acknowledge this if nobody else uses AWS STS there');
}
