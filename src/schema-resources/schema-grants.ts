import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { refusal } from '../private/errors';
import type { Table } from '../table/table';
import type { TableGrants } from '../table/table-grants';

/**
 * Permissions on all tables of a schema, and on no other table of their keyspaces.
 *
 * What each carries is said at `TableGrants`. The statements of a returned grant are shared with others and cannot be changed.
 */
export class SchemaGrants {
  /** @internal */
  public static _of(scope: Construct, tables: Table[]): SchemaGrants {
    return new SchemaGrants(scope, tables.map(({ grants }) => grants));
  }

  private constructor(private readonly scope: Construct, private readonly tables: TableGrants[]) {}

  /** Allows actions of Amazon Keyspaces, named in full (`cassandra:Alter`), on the tables. */
  public actions(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    return this.each((table) => table.actions(grantee, ...actions));
  }

  /** Allows reading the tables: `cassandra:Select`. */
  public readData(grantee: iam.IGrantable): iam.Grant {
    return this.each((table) => table.readData(grantee));
  }

  /** Allows inserting, updating and deleting rows: `cassandra:Modify`. */
  public writeData(grantee: iam.IGrantable): iam.Grant {
    return this.each((table) => table.writeData(grantee));
  }

  /** Allows reading and writing the tables: `cassandra:Select` and `cassandra:Modify`. */
  public readWriteData(grantee: iam.IGrantable): iam.Grant {
    return this.each((table) => table.readWriteData(grantee));
  }

  private each(grant: (table: TableGrants) => iam.Grant): iam.Grant {
    if (this.tables.length > 0) return this.tables.map(grant).reduce((all, one) => all.combine(one));
    throw refusal('SchemaWithoutTables', this.scope, {
      what: 'permissions on the tables of a schema with',
      got: [],
      expected: 'at least one table',
      remedy: 'add the table to the schema, or grant on its keyspace',
    });
  }
}
