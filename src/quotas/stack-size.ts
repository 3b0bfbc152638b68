import type { CfnResource, Stack } from 'aws-cdk-lib';
import { refusal } from '../private/errors';
import { warn } from '../private/warnings';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MAX_RESOURCES = 500;
const MAX_RESOURCES_OF_OPERATION = 2500;

/** With it the AWS CDK is told of another limit; 0 for none. */
const LIMIT = '@aws-cdk/core:stackResourceLimit';

/**
 * The AWS CDK refuses a template with too many resources, too, but does not say what to do about it.
 *
 * @param resources those of the stack and of the stacks nested in it
 * @param isSchema whether a resource is a keyspace, a table or a type: other stacks are not this library's business
 */
export function problemsOfStackSize(top: Stack, resources: CfnResource[], isSchema: (resource: CfnResource) => boolean): string[] {
  const limit = Number(top.node.tryGetContext(LIMIT) ?? MAX_RESOURCES);
  const stacks = new Map<Stack, CfnResource[]>();
  for (const resource of resources) {
    if (!stacks.has(resource.stack)) stacks.set(resource.stack, []);
    stacks.get(resource.stack)!.push(resource);
  }
  const schema = resources.find(isSchema);
  if (schema && resources.length > MAX_RESOURCES_OF_OPERATION && stacks.size > 1) {
    warn(schema, 'nestedStacksTooLarge', `the stack and those nested in it have ${resources.length} resources; CloudFormation creates, changes or`
      + ` deletes at most ${MAX_RESOURCES_OF_OPERATION} of them in one deployment; put some of them into a stack of their own`);
  }
  return [...stacks].filter(([, inside]) => limit > 0 && inside.length > limit && inside.some(isSchema)).map(([stack, inside]) =>
    refusal('StackTooLarge', stack, {
      what: `resources in the template of ${stack.node.path}`,
      got: inside.length,
      expected: `at most ${limit}, which is all that CloudFormation takes; ${inside.filter(isSchema).length} are keyspaces, tables and types`,
      remedy: `put tables into nested stacks (new NestedStack(...), up to ${limit} each) or into several stacks; their keyspace may stay where it is`,
    }).message);
}
