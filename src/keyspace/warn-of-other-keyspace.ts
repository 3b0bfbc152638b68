import { Token } from 'aws-cdk-lib';
import type { IKeyspaceRef } from 'aws-cdk-lib/aws-cassandra';
import { warn } from '../private/warnings';

/** CQL may name the keyspace, and so may the statements of the application. The same for all that is in it, so it is said once. */
export function warnOfOtherKeyspace(keyspace: IKeyspaceRef, { keyspaceName: declared }: { readonly keyspaceName?: string }): void {
  const { keyspaceName: actual } = keyspace.keyspaceRef;
  if (declared === undefined || declared === actual || [declared, actual].some((name) => Token.isUnresolved(name))) return;
  warn(keyspace, 'schemaOfOtherKeyspace', `tables and types that CQL declares in the keyspace "${declared}" are made in "${actual}"; statements that`
    + ` name the keyspace do not find them, unless it is called "${declared}"`);
}
