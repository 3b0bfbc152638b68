import { join } from 'node:path';
import { Stack, type StackProps, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Capacity, CqlSchema, SchemaResources } from '../../../src';

/** Everything that a schema of Apache Cassandra declares: the keyspace, its types and its tables. */
export class CqlShop extends Stack {
  public readonly schema: SchemaResources;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    this.schema = new SchemaResources(this, 'Schema', {
      schema: CqlSchema.fromFile(join(__dirname, 'shop.cql')),
      tables: { 'shop.page_views': { capacity: Capacity.provisioned({ readUnits: 1, writeUnits: 5 }), pointInTimeRecovery: false } },
    });
    Validations.of(this.schema).acknowledge(
      { id: 'cdk-keyspaces:cqlReplicationIgnored', reason: 'the replication of the service is wanted' },
      { id: 'cdk-keyspaces:cqlOptionIgnored', reason: 'a comment, and a setting of compaction, which is the service\'s own affair' },
    );
  }
}
