import { CfnResource, type Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { KeyspacesQuotas, type KeyspacesQuotasOptions } from './keyspaces-quotas';
import { outermostStack } from '../private/stacks';
import { warn } from '../private/warnings';

type Counted = keyof Pick<KeyspacesQuotasOptions, 'keyspaces' | 'tables' | 'userDefinedTypes'>;

const COUNTED: Record<string, Counted> = {
  'AWS::Cassandra::Keyspace': 'keyspaces',
  'AWS::Cassandra::Table': 'tables',
  'AWS::Cassandra::Type': 'userDefinedTypes',
};

/** What is made by an operation on the schema: creating a keyspace is one as well. */
export function isSchema({ cfnResourceType }: CfnResource): boolean {
  return cfnResourceType in COUNTED;
}

const WHAT: Record<Counted, string> = { keyspaces: 'keyspaces', tables: 'tables', userDefinedTypes: 'user-defined types' };

/** What an app makes in one account and Region. */
interface Count {
  readonly place: string;
  readonly counted: Counted;
  number: number;
  /** The highest quota that is declared by any who contribute: a quota is the account's, not the stack's. */
  quota: number;
  /** One of each stack, to be warned at: what is said on a stack itself at synthesis cannot be acknowledged there before. */
  readonly stacks: Map<Stack, CfnResource>;
}

/** Counted once for all stacks of an app, in all its Stages. */
const COUNTS = new WeakMap<IConstruct, Count[]>();

/** Has it counted again, once the app is synthesized again. */
export function forgetCounts(stack: Stack): void {
  COUNTS.delete(stack.node.root);
}

/**
 * Warns of more than the account and Region may have, as far as the app tells: of all its stacks together, those whose
 * environment is only known at deployment taken as one.
 */
export function warnOfCounts(stack: Stack): void {
  const { root } = stack.node;
  const counts = COUNTS.get(root) ?? countIn(root);
  COUNTS.set(root, counts);
  for (const { place, counted, number, quota, stacks } of counts) {
    const resource = stacks.get(stack);
    if (number <= quota || !resource) continue;
    warn(resource, `${counted}AboveQuota`, `the stacks of this app make ${number} ${WHAT[counted]} in ${place}, more than the quota of ${quota}`
      + ` in an account and Region; have it raised, and say so with KeyspacesQuotas.of(app).declare({ ${counted}: ${number} })`);
  }
}

function countIn(root: IConstruct): Count[] {
  const counts = new Map<string, Count>();
  for (const resource of root.node.findAll()) {
    if (!CfnResource.isCfnResource(resource) || !isSchema(resource)) continue;
    const counted = COUNTED[resource.cfnResourceType];
    const quota = KeyspacesQuotas.of(resource)._quota(counted);
    const stack = outermostStack(resource);
    for (const place of placesOf(resource)) {
      const key = `${counted} ${place}`;
      const count = counts.get(key) ?? { place, counted, number: 0, quota: 0, stacks: new Map() };
      counts.set(key, count);
      count.number++;
      count.quota = Math.max(count.quota, quota);
      if (!count.stacks.has(stack)) count.stacks.set(stack, resource);
    }
  }
  return [...counts.values()];
}

/** Tables of a multi-Region keyspace are in all its Regions. */
function placesOf({ stack, node: { scope } }: CfnResource): Set<string> {
  const { replicationRegions = [] } = scope as { readonly replicationRegions?: string[] };
  return new Set([stack.region, ...replicationRegions].map((region) => placeOf(stack.account, region)));
}

function placeOf(account: string, region: string): string {
  const known = (value: string, unknown: string) => Token.isUnresolved(value) ? unknown : value;
  return `account ${known(account, '(known at deployment)')}, Region ${known(region, '(known at deployment)')}`;
}
