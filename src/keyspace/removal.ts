import { CfnDeletionPolicy, type CfnResource } from 'aws-cdk-lib';
import type { IKeyspaceRef } from 'aws-cdk-lib/aws-cassandra';
import type { Construct } from 'constructs';
import { isDestroyed } from '../private/deletion';
import { refusal } from '../private/errors';
import { resourceOfKeyspace } from '../private/order';

const KINDS = {
  'table': 'RetainedTableInDestroyedKeyspace',
  'user-defined type': 'RetainedTypeInDestroyedKeyspace',
};

/**
 * Deleting a keyspace deletes its tables, whatever their own removal policy says, so a table that is kept in a keyspace
 * that is not is refused; so is a type, which could not be kept either. At synthesis, because until then both may be
 * changed.
 */
export function refuseLossWithKeyspace(child: Construct, kind: keyof typeof KINDS, resource: CfnResource, keyspace: IKeyspaceRef): void {
  const parent = resourceOfKeyspace(keyspace);
  if (!parent) return;
  child.node.addValidation({
    validate: () => {
      if (!isDestroyed(parent) || isDestroyed(resource)) return [];
      return [refusal(KINDS[kind], child, {
        what: 'removal policy',
        got: resource.cfnOptions.deletionPolicy,
        expected: `${CfnDeletionPolicy.DELETE} in the keyspace ${parent.node.path}, which is deleted and its ${kind}s with it`,
        remedy: `keep the keyspace too, or give the ${kind} RemovalPolicy.DESTROY`,
      }).message];
    },
  });
}
