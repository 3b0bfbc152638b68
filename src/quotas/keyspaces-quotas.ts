import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { requireWholeNumber } from '../private/validate';

/** Quotas of Amazon Keyspaces that can be raised, as they were raised for an account and Region. */
export interface KeyspacesQuotasOptions {
  /**
   * Keyspaces in an account and Region.
   *
   * @default - what was declared around it, else 256
   */
  readonly keyspaces?: number;

  /**
   * Tables in an account and Region, those of all keyspaces together.
   *
   * @default - what was declared around it, else 256
   */
  readonly tables?: number;

  /**
   * User-defined types in an account and Region, those of all keyspaces together.
   *
   * @default - what was declared around it, else 256
   */
  readonly userDefinedTypes?: number;

  /**
   * User-defined types that one table uses.
   *
   * @default - what was declared around it, else 50
   */
  readonly userDefinedTypesPerTable?: number;

  /**
   * Tables that use one user-defined type.
   *
   * @default - what was declared around it, else 100
   */
  readonly tablesPerUserDefinedType?: number;

  /**
   * User-defined types that one user-defined type uses directly.
   *
   * @default - what was declared around it, else 10
   */
  readonly childTypesPerUserDefinedType?: number;

  /**
   * User-defined types that use one user-defined type directly.
   *
   * @default - what was declared around it, else 10
   */
  readonly parentTypesPerUserDefinedType?: number;

  /**
   * Grants on one customer managed key, a quota of AWS KMS. A table takes two.
   *
   * @default - what was declared around it, else 50,000
   */
  readonly grantsPerKey?: number;
}

/**
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
 */
const DEFAULTS: Required<KeyspacesQuotasOptions> = {
  keyspaces: 256,
  tables: 256,
  userDefinedTypes: 256,
  userDefinedTypesPerTable: 50,
  tablesPerUserDefinedType: 100,
  childTypesPerUserDefinedType: 10,
  parentTypesPerUserDefinedType: 10,
  grantsPerKey: 50_000,
};

const DECLARED = new WeakMap<IConstruct, KeyspacesQuotasOptions>();

/**
 * The quotas of Amazon Keyspaces that hold for an app, a Stage, a stack or a part of one.
 *
 * An app that goes beyond a default quota is warned, because its deployment would fail half-way. Once the quota is
 * raised for the account and Region, declare it here, and the warning goes. Only what the app itself makes is counted.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html
 */
export class KeyspacesQuotas {
  /** The quotas that hold for everything in a scope. */
  public static of(scope: IConstruct): KeyspacesQuotas {
    return new KeyspacesQuotas(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Says which quotas were raised, and to what, for everything in this scope. What is declared further inside goes
   * before it, quota by quota. Fails for anything but whole numbers from 1 on.
   */
  public declare(quotas: KeyspacesQuotasOptions): void {
    for (const [quota, value] of Object.entries(quotas) as [string, number | undefined][]) {
      if (value === undefined) continue;
      requireWholeNumber('QuotaInvalid', this.scope, value, {
        what: `the quota "${quota}"`,
        min: 1,
        max: Number.MAX_SAFE_INTEGER,
        remedy: 'give the applied quota value that Service Quotas shows for the account and Region',
      });
    }
    DECLARED.set(this.scope, { ...DECLARED.get(this.scope), ...quotas });
  }

  /**
   * Unlimited where it is a token: nothing can be said about it at synthesis.
   *
   * @internal
   */
  public _quota(quota: keyof KeyspacesQuotasOptions): number {
    const scope = this.scope.node.scopes.reverse().find((around) => DECLARED.get(around)?.[quota] !== undefined);
    const value = (scope && DECLARED.get(scope)?.[quota]) ?? DEFAULTS[quota];
    return Token.isUnresolved(value) ? Infinity : value;
  }
}
