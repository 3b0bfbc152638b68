import { CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isPlainObject, type LockedResource, type LockedType } from './locked-resource';
import { lockedKeyspace, lockedTable, lockedUserDefinedType } from './read-properties';
import { makeName } from '../private/names';

/** A resource of the app as it is now. */
export interface ObservedResource {
  /** The logical id, after those of the nested stacks around it: what CloudFormation knows it by within the stack. */
  readonly id: string;
  readonly construct: CfnResource;
  readonly resource: LockedResource;
  /** The name changes with the place in the app. */
  readonly isNameMade: boolean;
  /** Whether CloudFormation deletes the old one when it replaces it. */
  readonly isDeletedOnReplacement: boolean;
}

/** A stack that is deployed by itself, with the nested stacks in it. */
export interface ObservedStack {
  readonly path: string;
  readonly stackName: string;
  /** `aws://account/region`, where they are known. */
  readonly environment: string;
  readonly construct: Stack;
  readonly resources: ObservedResource[];
}

interface Rendered {
  readonly construct: CfnResource;
  readonly stack: Stack;
  readonly logicalId: string;
  readonly json: Record<string, any>;
}

const READERS: Record<string, (properties: Record<string, unknown>) => Omit<LockedResource, 'type'>> = {
  'AWS::Cassandra::Keyspace': lockedKeyspace,
  'AWS::Cassandra::Table': lockedTable,
  'AWS::Cassandra::Type': lockedUserDefinedType,
};

/** Whether a construct is a resource that a lock holds. */
export function isLockable(construct: IConstruct | undefined): construct is CfnResource {
  return CfnResource.isCfnResource(construct) && construct.cfnResourceType in READERS;
}

/** Every stack of the app and, as CloudFormation will see them, its keyspaces, tables and types. */
export function observe(root: IConstruct): ObservedStack[] {
  const constructs = root.node.findAll();
  const rendered = constructs.filter(isLockable).flatMap(render);
  const keyspaceNames = namesOfKeyspaces(rendered);
  const stacks = constructs.filter((construct): construct is Stack => Stack.isStack(construct) && !construct.nestedStackParent);
  const byStack = new Map(stacks.map((stack) => [stack, [] as ObservedResource[]]));
  for (const item of rendered) byStack.get(outermost(item.stack))!.push(observed(item, keyspaceNames));
  return stacks.map((stack) => ({
    path: stack.node.path, stackName: stack.stackName, environment: stack.environment, construct: stack, resources: byStack.get(stack)!,
  }));
}

/** With overrides, aspects and references between stacks; nothing for what is left out of the template. */
function render(construct: CfnResource): Rendered[] {
  const stack = Stack.of(construct);
  const { Resources = {} } = stack.resolve(construct._toCloudFormation());
  return Object.entries<Record<string, any>>(Resources).map(([logicalId, json]) => ({ construct, stack, logicalId, json }));
}

/** In its own stack a keyspace is referred to by `Ref`, whose value is its name. */
function namesOfKeyspaces(rendered: Rendered[]): Map<Stack, Map<string, string>> {
  const names = new Map<Stack, Map<string, string>>();
  for (const { stack, logicalId, json } of rendered) {
    const name = json.Properties?.KeyspaceName;
    if (json.Type !== 'AWS::Cassandra::Keyspace' || typeof name !== 'string') continue;
    names.set(stack, (names.get(stack) ?? new Map()).set(logicalId, name));
  }
  return names;
}

function observed({ construct, stack, logicalId, json }: Rendered, keyspaceNames: Map<Stack, Map<string, string>>): ObservedResource {
  const properties = { ...json.Properties };
  const { KeyspaceName: keyspace } = properties;
  if (isPlainObject(keyspace)) properties.KeyspaceName = keyspaceNames.get(stack)?.get(keyspace.Ref as string) ?? keyspace;
  const resource: LockedResource = {
    type: json.Type as LockedType,
    ...READERS[json.Type](properties),
    deletionPolicy: json.DeletionPolicy,
  };
  return {
    id: [...nestedIds(stack), logicalId].join('/'),
    construct,
    resource,
    isNameMade: resource.name === undefined || resource.name === madeName(construct),
    isDeletedOnReplacement: !['Retain', 'Snapshot'].includes(json.UpdateReplacePolicy),
  };
}

function madeName({ node: { scope } }: CfnResource): string | undefined {
  return scope && scope.node.path !== '' ? makeName(scope) : undefined;
}

function outermost(stack: Stack): Stack {
  return stack.nestedStackParent ? outermost(stack.nestedStackParent) : stack;
}

function nestedIds(stack: Stack): string[] {
  const { nestedStackParent: parent, nestedStackResource: resource } = stack;
  return parent && resource ? [...nestedIds(parent), parent.resolve((resource as CfnResource).logicalId)] : [];
}

/** Whether something in the app still stands for what the command line has to look up first. */
export function isContextMissing(root: IConstruct): boolean {
  return root.node.findAll().some((construct) => Stack.isStack(construct) && isMissingContext(construct));
}

// Public in the cloud assembly only, which is written when it is too late to refuse anything.
function isMissingContext(stack: Stack): boolean {
  const { _missingContext: missing = [] } = stack as unknown as { _missingContext?: unknown[] };
  return missing.length > 0;
}
