import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Properties, Resources } from '../cloudformation/stack';

const lambda = new LambdaClient({});
const code = readFileSync(join(__dirname, 'probe.js'), 'utf8');

export const SERVICE = 'cassandra.us-east-1.amazonaws.com';
export const ref = (Ref: string) => ({ Ref });

/** Two isolated subnets with a route table of their own. The addresses of an endpoint in them end in .1.4 and .2.4. */
export const vpc = (more: Properties = {}, cidr = '10.1'): Resources => {
  const subnet = (number: number) => ({
    Type: 'AWS::EC2::Subnet',
    Properties: { VpcId: ref('Vpc'), CidrBlock: `${cidr}.${number}.0/24`, AvailabilityZone: `us-east-1${' ab'[number]}` },
  });
  const association = (SubnetId: unknown) => ({ Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { RouteTableId: ref('Table'), SubnetId } });
  return {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: `${cidr}.0.0/16`, EnableDnsSupport: true, EnableDnsHostnames: true, ...more } },
    A: subnet(1),
    B: subnet(2),
    Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
    TableA: association(ref('A')),
    TableB: association(ref('B')),
  };
};

/** A rule for one port of TCP. */
export const tcp = (port: number, peer: Properties): Properties => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...peer });

export interface Rules { readonly out?: Properties[]; readonly in?: Properties[] }

const everything = [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }];
const fromClient = [9142, 443].map((port) => tcp(port, { SourceSecurityGroupId: ref('Client') }));

/** The group of the function lets everything out, the group of the endpoint the function in, on 9142 and 443, unless rules are given. */
export const groups = (rules: Rules = {}): Resources => ({
  Client: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: ref('Vpc'), GroupDescription: 'client', SecurityGroupEgress: rules.out ?? everything } },
  Door: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: ref('Vpc'), GroupDescription: 'door', SecurityGroupIngress: rules.in ?? fromClient } },
});

export const endpoint = (more: Properties = {}, service = 'cassandra'): Resources => ({
  [service]: {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: {
      VpcId: ref('Vpc'),
      VpcEndpointType: 'Interface',
      ServiceName: `com.amazonaws.us-east-1.${service}`,
      SubnetIds: [ref('A'), ref('B')],
      SecurityGroupIds: [ref('Door')],
      PrivateDnsEnabled: true,
      ...more,
    },
  },
});

/** A function in both subnets, unless another VpcConfig is given. */
export const probe = (VpcConfig: unknown = { SubnetIds: [ref('A'), ref('B')], SecurityGroupIds: [ref('Client')] }): Resources => {
  const document = (statement: Properties) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  return {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: document({ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }),
        Policies: [{ PolicyName: 'p', PolicyDocument: document({ Action: 'kms:ListKeys', Resource: '*' }) }],
      },
    },
    Probe: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Timeout: 20,
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: { ZipFile: code },
        ...(VpcConfig ? { VpcConfig } : {}),
      },
    },
  };
};

export const NO_VPC = null;

/** What the function answers. */
export async function ask(FunctionName: string, probing: string, question: Properties = {}): Promise<unknown> {
  const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify({ probe: probing, ...question }) }));
  const answer = JSON.parse(Buffer.from(Payload!).toString());
  if (FunctionError) throw new Error(`the function failed: ${JSON.stringify(answer)}`);
  return answer;
}
