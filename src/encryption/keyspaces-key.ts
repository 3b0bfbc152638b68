import { RemovalPolicy, Resource, Token } from 'aws-cdk-lib';
import type { IKeyspaceRef } from 'aws-cdk-lib/aws-cassandra';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { requireAdministratorsFirst } from './deployed-before';
import { faultsOfKeyPolicyLength } from './key-policy-length';
import { DELETION_WINDOW_DAYS, manage, useByIam, useThroughKeyspaces } from './key-statements';
import { requireAdministrators } from './require-administrators';
import { refusal } from '../private/errors';
import { refersToOtherStack } from '../private/other-stack';

/** How to make a customer managed key for Amazon Keyspaces. */
export interface KeyspacesKeyProps {
  /**
   * What the key is for.
   *
   * @default - says that the key encrypts tables of Amazon Keyspaces
   */
  readonly description?: string;

  /**
   * The keyspaces whose tables the key may encrypt, by the encryption context that Amazon Keyspaces passes along. At
   * least one. A table of another keyspace is refused, and so is a keyspace of another stack whose name is not a literal.
   *
   * @default - any keyspace of the account
   */
  readonly keyspaces?: IKeyspaceRef[];

  /**
   * Principals of the key's account who may look at the key, manage it and revoke its grants, without an IAM policy. They can neither
   * encrypt nor decrypt with it directly, but whoever may change the key policy can give that to themselves.
   *
   * The key is deployed after them. Fails for services, for anybody, and for principals that are seen to be of another account; at
   * synthesis for one of another stack that needs the key, as the stack of a table does that is encrypted with it.
   *
   * @default - whoever the account's IAM policies allow to
   */
  readonly administrators?: iam.IPrincipal[];

  /**
   * Whether IAM policies of the account may also allow encrypting and decrypting with the key directly, outside of
   * Amazon Keyspaces. Everybody with `kms:*` on `*`, an administrator of the account for one, then can.
   *
   * @default false
   */
  readonly delegateUseToIam?: boolean;

  /**
   * What happens to the key when it is removed from the app or replaced. A deleted key makes its tables unreadable,
   * and ends the 35 days early for which their backups could be restored.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/PointInTimeRecovery_HowItWorks.html
   */
  readonly removalPolicy?: RemovalPolicy;
}

/**
 * A customer managed key that can be used through Amazon Keyspaces and in no other way.
 *
 * The key policy lets callers of this account use the key through `cassandra.*` only. The account's IAM policies
 * can delegate managing the key, action by action, and no cryptographic one unless `delegateUseToIam` says so; the key
 * can be deleted only with the full window of 30 days. Nobody is denied anything: Amazon Keyspaces' own calls would be hit by it.
 *
 * It is no `kms.IKey` on purpose. Grants for other uses would either do nothing or open what this policy closes. Those of
 * `kms.KeyGrants`, and of the key imported by its ARN, are permissions of IAM: for using the key they have an effect where
 * `delegateUseToIam` says so, and none elsewhere.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.customermanaged.html
 */
export class KeyspacesKey extends Resource implements kms.IKeyRef {
  /**
   * The ARN of the key.
   * @attribute
   */
  public readonly keyArn: string;

  /**
   * The id of the key.
   * @attribute
   */
  public readonly keyId: string;

  /** The keyspaces that the key is bound to; undefined when it serves any.
   * @internal
   */
  public readonly _keyspaceNames?: string[];

  constructor(scope: Construct, id: string, props: KeyspacesKeyProps = {}) {
    super(scope, id);
    this._keyspaceNames = props.keyspaces?.map((keyspace) => keyspace.keyspaceRef.keyspaceName);
    if (this._keyspaceNames?.length === 0) {
      throw refusal('KeyspacesEmpty', this, {
        what: 'the keyspaces that a key is bound to',
        got: [],
        expected: 'at least one, because none would make the key useless',
        remedy: 'name the keyspaces, or leave the property out for a key that serves all keyspaces of the account',
      });
    }

    this._keyspaceNames?.forEach((name, index) => this.requireKnownHere(props.keyspaces![index], name));

    requireAdministrators(this, props.administrators ?? []);
    const keyPolicy = new iam.PolicyDocument({
      statements: [
        ...useThroughKeyspaces(this, this._keyspaceNames),
        ...manage('ManageByIam', [new iam.AccountRootPrincipal()]),
        ...props.delegateUseToIam ? [useByIam()] : [],
        ...props.administrators?.length ? manage('Administer', props.administrators) : [],
      ],
    });
    this.node.addValidation({ validate: () => faultsOfKeyPolicyLength(this, keyPolicy) });
    const resource = new kms.CfnKey(this, 'Resource', {
      description: props.description ?? 'Encrypts tables of Amazon Keyspaces',
      enableKeyRotation: true,
      pendingWindowInDays: DELETION_WINDOW_DAYS,
      keyPolicy,
    });
    resource.applyRemovalPolicy(props.removalPolicy ?? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);

    requireAdministratorsFirst(this, props.administrators ?? []);
    this.keyArn = resource.attrArn;
    this.keyId = resource.ref;
  }

  /** Whether tables of a keyspace can use the key, as far as the names are known.
   * @internal
   */
  public _serves(keyspaceName: string): boolean {
    const names = this._keyspaceNames;
    return !names || names.includes(keyspaceName) || [keyspaceName, ...names].some((name) => Token.isUnresolved(name));
  }

  /** A reference to the key, for everything that takes one. */
  public get keyRef(): kms.KeyReference {
    return { keyArn: this.keyArn, keyId: this.keyId };
  }

  /** Else the key would be made after that stack, whose tables are made after the key. */
  private requireKnownHere(keyspace: IKeyspaceRef, name: string): void {
    if (!refersToOtherStack(this, name)) return;
    throw refusal('NameNotLiteral', this, {
      what: 'the name of a keyspace that a key is bound to, of',
      got: keyspace.node.path,
      expected: 'a literal, because it is of another stack: the key would have to be deployed after that one, whose tables need the key',
      remedy: 'give the keyspace a name, or make it with Keyspace of this library, whose names are literals',
    });
  }
}
