import { Stack } from 'aws-cdk-lib';
import { CfnKeyspace, type IKeyspaceRef } from 'aws-cdk-lib/aws-cassandra';
import type { Construct } from 'constructs';

/**
 * A keyspace's name for a resource inside it, such that the keyspace is created first.
 *
 * In the keyspace's own stack the name is a `Ref`. In another stack it stays a literal, without an export that would
 * chain the two stacks together, and only the order of deployment is said.
 */
export function nameInOrder(child: Construct, keyspace: IKeyspaceRef): string {
  const resource = CfnKeyspace.isCfnKeyspace(keyspace) ? keyspace : keyspace.node.defaultChild;
  if (!CfnKeyspace.isCfnKeyspace(resource)) return keyspace.keyspaceRef.keyspaceName;
  if (Stack.of(resource) === Stack.of(child)) return resource.ref;
  child.node.addDependency(resource);
  return keyspace.keyspaceRef.keyspaceName;
}
