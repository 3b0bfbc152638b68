import type { CqlWarning } from './cql/warning';
import { find } from './find-by-name';
import type { KeyspaceSchema } from './keyspace-schema';
import { throwFirst } from './schema-problem';
import type { TableSchema } from './table-schema';
import { inOrderOfCreation } from './type-order';
import type { UserDefinedTypeSchema } from './user-defined-type-schema';
import { problemsOfSchema } from './validate-cql-schema';

/** What a schema is made of. */
export interface CqlSchemaProps {
  /**
   * The keyspaces.
   *
   * @default - none: the keyspaces are made elsewhere
   */
  readonly keyspaces?: KeyspaceSchema[];

  /**
   * The user-defined types, each with a name.
   *
   * @default - none
   */
  readonly types?: UserDefinedTypeSchema[];

  /**
   * The tables, each with a name.
   *
   * @default - none
   */
  readonly tables?: TableSchema[];
}

/**
 * Everything that a file of CQL declares: keyspaces, user-defined types and tables.
 *
 * Refuses what is declared twice, types that are not there or need one another, and two of its parts of one name.
 */
export class CqlSchema {
  /** The keyspaces, in the order in which they are declared. */
  public readonly keyspaces: KeyspaceSchema[];

  /** The user-defined types, each after those that it needs. */
  public readonly types: UserDefinedTypeSchema[];

  /** The tables, in the order in which they are declared. */
  public readonly tables: TableSchema[];

  /** What the file said and is of no effect, once an option.
   * @internal
   */
  public _warnings: CqlWarning[] = [];

  constructor(props: CqlSchemaProps) {
    this.keyspaces = [...props.keyspaces ?? []];
    this.tables = [...props.tables ?? []];
    this.types = [...props.types ?? []];
    throwFirst(problemsOfSchema(this));
    this.types = inOrderOfCreation(this.types);
  }

  /**
   * A table by its name, as the service holds it: `shop.orders`, or `orders` when there is only one of that name.
   *
   * Fails for a table that is not there.
   */
  public table(name: string): TableSchema {
    return find('table', this.tables, name, ({ tableName }) => tableName!);
  }

  /**
   * A user-defined type by its name, as the service holds it: `shop.address`, or `address` when there is only one of
   * that name.
   *
   * Fails for a type that is not there.
   */
  public type(name: string): UserDefinedTypeSchema {
    return find('user-defined type', this.types, name, (type) => type.name!);
  }

  /**
   * The statements that make all of it: keyspaces, types in the order in which they need one another, and tables.
   *
   * Apache Cassandra takes them, and reading them gives the same schema.
   */
  public toCql(): string {
    return [...this.keyspaces, ...this.types, ...this.tables].map((part) => part.toCql()).join('\n');
  }
}
