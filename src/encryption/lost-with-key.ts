import { CfnDeletionPolicy, type CfnResource } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { isDestroyed } from '../private/deletion';
import { refusal } from '../private/errors';
import { referenced } from '../private/referenced';

/**
 * A key that is deleted or disabled takes its tables along: AWS KMS disables what is to be deleted at once, and Amazon Keyspaces deletes a
 * table that has been without its key for seven days. At synthesis, because until then key and table may be changed.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.howitworks.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
 */
export function refuseLossWithKey(table: Construct, resource: CfnResource, key: kms.IKeyRef | undefined): void {
  const made = key && referenced(key.keyRef.keyArn);
  if (!kms.CfnKey.isCfnKey(made)) return;
  table.node.addValidation({ validate: () => [...faultsOfRemoval(table, resource, made), ...faultsOfState(table, made)] });
}

function faultsOfRemoval(table: Construct, resource: CfnResource, key: kms.CfnKey): string[] {
  if (!isDestroyed(key) || isDestroyed(resource)) return [];
  return [refusal('RetainedTableOfDestroyedKey', table, {
    what: 'removal policy',
    got: resource.cfnOptions.deletionPolicy,
    expected: `${CfnDeletionPolicy.DELETE} with the key ${key.node.path}, which is deleted, and its tables are seven days later`,
    remedy: 'keep the key too, or give the table RemovalPolicy.DESTROY',
  }).message];
}

function faultsOfState(table: Construct, { enabled, node }: kms.CfnKey): string[] {
  if (enabled !== false) return [];
  return [refusal('KeyDisabled', table, {
    what: 'the key of a table,',
    got: node.path,
    expected: 'one that is enabled, because with a disabled one the table can neither be made nor read',
    remedy: 'leave enabled out of the key; to take a table away, delete the table',
  }).message];
}
