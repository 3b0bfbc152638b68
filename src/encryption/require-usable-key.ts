import { Token } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';
import type { Located } from '../private/arns';
import { refusal } from '../private/errors';
import { referenced } from '../private/referenced';
import { surelyDiffer } from '../private/surely-differ';

/**
 * Amazon Keyspaces takes the ARN of a symmetric encryption key of the table's own account and Region. What of that can be seen.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.howitworks.html
 */
export function requireUsableKey(table: Located, key: kms.IKeyRef): void {
  requireNoAlias(key, table);
  requireSameEnvironment(table, key);
  requireSymmetric(table, key);
}

/**
 * An alias is another resource than its key: tables, permissions and records of CloudTrail name the key.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cassandra-table-encryptionspecification.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html
 */
export function requireNoAlias(key: kms.IKeyRef, at: IConstruct = key): void {
  const { aliasName = key.keyRef.keyArn } = key as Partial<kms.IAlias>;
  if (!('aliasName' in key) && !/:alias\//.test(aliasName)) return;
  throw refusal('KeyIsAlias', at, {
    what: 'a key by its alias:',
    got: Token.isUnresolved(aliasName) ? key.node.path : aliasName,
    expected: 'the key itself, because an alias can be led to another one, while a table keeps its key, and permissions and events name that',
    remedy: 'give the KeyspacesKey, the kms.Key, or the key imported by its own ARN: kms.Key.fromKeyArn()',
  });
}

function requireSameEnvironment(table: Located, key: kms.IKeyRef): void {
  for (const [code, place] of [['KeyInOtherRegion', 'region'], ['KeyInOtherAccount', 'account']] as const) {
    if (!surelyDiffer(key.env[place], table.env[place])) continue;
    throw refusal(code, table, {
      what: `a key of ${place === 'region' ? 'Region' : 'account'}`,
      got: key.env[place],
      expected: `a key of the table's own, ${table.env[place]}`,
      remedy: 'make a key there, for one with KeyspacesKey',
    });
  }
}

/** Of a key that is made in this app; an imported one does not tell. */
function requireSymmetric(table: Located, key: kms.IKeyRef): void {
  const made = referenced(key.keyRef.keyArn);
  if (!kms.CfnKey.isCfnKey(made)) return;
  const { keySpec = kms.KeySpec.SYMMETRIC_DEFAULT, keyUsage = kms.KeyUsage.ENCRYPT_DECRYPT } = made;
  const isFor = (given: string, wanted: string) => Token.isUnresolved(given) || given === wanted;
  if (isFor(keySpec, kms.KeySpec.SYMMETRIC_DEFAULT) && isFor(keyUsage, kms.KeyUsage.ENCRYPT_DECRYPT)) return;
  throw refusal('KeyNotSymmetric', table, {
    what: 'a key of the kind',
    got: { keySpec, keyUsage },
    expected: 'a symmetric encryption key (SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT)',
    remedy: 'leave keySpec and keyUsage out of the key, or use KeyspacesKey',
  });
}
