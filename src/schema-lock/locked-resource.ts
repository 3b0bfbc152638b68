/** The resource types that a lock holds. */
export type LockedType = 'AWS::Cassandra::Keyspace' | 'AWS::Cassandra::Table' | 'AWS::Cassandra::Type';

/**
 * What a lock holds of a resource. Values that are known only at deployment stand in it as the JSON that they are
 * in the template.
 */
export interface LockedResource {
  readonly type: LockedType;
  /** The name of the keyspace that a table or a type is in. */
  readonly keyspace?: string;
  /** Undefined where CloudFormation makes the name. */
  readonly name?: string;
  /** `name type`, in order. */
  readonly partitionKey?: string[];
  /** `name type order`, in order. */
  readonly clusteringColumns?: string[];
  /** The type of each column outside the key; a static one ends in `static`. */
  readonly columns?: Map<string, string>;
  /** The type of each field of a user-defined type. */
  readonly fields?: Map<string, string>;
  /** The Regions of a multi-Region keyspace. */
  readonly regions?: string[];
  readonly clientSideTimestamps?: unknown;
  /** Properties that can be updated, and are not what the service does without them. */
  readonly settings?: Map<string, unknown>;
  readonly deletionPolicy?: string;
  /** It is not in the template any more, but was kept. */
  readonly removed?: boolean;
  /** An acceptance was used for it, and still stands in the app. */
  readonly accepted?: boolean;
}

export interface LockedStack {
  readonly stackName: string;
  /** By logical id; in a nested stack after the logical ids of the nested stacks around it. */
  readonly resources: Map<string, LockedResource>;
}

/** Stacks by their construct path. */
export type Lock = Map<string, LockedStack>;

/** What a resource is called in messages. */
export function fullName({ type, keyspace, name }: LockedResource): string {
  const kind = { 'AWS::Cassandra::Keyspace': 'keyspace', 'AWS::Cassandra::Table': 'table', 'AWS::Cassandra::Type': 'type' }[type];
  return `${kind} ${[keyspace, name ?? '(named by CloudFormation)'].filter((part) => part !== undefined).join('.')}`;
}

/** Whether CloudFormation leaves it alone when it is taken out of the template. */
export function isKept({ deletionPolicy }: LockedResource): boolean {
  return deletionPolicy === 'Retain' || deletionPolicy === 'RetainExceptOnCreate';
}

/** JSON with the keys of objects in order, to compare and to write. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner) => isPlainObject(inner)
    ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => compareText(one, other))) : inner) ?? 'undefined';
}

/** By code unit: the same on every machine. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
