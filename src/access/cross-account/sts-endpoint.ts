import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { selectEndpointSubnets } from '../endpoint-subnets';

export interface StsEndpointProps {
  readonly vpc: ec2.IVpc;
  readonly subnets?: ec2.SubnetSelection;
  /** What may be assumed through it. */
  readonly roles: iam.IRole[];
}

/**
 * A way to AWS STS for who is in a VPC without internet, to assume given roles and for nothing else. Like the endpoint of Amazon Keyspaces
 * it admits nobody until somebody is admitted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sts_vpc_endpoint_create.html
 */
export class StsEndpoint extends Construct {
  public readonly endpoint: ec2.InterfaceVpcEndpoint;

  constructor(scope: Construct, id: string, { vpc, subnets, roles }: StsEndpointProps) {
    super(scope, id);
    this.endpoint = new ec2.InterfaceVpcEndpoint(this, 'Endpoint', {
      vpc,
      service: ec2.InterfaceVpcEndpointAwsService.STS,
      subnets: { subnets: selectEndpointSubnets(this, { vpc, subnets }).subnets },
      securityGroups: [new ec2.SecurityGroup(this, 'SecurityGroup', {
        vpc,
        description: 'Private access to AWS STS: admits none but its clients',
        allowAllOutbound: false,
      })],
      open: false,
    });
    this.endpoint.addToPolicy(new iam.PolicyStatement({
      sid: 'AssumeTheseRoles',
      principals: [new iam.StarPrincipal()],
      actions: ['sts:AssumeRole'],
      resources: roles.map((role) => role.roleArn),
    }));
  }
}

/** Whether nobody in a VPC has a way out. */
export function isIsolated({ isolatedSubnets, privateSubnets }: ec2.IVpc): boolean {
  return isolatedSubnets.length > 0 && privateSubnets.length === 0;
}
