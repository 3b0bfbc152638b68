import { Stack, Stage } from 'aws-cdk-lib';
import { CfnKeyspace, type IKeyspaceRef } from 'aws-cdk-lib/aws-cassandra';
import { Construct, type IDependable } from 'constructs';

/** The resource behind a keyspace; undefined for one that is made elsewhere. */
export function resourceOfKeyspace(keyspace: IKeyspaceRef): CfnKeyspace | undefined {
  const resource = CfnKeyspace.isCfnKeyspace(keyspace) ? keyspace : keyspace.node.defaultChild;
  return CfnKeyspace.isCfnKeyspace(resource) ? resource : undefined;
}

/**
 * A keyspace's name for a resource inside it, such that the keyspace is created first.
 *
 * In the keyspace's own stack the name is a `Ref`. In another stack it stays a literal, without an export that would
 * chain the two stacks together, and only the order of deployment is said. The order of Stages is their pipeline's.
 */
export function nameInOrder(child: Construct, keyspace: IKeyspaceRef): string {
  const resource = resourceOfKeyspace(keyspace);
  if (resource && Stack.of(resource) === Stack.of(child)) return resource.ref;
  if (resource && Stage.of(resource) === Stage.of(child)) child.node.addDependency(resource);
  return keyspace.keyspaceRef.keyspaceName;
}

/** What a resource needs beside its keyspace, created first. The order of Stages is their pipeline's. */
export function createAfter(child: Construct, needed: IDependable[]): void {
  const inOtherStage = (other: IDependable) => Construct.isConstruct(other) && Stage.of(other) !== Stage.of(child);
  child.node.addDependency(...needed.filter((other) => !inOtherStage(other)));
}
