import type * as kms from 'aws-cdk-lib/aws-kms';
import { countGrants, grantsOf, identityOf, quotaAt, type KeyUse } from './count-grants';
import { requireNoAlias } from './require-usable-key';

/**
 * How many grants the tables of an app make on a customer managed key, and how many there may be.
 *
 * Amazon Keyspaces makes two grants for each table. One is released as soon as the table is deleted, the other one 42 days
 * later: whoever makes and deletes tables with one key all the time, as tests do, needs several times what is counted here.
 *
 * All tables of the app count, in all its stacks. At synthesis more than 80 percent of the quota is a warning and more
 * than all of it an error, `KeyOutOfGrants`. Tables that are made elsewhere, and those that were deleted, are not known here.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.howitworks.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
 */
export class GrantBudget {
  /**
   * The budget of a key: one that is made in the app, or one that is imported by its ARN. Fails for an alias. Plain tables that name a
   * key by its id alone are not counted for its ARN.
   */
  public static of(key: kms.IKeyRef): GrantBudget {
    requireNoAlias(key);
    return new GrantBudget(key);
  }

  private constructor(private readonly key: kms.IKeyRef) {}

  /** The tables of the app that are encrypted with the key, as many as there are by now. */
  public get tables(): number {
    return this.use().tables.length;
  }

  /** The grants that these tables make: two for each. */
  public get grants(): number {
    return grantsOf(this.use());
  }

  /** How many grants the key may have: 50,000, or what was declared with `KeyspacesQuotas`. */
  public get quota(): number {
    return this.use().quota;
  }

  private use(): KeyUse {
    const key = identityOf(this.key, this.key.keyRef.keyArn);
    return countGrants(this.key.node.root).get(key) ?? { key, tables: [], quota: quotaAt(this.key) };
  }
}
