import { App } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { contextOf } from './context';
import type { Request } from './decide';
import { ClientStack, OwnerStack } from '../../integ/stacks/cross-account/separate-vpcs';
import { SharedVpcClientStack, SharedVpcOwnerStack } from '../../integ/stacks/cross-account/shared-vpc';
import { CrossAccountRole } from '../../src';
import { Deployed, type NamedPolicy } from '../support/deployed';

export const OWNER = '111122223333';
export const CLIENT = '444455556666';
/** Neither of the two. */
export const THIRD = '777788889999';

const REGION = 'us-east-1';

export interface Assumption {
  /** The ARN of the role that wants to assume. */
  readonly by: string;
  readonly role: 'the readers of the owner' | 'the clients of the shared VPC' | 'the role with an external id';
  readonly externalId?: string;
  /** Through which of the endpoints for AWS STS. */
  readonly through?: 'the VPC of the client' | 'the shared VPC';
  /** What the role's own account lets it do; by default it may assume anything. */
  readonly identityPolicies?: NamedPolicy[];
}

export interface DataRequest {
  /** Whose session it is: after AssumeRole that is the owner's. */
  readonly as: 'the readers of the owner' | 'the clients of the shared VPC' | 'the role of the client';
  readonly action: string;
  readonly on: string;
  readonly through: 'the VPC of the client' | 'the shared VPC' | 'the internet';
}

/** The two examples of two accounts each, as they would be deployed. */
export class CrossAccountShop {
  public readonly policies: Record<'the reader' | 'the service', NamedPolicy[]>;
  private readonly deployed: Deployed;
  private readonly roles: Record<Assumption['role'], iam.Role>;
  private readonly endpoints: Record<Exclude<DataRequest['through'], 'the internet'>, IConstruct>;
  private readonly stsEndpoints: Record<NonNullable<Assumption['through']>, IConstruct>;
  private readonly clientRole: iam.Role;

  constructor() {
    const app = new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true, 'aws:cdk:bundling-stacks': [] } });
    const at = (account: string) => ({ env: { account, region: REGION } });
    const owner = new OwnerStack(app, 'Owner', { ...at(OWNER), clientAccount: CLIENT });
    const client = new ClientStack(app, 'Client', { ...at(CLIENT), ownerAccount: OWNER });
    const sharedOwner = new SharedVpcOwnerStack(app, 'SharedOwner', { ...at(OWNER), clientAccount: CLIENT });
    const sharedClient = new SharedVpcClientStack(app, 'SharedClient', {
      ...at(CLIENT),
      ownerAccount: OWNER,
      vpcId: 'vpc-0123456789abcdef0',
      subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      clientSecurityGroupId: 'sg-0123456789abcdef0',
    });
    const external = new CrossAccountRole(owner, 'External', {
      roleName: 'external',
      clients: [{ account: CLIENT, roleNames: ['orders-abroad'], externalId: 'shop-42' }],
    });
    this.roles = {
      'the readers of the owner': owner.readers.role,
      'the clients of the shared VPC': sharedOwner.clients.role,
      'the role with an external id': external.role,
    };
    this.endpoints = { 'the VPC of the client': client.access.endpoint, 'the shared VPC': sharedOwner.access.endpoint };
    this.stsEndpoints = { 'the VPC of the client': client.owner.stsEndpoint!, 'the shared VPC': sharedOwner.shared.stsEndpoint! };
    this.clientRole = client.reader.role as iam.Role;
    this.deployed = new Deployed(app);
    this.policies = { 'the reader': this.ownPolicies(this.clientRole), 'the service': this.ownPolicies(sharedClient.taskRole) };
  }

  public assume({ by, role, externalId, through, identityPolicies = ANYTHING }: Assumption): Request {
    const made = this.roles[role];
    return {
      principal: by,
      identityPolicies,
      resourcePolicy: this.deployed.properties(made).AssumeRolePolicyDocument,
      endpointPolicy: through && this.deployed.properties(this.stsEndpoints[through]).PolicyDocument,
      action: 'sts:AssumeRole',
      resource: this.arn(made),
      context: { ...contextOf(by, false), ...externalId === undefined ? {} : { 'sts:ExternalId': externalId } },
    };
  }

  public ask({ as, action, on, through }: DataRequest): Request {
    const role = as === 'the role of the client' ? this.clientRole : this.roles[as];
    const principal = this.arn(role);
    return {
      principal,
      identityPolicies: this.ownPolicies(role),
      endpointPolicy: through === 'the internet' ? undefined : this.deployed.properties(this.endpoints[through]).PolicyDocument,
      action,
      resource: on,
      context: {
        ...contextOf(principal, false),
        ...through === 'the internet' ? {} : { 'aws:SourceVpce': 'vpce-0123456789abcdef0', 'aws:SourceVpc': 'vpc-0123456789abcdef0' },
      },
    };
  }

  private arn(role: iam.Role): string {
    return this.deployed.value(role, role.roleArn);
  }

  /** Without what AWS manages: permissions for the network interfaces of functions. */
  private ownPolicies(role: iam.Role): NamedPolicy[] {
    const policy = role.node.findChild('DefaultPolicy');
    return [{ name: 'default', policy: this.deployed.properties(policy).PolicyDocument }];
  }
}

const ANYTHING = [{
  name: 'anything',
  policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }] },
}];

/** What a role of the client's account is called in ARNs. */
export const roleIn = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;

