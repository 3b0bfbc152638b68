import { Stack, Token } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';
import { refusal } from '../private/errors';
import { legible } from '../private/readable';
import { referenced } from '../private/referenced';
import { outermostStack } from '../private/stacks';
import { warn } from '../private/warnings';
import { KeyspacesQuotas } from '../quotas/keyspaces-quotas';

/**
 * That Amazon Keyspaces makes on a key for each table.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.howitworks.html
 */
const GRANTS_OF_TABLE = 2;

/** Of the quota, above which it is said. */
const NEARLY_ALL = 0.8;

const FOR_42_DAYS = 'the second grant of a table that is deleted is released after 42 days only, so that more are in use';

/** What an app does with one key. */
export interface KeyUse {
  readonly key: string;
  readonly tables: CfnTable[];
  /** The highest that is declared around any of the tables or the key: a quota is the key's, not the stack's. */
  quota: number;
}

/** Counted once for all stacks of an app, in all its Stages. */
const COUNTS = new WeakMap<IConstruct, Map<string, KeyUse>>();

/** Has it counted again, once the app is synthesized again. */
export function forgetGrants(stack: Stack): void {
  COUNTS.delete(stack.node.root);
}

export function grantsOf({ tables }: Pick<KeyUse, 'tables'>): number {
  return GRANTS_OF_TABLE * tables.length;
}

/** Of all stacks of an app together, reported where the tables are. */
export function faultsOfGrants(stack: Stack): string[] {
  const { root } = stack.node;
  const uses = COUNTS.get(root) ?? countGrants(root);
  COUNTS.set(root, uses);
  return [...uses.values()].flatMap((use) => {
    const grants = grantsOf(use);
    const here = grants > NEARLY_ALL * use.quota && use.tables.find((table) => outermostStack(table) === stack);
    if (!here) return [];
    if (grants > use.quota) return [tooMany(here, use)];
    warn(here, 'keyNearlyOutOfGrants', `the tables of this app make ${grants} of the ${use.quota} grants that the key ${use.key} may have;`
      + ` ${FOR_42_DAYS}; use several keys, or have the quota raised`);
    return [];
  });
}

function tooMany(at: CfnTable, use: KeyUse): string {
  return refusal('KeyOutOfGrants', at, {
    what: `grants on the key ${use.key}, ${GRANTS_OF_TABLE} for each of ${use.tables.length} tables:`,
    got: grantsOf(use),
    expected: `at most ${use.quota}; ${FOR_42_DAYS}`,
    remedy: 'use several keys, or have the quota of AWS KMS raised and say so with KeyspacesQuotas.of(app).declare({ grantsPerKey })',
  }).message;
}

/** By key: tables of this library and plain ones. */
export function countGrants(root: IConstruct): Map<string, KeyUse> {
  const uses = new Map<string, KeyUse>();
  for (const table of root.node.findAll()) {
    const arn = CfnTable.isCfnTable(table) ? keyArnOf(table) : undefined;
    if (arn === undefined) continue;
    const key = identityOf(table, arn);
    const use = uses.get(key) ?? { key, tables: [], quota: quotaAt(referenced(arn) ?? table) };
    uses.set(key, use);
    use.tables.push(table as CfnTable);
    use.quota = Math.max(use.quota, quotaAt(table));
  }
  return uses;
}

/** A key that is made in the app by where it is in it, any other by its ARN. */
export function identityOf(at: IConstruct, keyArn: string): string {
  if (!Token.isUnresolved(keyArn)) return keyArn;
  const made = referenced(keyArn);
  if (kms.CfnKey.isCfnKey(made)) return made.node.path;
  const arn = legible(at, keyArn);
  if (!arn.includes('<')) return arn;
  // What is only known at deployment is not the same in every account and Region, nor is an attribute of that name in every stack.
  const { account, region } = Stack.of(at);
  const where = made?.node.path ?? [account, region].filter((known) => !Token.isUnresolved(known)).join(', ');
  return where ? `${arn} of ${where}` : arn;
}

export function quotaAt(scope: IConstruct): number {
  return KeyspacesQuotas.of(scope)._quota('grantsPerKey');
}

function keyArnOf({ encryptionSpecification: encryption }: CfnTable): string | undefined {
  // What is a token as a whole does not tell.
  return Token.isUnresolved(encryption) ? undefined : (encryption as CfnTable.EncryptionSpecificationProperty | undefined)?.kmsKeyIdentifier;
}
