import type { IKeyspaceRef } from 'aws-cdk-lib/aws-cassandra';
import type { IKeyspace } from './ikeyspace';

/** A keyspace that says its Regions; undefined for a bare reference of plain CDK, which says but its name. */
export function knownKeyspace(keyspace: IKeyspaceRef): IKeyspace | undefined {
  // Not by class: there may be two copies of this library in an app.
  return 'grants' in keyspace && 'keyspaceArn' in keyspace ? keyspace as IKeyspace : undefined;
}
