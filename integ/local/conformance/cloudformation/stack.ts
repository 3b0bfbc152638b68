import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudFormationClient, type CloudFormationClientConfig, CreateStackCommand, DeleteStackCommand, DescribeStackEventsCommand, DescribeStacksCommand,
  StackEvent, Tag, UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';

export type Properties = Record<string, unknown>;
export interface Resource { Type: string; Properties: Properties; DependsOn?: string | string[]; DeletionPolicy?: string }
export type Resources = Record<string, Resource>;

export interface Outcome {
  status: string;
  /** Why resources failed, in the order in which they did. */
  reasons: string[];
  events: StackEvent[];
  outputs: Record<string, string>;
}

export interface Options { roleArn?: string; tags?: Tag[]; outputs?: Record<string, unknown> }

/** Characters that no other test of this run has in its names. */
export const unique = (prefix = 't') => `${prefix}_${randomBytes(4).toString('hex')}`;

const live = new Set<Stack>();

/** A stack that is deployed through the CloudFormation API, and remembered until it is deleted. */
export class Stack {
  /** For `afterAll`: oldest first, since a keyspace takes its tables with it at once. */
  public static async deleteAll(): Promise<void> {
    for (const stack of live) await stack.delete();
  }

  private readonly client: CloudFormationClient;
  private seen = new Set<string | undefined>();

  public constructor(
    region = 'us-east-1', private readonly name = unique('stack').replace('_', '-'), credentials?: CloudFormationClientConfig['credentials'],
  ) {
    this.client = new CloudFormationClient({ region, credentials });
  }

  public async create(resources: Resources, options: Options = {}): Promise<Outcome> {
    await this.client.send(new CreateStackCommand(this.input(resources, options)));
    live.add(this);
    return this.settled(this.name);
  }

  public async update(resources: Resources, options: Options = {}): Promise<Outcome> {
    await this.client.send(new UpdateStackCommand(this.input(resources, options)));
    return this.settled(this.name);
  }

  public async delete(roleArn?: string): Promise<Outcome> {
    const { Stacks } = await this.client.send(new DescribeStacksCommand({ StackName: this.name }));
    await this.client.send(new DeleteStackCommand({ StackName: this.name, RoleARN: roleArn }));
    const outcome = await this.settled(Stacks![0].StackId!);
    if (outcome.status === 'DELETE_COMPLETE') live.delete(this);
    return outcome;
  }

  private input(resources: Resources, { roleArn, tags, outputs }: Options) {
    return {
      StackName: this.name,
      RoleARN: roleArn,
      Tags: tags,
      Capabilities: ['CAPABILITY_NAMED_IAM' as const],
      TemplateBody: JSON.stringify({
        Resources: resources,
        Outputs: outputs && Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { Value: value }])),
      }),
    };
  }

  private async settled(id: string): Promise<Outcome> {
    for (const end = Date.now() + 30_000; Date.now() < end;) {
      const { Stacks: [stack] = [] } = await this.client.send(new DescribeStacksCommand({ StackName: id }));
      if (!stack.StackStatus!.endsWith('_IN_PROGRESS')) {
        const { StackEvents: all = [] } = await this.client.send(new DescribeStackEventsCommand({ StackName: id }));
        const events = all.filter((event) => !this.seen.has(event.EventId)).reverse();
        this.seen = new Set(all.map((event) => event.EventId));
        return {
          status: stack.StackStatus!,
          reasons: events.filter((event) => event.ResourceStatus!.endsWith('_FAILED')).map((event) => event.ResourceStatusReason ?? ''),
          events,
          outputs: Object.fromEntries((stack.Outputs ?? []).map((output) => [output.OutputKey!, output.OutputValue!])),
        };
      }
      await sleep(25);
    }
    throw new Error(`the stack ${this.name} is still busy after 30 seconds`);
  }
}

/** The only resource, under the logical id R. */
export const only = (Type: string, Properties: Properties): Resources => ({ R: { Type, Properties } });

/** A keyspace of one Region and one of several. */
export const keyspaces = (single: string, multi: string): Resources => ({
  Single: { Type: 'AWS::Cassandra::Keyspace', Properties: { KeyspaceName: single } },
  Multi: {
    Type: 'AWS::Cassandra::Keyspace',
    Properties: { KeyspaceName: multi, ReplicationSpecification: { ReplicationStrategy: 'MULTI_REGION', RegionList: ['us-east-1', 'eu-west-1'] } },
  },
});
