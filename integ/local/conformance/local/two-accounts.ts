import { Agent } from 'node:https';
import { EC2Client } from '@aws-sdk/client-ec2';
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';
import { App, Stack as CdkStack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { addresses } from './door';
import { Stack } from '../cloudformation/stack';
import type { Credentials, Identity } from '../identities';
import { account, region } from '../target';

/** Of the tables. */
export const OWNER = account;
export const CLIENT = '444455556666';

/** The root of any account: one secret is everybody's here. */
export const rootOf = (of: string): Credentials => ({ accessKeyId: of, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY! });

/** As the library would deploy it, without what only `cdk deploy` needs. */
export class PlainStack extends CdkStack {
  public readonly outputs: Record<string, string> = {};
  private readonly wanted: Record<string, unknown> = {};

  constructor(id: string, of: string, props: StackProps = {}) {
    super(new App({ analyticsReporting: false }), id, { env: { account: of, region }, ...props });
  }

  /**
   * Through the API of CloudFormation, as the root of its account. What is shared with AWS RAM is left out: the local AWS has none, and lets
   * everybody connect to an endpoint's addresses.
   */
  public async deploy(): Promise<void> {
    const { template } = (this.node.root as App).synth().getStackByName(this.stackName);
    const resources = Object.entries<any>(template.Resources).filter(([, { Type: type }]) => type !== 'AWS::RAM::ResourceShare');
    const { status, reasons, outputs } = await new Stack(region, undefined, rootOf(this.account))
      .create(Object.fromEntries(resources), { outputs: this.wanted });
    if (status !== 'CREATE_COMPLETE') throw new Error(`${this.stackName}: ${status} ${reasons.join('; ')}`);
    Object.assign(this.outputs, outputs);
  }

  /** Where the interfaces of an endpoint are reached, by their private addresses; once the stack is deployed. */
  public addressesOf(endpoint: string): Promise<Record<string, string>> {
    return addresses(this.outputs[endpoint], new EC2Client({ credentials: rootOf(this.account) }));
  }

  public want(name: string, token: string): void {
    this.wanted[name] = this.resolve(token);
  }
}

let vpcs = 100;

/** Isolated subnets in two zones; no two VPCs have an address in common. */
export const vpcIn = (scope: Construct) => new ec2.Vpc(scope, 'Vpc', {
  ipAddresses: ec2.IpAddresses.cidr(`10.${vpcs += 1}.0.0/16`),
  availabilityZones: [`${region}a`, `${region}b`],
  natGateways: 0,
  subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
  restrictDefaultSecurityGroup: false,
});

/** Assumes a role, through an interface of an endpoint for AWS STS if its address is given. */
export async function assumeAs(
  credentials: Credentials, RoleArn: string, more: Partial<AssumeRoleCommandInput> = {}, through?: string,
): Promise<Identity> {
  const sts = new STSClient({ credentials, ...through === undefined ? {} : behind(through) });
  const { Credentials: given } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session', ...more }));
  const [, , , , of, role] = RoleArn.split(':');
  const name = role.split('/').pop()!;
  return {
    name,
    arn: `arn:aws:sts::${of}:assumed-role/${name}/session`,
    credentials: { accessKeyId: given!.AccessKeyId!, secretAccessKey: given!.SecretAccessKey!, sessionToken: given!.SessionToken! },
  };
}

/** By the name that private DNS has, at an address that only this machine knows; 4443 stands for 443. */
function behind(address: string): { endpoint: string; requestHandler: { httpsAgent: Agent } } {
  const httpsAgent = new Agent({
    lookup: (_host, options, done) => options.all ? (done as any)(null, [{ address, family: 4 }]) : done(null, address, 4),
  });
  return { endpoint: `https://sts.${region}.amazonaws.com:4443`, requestHandler: { httpsAgent } };
}
