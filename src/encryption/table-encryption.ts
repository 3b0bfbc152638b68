import type { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';
import { requireKeyFirst } from './deployed-before';
import { KeyspacesKey } from './keyspaces-key';
import { letKeyspacesUse } from './let-keyspaces-use';
import { requireUsableKey } from './require-usable-key';
import type { Located } from '../private/arns';
import { refusal } from '../private/errors';

/**
 * With which key a table is encrypted at rest. Tables are always encrypted.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/EncryptionAtRest.html
 */
export class TableEncryption {
  /** A key that AWS owns and manages, without charge. */
  public static awsOwnedKey(): TableEncryption {
    return new TableEncryption();
  }

  /**
   * A key of your own: a `KeyspacesKey`, or any symmetric encryption key of the table's account and Region. Not for
   * tables of multi-Region keyspaces.
   *
   * A key made elsewhere in the app gets the statement that Amazon Keyspaces needs added to its policy. The policy of
   * an imported key cannot be changed from here, which is a warning. Fails for a key that is bound to other keyspaces, for an alias, and
   * for a key of another kind, account or Region than the table takes, as far as that can be seen.
   *
   * The key also encrypts the table's metadata, its restorable backups and its change data capture streams. Amazon Keyspaces
   * changes the key of a table in place, without downtime. Keep the former one, enabled, for as long as earlier backups may have to
   * be restored, 35 days at most: whether they are brought under the new key is UNCONFIRMED.
   *
   * When the key is disabled or deleted, or its policy takes Amazon Keyspaces' access away, the table can neither be
   * read nor written, and after seven days without its key it is deleted. Without the key it cannot be restored either:
   * deleting a key cuts the 35 days of its tables' backups short. Fails for a key whose stack has to be deployed after the table's.
   *
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.howitworks.html
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/EncryptionAtRest.html
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/PointInTimeRecovery_HowItWorks.html
   */
  public static customerManagedKey(key: kms.IKeyRef): TableEncryption {
    // In other languages, and in JavaScript, nothing has checked the type.
    if (!key?.keyRef) throw keyMissing(key);
    return new TableEncryption(key);
  }

  private constructor(private readonly key?: kms.IKeyRef) {}

  /** The customer managed key, if it is one.
   * @internal
   */
  public get _key(): kms.IKeyRef | undefined {
    return this.key;
  }

  /** @internal */
  public _render(table: Located, keyspaceName: string): CfnTable.EncryptionSpecificationProperty {
    if (!this.key) return { encryptionType: 'AWS_OWNED_KMS_KEY' };
    requireUsableKey(table, this.key);
    requireKeyFirst(table, this.key);
    if (this.key instanceof KeyspacesKey) requireServed(table, keyspaceName, this.key);
    else letKeyspacesUse(this.key, table);
    // The API also knows ids and aliases; the documentation of the table resource asks for the ARN.
    return { encryptionType: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: this.key.keyRef.keyArn };
  }
}

function requireServed(table: IConstruct, keyspaceName: string, key: KeyspacesKey): void {
  if (key._serves(keyspaceName)) return;
  throw refusal('KeyBoundToOtherKeyspace', table, {
    what: 'a table in the keyspace',
    got: keyspaceName,
    expected: `a keyspace that its key is bound to (${key._keyspaceNames!.join(', ')}), because KMS denies the key to all others`,
    remedy: 'add the keyspace to the property "keyspaces" of the key, or use another key',
  });
}

function keyMissing(given?: IConstruct): Error {
  return refusal('KeyMissing', undefined, {
    what: 'a customer managed key:',
    got: given?.node?.path ?? String(given),
    expected: 'a key, because without one a key that AWS owns would encrypt the table',
    remedy: 'give a KeyspacesKey or a kms.Key, import one with kms.Key.fromKeyArn(), or say TableEncryption.awsOwnedKey()',
  });
}
