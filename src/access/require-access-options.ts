import type { ITableRef } from 'aws-cdk-lib/aws-cassandra';
import type { IPrivateKeyspacesAccess } from './iprivate-keyspaces-access';

/** Through which endpoints which tables have to be reached. */
export interface RequireAccessOptions {
  /**
   * The endpoints. Data is reached through those for CQL, streams through those for streams; without any of either kind, that kind is
   * denied altogether.
   */
  readonly accesses: IPrivateKeyspacesAccess[];

  /**
   * The tables, in all their Regions, with their streams. What is imported counts in the Regions that it was imported with, by default in
   * its own alone, and so does a plain `CfnTable`, with a warning where its keyspace is not known to have one Region: import one of a
   * multi-Region keyspace by `Table.fromTableAttributes()` with its `replicationRegions`, else its replicas can be reached from elsewhere.
   * One that is known in other Regions than those of the endpoints alone, and so denied altogether, is warned about.
   */
  readonly tables: ITableRef[];
}
