import { GetTableCommand } from '@aws-sdk/client-keyspaces';
import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import type { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CqlType, Keyspace, KeyspacesKey, Table, TableEncryption, TableSchema } from '../../../../src';
import type { Clients } from '../../clients';
import { DeployedStack } from '../../deployed-stack';

export const ENCRYPTION = 'ChangedEncryption';
const TABLE = { keyspaceName: 'refusals_single', tableName: 'ChangedEncryption' };

/** A table with one of three keys that are there all the time: the first one, a disabled one, and the next one. */
export const encryptedWith = (id: 'First' | 'Disabled' | 'Next') => (stack: Stack) => {
  const keys = Object.fromEntries(['First', 'Disabled', 'Next'].map((each) => [each, new KeyspacesKey(stack, each, { removalPolicy: RemovalPolicy.DESTROY })]));
  (keys.Disabled.node.defaultChild as CfnKey).enabled = false;
  const table = new Table(stack, 'Table', {
    keyspace: Keyspace.fromKeyspaceName(stack, 'Keyspace', TABLE.keyspaceName),
    tableName: TABLE.tableName,
    schema: new TableSchema({ partitionKey: [{ name: 'id', type: CqlType.UUID }] }),
    encryption: TableEncryption.customerManagedKey(keys[id === 'Disabled' ? 'First' : id]),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // The library would refuse it.
  if (id === 'Disabled') {
    (table.node.defaultChild as CfnTable).encryptionSpecification = { encryptionType: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: keys.Disabled.keyArn };
  }
  for (const each of ['First', 'Next']) new CfnOutput(stack, `${each}Key`, { value: keys[each].keyArn });
};

export interface Encrypted {
  /** A table that is replaced is another one, and what it held is gone. */
  readonly createdAt: number;
  readonly key: 'First' | 'Next' | undefined;
}

export async function readEncrypted({ cloudFormation, keyspaces }: Clients): Promise<Encrypted> {
  const { outputs } = await DeployedStack.read(cloudFormation, ENCRYPTION);
  const { creationTimestamp, encryptionSpecification } = await keyspaces.send(new GetTableCommand(TABLE));
  const key = (['First', 'Next'] as const).find((each) => outputs[`${each}Key`] === encryptionSpecification!.kmsKeyIdentifier);
  return { createdAt: creationTimestamp!.getTime(), key };
}
