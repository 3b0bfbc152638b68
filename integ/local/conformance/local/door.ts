import { DescribeNetworkInterfacesCommand, DescribeVpcEndpointsCommand, EC2Client, ModifyVpcEndpointCommand } from '@aws-sdk/client-ec2';
import { later } from '../clean-up';
import { Resources, Stack } from '../cloudformation/stack';
import { document, Statement } from '../identities';

const ec2 = new EC2Client({});
const ref = (Ref: string) => ({ Ref });
/** No two VPCs of a test have an address in common. */
let vpcs = 0;

export interface Door {
  readonly id: string;
  readonly vpc: string;
  /** Where each interface is reached from this machine, by its private address. */
  readonly addresses: Record<string, string>;
  readonly stack: Stack;
}

/** An interface endpoint in two zones of a VPC of its own; with the full-access policy unless one is given. */
export async function openDoor(statements?: Statement[]): Promise<Door> {
  const network = `10.${vpcs += 1}`;
  const subnet = (CidrBlock: string, AvailabilityZone: string) => ({ Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock, AvailabilityZone } });
  const resources: Resources = {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: `${network}.0.0/16`, EnableDnsSupport: true, EnableDnsHostnames: true } },
    A: subnet(`${network}.1.0/28`, 'us-east-1a'),
    B: subnet(`${network}.2.0/28`, 'us-east-1b'),
    Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: ref('Vpc'), GroupDescription: 'door' } },
    Endpoint: {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        VpcId: ref('Vpc'),
        VpcEndpointType: 'Interface',
        ServiceName: 'com.amazonaws.us-east-1.cassandra',
        SubnetIds: [ref('A'), ref('B')],
        SecurityGroupIds: [ref('Group')],
        PrivateDnsEnabled: true,
        ...statements && { PolicyDocument: JSON.parse(endpointPolicy(statements)) },
      },
    },
  };
  const stack = new Stack();
  const { outputs: { Id: id, Vpc: vpc } } = await stack.create(resources, { outputs: { Id: ref('Endpoint'), Vpc: ref('Vpc') } });
  later(() => Stack.deleteAll());
  return { id, vpc, addresses: await addresses(id), stack };
}

/** For everybody, unless a statement says for whom. */
const endpointPolicy = (statements: Statement[]) => document(...statements.map((statement) => ({ Principal: '*', ...statement })));

export async function setPolicy({ id }: Door, ...statements: Statement[]): Promise<void> {
  await ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId: id, PolicyDocument: endpointPolicy(statements) }));
}

/** Where each interface of an endpoint is reached, by its private address. */
export async function addresses(id: string, as = ec2): Promise<Record<string, string>> {
  const { VpcEndpoints: [endpoint] = [] } = await as.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
  const { NetworkInterfaces = [] } = await as.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: endpoint.NetworkInterfaceIds }));
  return Object.fromEntries(NetworkInterfaces.map(({ PrivateIpAddress, TagSet = [] }) => [PrivateIpAddress!, TagSet.find(({ Key }) => Key === 'local:address')!.Value!]));
}

export const anyAddress = (door: Door) => Object.values(door.addresses)[0];
