import { CreateRoleCommand, DeleteRoleCommand, DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';

const ACCOUNT = '111122223333';
const PolicyName = 'p';

const iam = new IAMClient({});
const live: string[] = [];

export type Grants = [actions: string | string[], resources: string | string[]][];

/** A role for CloudFormation and the account, with these permissions. */
export async function createRole(RoleName: string, ...grants: Grants): Promise<string> {
  const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
  const trusted = { AWS: `arn:aws:iam::${ACCOUNT}:root`, Service: 'cloudformation.amazonaws.com' };
  const { Role } = await iam.send(new CreateRoleCommand({
    RoleName, AssumeRolePolicyDocument: document({ Effect: 'Allow', Principal: trusted, Action: 'sts:AssumeRole' }),
  }));
  const statements = grants.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: document(...statements) }));
  live.push(RoleName);
  return Role!.Arn!;
}

/** For `afterAll`. */
export async function deleteRoles(): Promise<void> {
  for (const RoleName of live) {
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
  }
}
