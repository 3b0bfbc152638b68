import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Located } from './arns';
import { refusal } from './errors';

/** What is made in one Region and, if it is replicated, is there in all of them. */
export interface Replicated {
  readonly kind: 'keyspace' | 'table';
  /** Unique in an account and Region, e.g. `shop.orders`. */
  readonly name: string;
  /** The Regions that it is replicated to, its own included; undefined for a single one. */
  readonly regions?: string[];
}

interface Made extends Replicated {
  readonly construct: Located;
}

/** By app, so that two apps never meet, then by kind and name. */
const MADE = new WeakMap<IConstruct, Map<string, Made[]>>();

/**
 * A multi-Region keyspace and its tables are made by a stack in one of the Regions, and are in the others at once: a
 * stack there that makes them too fails. At synthesis, because only then all stacks are known.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/multiRegion-replication_how-it-works.html
 */
export function requireMadeOnce(construct: Located, replicated: Replicated): void {
  if (Token.isUnresolved(replicated.name)) return;
  const made = madeInApp(construct, `${replicated.kind}:${replicated.name}`);
  made.push({ ...replicated, construct });
  construct.node.addValidation({
    validate: () => made.filter((other) => isReplicatedTo(construct, other)).map((other) => refusal('MadeInSeveralRegions', construct, {
      what: `multi-Region ${replicated.kind}`,
      got: replicated.name,
      expected: `to be made once, as it is by ${other.construct.node.path} in ${other.construct.env.region}, which replicates it here`,
      remedy: `import it here, with ${replicated.kind === 'keyspace' ? 'Keyspace.fromKeyspaceAttributes()' : 'Table.fromTableAttributes()'}`,
    }).message),
  });
}

function madeInApp({ node: { root } }: IConstruct, key: string): Made[] {
  const byName = MADE.get(root) ?? new Map<string, Made[]>();
  const made = byName.get(key) ?? [];
  MADE.set(root, byName.set(key, made));
  return made;
}

function isReplicatedTo({ env: here }: Located, { construct: { env: there }, regions = [] }: Made): boolean {
  // Of two accounts that are not known it cannot be said that they are the same.
  const isSameAccount = here.account === there.account && !Token.isUnresolved(here.account);
  return isSameAccount && here.region !== there.region && regions.includes(here.region);
}
