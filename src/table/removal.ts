import { CfnDeletionPolicy } from 'aws-cdk-lib';
import { type CfnTable, type IKeyspaceRef } from 'aws-cdk-lib/aws-cassandra';
import type { Construct } from 'constructs';
import { refusal } from '../private/errors';
import { resourceOfKeyspace } from '../private/order';

/**
 * Deleting a keyspace deletes its tables, whatever their own removal policy says, so a table that is kept in a keyspace
 * that is not is refused. At synthesis, because until then both may be changed.
 */
export function refuseLossWithKeyspace(table: Construct, resource: CfnTable, keyspace: IKeyspaceRef): void {
  const parent = resourceOfKeyspace(keyspace);
  if (!parent) return;
  table.node.addValidation({
    validate: () => {
      // Without a policy CloudFormation deletes.
      const isDeleted = (policy?: CfnDeletionPolicy) => policy === undefined || policy === CfnDeletionPolicy.DELETE;
      if (!isDeleted(parent.cfnOptions.deletionPolicy) || isDeleted(resource.cfnOptions.deletionPolicy)) return [];
      return [refusal('RetainedTableInDestroyedKeyspace', table, {
        what: 'removal policy',
        got: resource.cfnOptions.deletionPolicy,
        expected: `${CfnDeletionPolicy.DELETE} in the keyspace ${parent.node.path}, which is deleted and its tables with it`,
        remedy: 'keep the keyspace too, or give the table RemovalPolicy.DESTROY',
      }).message];
    },
  });
}
