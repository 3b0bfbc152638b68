import { CloudFormationClient, DescribeStacksCommand, ListStackResourcesCommand, ListStacksCommand, StackStatus } from '@aws-sdk/client-cloudformation';

/** A stack's id, by which it is known when it is gone, too, its outputs, and its resources by type. */
export class DeployedStack {
  static async read(client: CloudFormationClient, name: string): Promise<DeployedStack> {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    const { StackResourceSummaries = [] } = await client.send(new ListStackResourcesCommand({ StackName: name }));
    const ids = new Map<string, string[]>();
    for (const { ResourceType, PhysicalResourceId } of StackResourceSummaries) {
      ids.set(ResourceType!, [...ids.get(ResourceType!) ?? [], PhysicalResourceId!]);
    }
    const outputs = stack.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue!]) ?? [];
    return new DeployedStack(stack.StackId!, Object.fromEntries(outputs), ids);
  }

  private constructor(
    public readonly id: string,
    public readonly outputs: Record<string, string>,
    private readonly ids: Map<string, string[]>,
  ) {}

  /** The physical ids of the resources of a type. */
  ofType(type: string): string[] {
    return this.ids.get(type) ?? [];
  }
}

/** The names of the stacks that exist, apart from the bootstrap stack. */
export async function deployedStacks(client: CloudFormationClient): Promise<string[]> {
  const { StackSummaries = [] } = await client.send(new ListStacksCommand({}));
  return StackSummaries.filter(({ StackStatus: status }) => status !== StackStatus.DELETE_COMPLETE)
    .map(({ StackName }) => StackName!)
    .filter((name) => name !== 'CDKToolkit');
}
