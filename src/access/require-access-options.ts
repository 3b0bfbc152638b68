import type { ITableRef } from 'aws-cdk-lib/aws-cassandra';
import type { IPrivateKeyspacesAccess } from './iprivate-keyspaces-access';

/** Through which endpoints which tables have to be reached. */
export interface RequireAccessOptions {
  /**
   * The endpoints. Data is reached through those for CQL, streams through those for streams; without any of either kind, that kind is
   * denied altogether.
   */
  readonly accesses: IPrivateKeyspacesAccess[];

  /** The tables, in all their Regions, with their streams. */
  readonly tables: ITableRef[];
}
