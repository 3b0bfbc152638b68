import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateAccessKeyCommand, CreatePolicyCommand, CreateRoleCommand, CreateUserCommand, DeleteAccessKeyCommand, DeletePolicyCommand, DeleteRoleCommand,
  DeleteRolePolicyCommand, DeleteUserCommand, DeleteUserPolicyCommand, IAMClient, PutRolePolicyCommand, PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { later, unique } from './clean-up';
import { account, local, patience, SYSTEM } from './target';
import { eventually } from '../wait';

export interface Statement { Effect: 'Allow' | 'Deny'; Action: string | string[]; Resource: string | string[]; Principal?: unknown; Condition?: object }
export interface Credentials { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
export interface Identity { name: string; arn: string; credentials: Credentials }

export const iam = new IAMClient({});
const sts = new STSClient({});

const PolicyName = 'conformance';

const actions = (names: string | string[]) => [names].flat().map((name) => (name.includes(':') ? name : `cassandra:${name}`));
/** Actions of Amazon Keyspaces, unless they name their service. */
export const allow = (names: string | string[], Resource: string | string[] = '*', Condition?: object): Statement => ({ Effect: 'Allow', Action: actions(names), Resource, Condition });
export const deny = (names: string | string[], Resource: string | string[] = '*', Condition?: object): Statement => ({ ...allow(names, Resource, Condition), Effect: 'Deny' });
/** What a driver needs to connect. */
export const CONNECT = allow('Select', SYSTEM);
export const document = (...Statement: Statement[]) => JSON.stringify({ Version: '2012-10-17', Statement });

/** A user with these permissions and an access key. */
export async function createUser(...statements: Statement[]): Promise<Identity> {
  const UserName = unique('user');
  const { User } = await iam.send(new CreateUserCommand({ UserName }));
  later(() => iam.send(new DeleteUserCommand({ UserName })));
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument: document(...statements) }));
  later(() => iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName })));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  later(() => iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: key!.AccessKeyId })));
  await settled();
  return { name: UserName, arn: User!.Arn!, credentials: { accessKeyId: key!.AccessKeyId!, secretAccessKey: key!.SecretAccessKey! } };
}

/** A role with these permissions; identity policies, unless the boundary or session policies are meant. */
export async function createRole(statements: Statement[], boundary?: Statement[]): Promise<{ name: string; arn: string }> {
  const RoleName = unique('role');
  const trust = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' } };
  const PermissionsBoundary = boundary && await managedPolicy(boundary);
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust), PermissionsBoundary }));
  later(() => iam.send(new DeleteRoleCommand({ RoleName })));
  await putRolePolicy(RoleName, statements);
  later(() => iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })));
  await settled();
  return { name: RoleName, arn: Role!.Arn! };
}

/** Sets the permissions of a role; they replace what it had. */
export async function putRolePolicy(RoleName: string, statements: Statement[]): Promise<void> {
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: document(...statements) }));
}

/** A session of a role, with a session policy if one is given. */
export async function assume({ name, arn }: { name: string; arn: string }, session?: Statement[]): Promise<Identity> {
  const RoleSessionName = unique('session');
  const request = new AssumeRoleCommand({ RoleArn: arn, RoleSessionName, Policy: session && document(...session) });
  const { Credentials: given } = await eventually(patience, () => sts.send(request));
  return {
    name,
    arn: `arn:aws:sts::${account}:assumed-role/${name}/${RoleSessionName}`,
    credentials: { accessKeyId: given!.AccessKeyId!, secretAccessKey: given!.SecretAccessKey!, sessionToken: given!.SessionToken! },
  };
}

/** A session of a new role with these permissions. */
export const session = async (...statements: Statement[]) => assume(await createRole(statements));

async function managedPolicy(statements: Statement[]): Promise<string> {
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: unique('boundary'), PolicyDocument: document(...statements) }));
  later(() => iam.send(new DeletePolicyCommand({ PolicyArn: Policy!.Arn })));
  return Policy!.Arn!;
}

/** IAM is eventually consistent, but here. */
const settled = () => sleep(local ? 0 : 15_000);
