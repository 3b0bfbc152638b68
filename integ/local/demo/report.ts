import { DescribeSecurityGroupsCommand, DescribeVpcEndpointsCommand, EC2Client, IpPermission, SecurityGroup } from '@aws-sdk/client-ec2';
import { GetRoleCommand, GetRolePolicyCommand, ListAttachedRolePoliciesCommand, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { GetKeyspaceCommand, GetTableCommand } from '@aws-sdk/client-keyspaces';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { Clients } from '../clients';
import { DeployedStack } from '../deployed-stack';
import { concerns, describeStatement, statementsOf } from './statements';

const indent = (lines: string[]) => lines.map((line) => `  ${line}`);

/** What was created and who may reach it, read from the services, not from the template. */
export async function report(clients: Clients, stack: DeployedStack): Promise<string[]> {
  const parts = [
    ...stack.ofType('AWS::Cassandra::Keyspace').map((id) => describeKeyspace(clients, id)),
    ...stack.ofType('AWS::Cassandra::Table').map((id) => describeTable(clients, id)),
    ...stack.ofType('AWS::EC2::VPCEndpoint').map((id) => describeEndpoint(clients, id)),
    ...stack.ofType('AWS::IAM::Role').map((name) => describeRole(clients, name)),
  ];
  return (await Promise.all(parts)).flat();
}

async function describeKeyspace({ keyspaces }: Clients, keyspaceName: string): Promise<string[]> {
  const { replicationStrategy } = await keyspaces.send(new GetKeyspaceCommand({ keyspaceName }));
  return [`keyspace ${keyspaceName} (${replicationStrategy})`];
}

async function describeTable({ keyspaces, kms }: Clients, id: string): Promise<string[]> {
  const [keyspaceName, tableName] = id.split('|');
  const table = await keyspaces.send(new GetTableCommand({ keyspaceName, tableName }));
  const encryption = table.encryptionSpecification;
  const key = encryption?.kmsKeyIdentifier && await kms.send(new DescribeKeyCommand({ KeyId: encryption.kmsKeyIdentifier }));
  return [`table ${keyspaceName}.${tableName} (${table.status})`, ...indent([
    `columns: ${table.schemaDefinition?.allColumns?.map(({ name, type }) => `${name} ${type}`).join(', ')}`,
    `encryption: ${encryption?.type}`,
    ...key ? [`  ${key.KeyMetadata?.Arn} (${key.KeyMetadata?.KeyState})`] : [],
    `point-in-time recovery: ${table.pointInTimeRecovery?.status}`,
    `capacity: ${table.capacitySpecification?.throughputMode}`,
  ])];
}

async function describeEndpoint({ ec2 }: Clients, id: string): Promise<string[]> {
  const { VpcEndpoints: [endpoint] = [] } = await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
  const groups = endpoint.Groups?.map(({ GroupId }) => GroupId!) ?? [];
  const { SecurityGroups = [] } = groups.length === 0 ? {} : await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: groups }));
  return [`endpoint ${id} (${endpoint.State}) for ${endpoint.ServiceName}`, ...indent([
    `in ${endpoint.SubnetIds?.length ?? 0} subnets of ${endpoint.VpcId}, private DNS ${endpoint.PrivateDnsEnabled ? 'on' : 'off'}`,
    ...(await Promise.all(SecurityGroups.map((group) => describeGroup(ec2, group)))).flat(),
    'lets through, whatever a role may do otherwise:',
    ...indent(statementsOf(endpoint.PolicyDocument ?? '{"Statement":[]}').flatMap(describeStatement)),
  ])];
}

async function describeGroup(ec2: EC2Client, { GroupId, IpPermissions = [] }: SecurityGroup): Promise<string[]> {
  const admitted = IpPermissions.flatMap(({ UserIdGroupPairs = [] }) => UserIdGroupPairs.map((pair) => pair.GroupId!));
  const { SecurityGroups = [] } = admitted.length === 0 ? {} : await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: admitted }));
  return [`security group ${GroupId} lets in${IpPermissions.length === 0 ? ' nobody' : ''}`, ...indent([
    ...IpPermissions.map(describeRule),
    ...SecurityGroups.map((group) => `${group.GroupId}: ${group.Description}`),
  ])];
}

function describeRule({ IpProtocol, FromPort, ToPort, UserIdGroupPairs = [], IpRanges = [] }: IpPermission): string {
  const ports = FromPort === ToPort ? FromPort : `${FromPort}-${ToPort}`;
  const sources = [...UserIdGroupPairs.map(({ GroupId }) => GroupId), ...IpRanges.map(({ CidrIp }) => CidrIp)];
  return `${IpProtocol} ${ports} from ${sources.join(', ')}`;
}

async function describeRole({ iam }: Clients, RoleName: string): Promise<string[]> {
  const [{ Role }, { PolicyNames = [] }, { AttachedPolicies = [] }] = await Promise.all([
    iam.send(new GetRoleCommand({ RoleName })),
    iam.send(new ListRolePoliciesCommand({ RoleName })),
    iam.send(new ListAttachedRolePoliciesCommand({ RoleName })),
  ]);
  const policies = await Promise.all(PolicyNames.map((PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))));
  const statements = policies.flatMap(({ PolicyDocument }) => statementsOf(PolicyDocument!));
  const trust = statementsOf(Role!.AssumeRolePolicyDocument!).map(({ Principal }) => Object.values(Principal ?? {}).flat().join(', '));
  const reaches = statements.some((statement) => concerns(statement, 'cassandra'));
  return [`role ${RoleName}`, ...indent([`assumed by ${trust.join(', ')}${reaches ? '' : ', reaches no table'}`]), ...reaches ? indent([
    ...statements.flatMap(describeStatement),
    ...AttachedPolicies.map(({ PolicyName }) => `and the managed policy ${PolicyName}`),
  ]) : []];
}
