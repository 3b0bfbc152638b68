import { type Read, readCql } from './cql/read';
import { readSource, Source } from './cql/source';
import type { CqlWarning } from './cql/warning';
import type { CqlFeature } from './cql-feature';
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

/** How to read CQL. */
export interface CqlSchemaOptions {
  /**
   * What Amazon Keyspaces lacks and is to be left out, which leaves a warning.
   *
   * @default - nothing: whatever Amazon Keyspaces lacks is refused
   */
  readonly leaveOut?: CqlFeature[];
}

/**
 * Everything that a file of CQL declares: keyspaces, user-defined types and tables.
 *
 * Refuses what is declared twice, types that are not there or need one another, and two of its parts of one name.
 */
export class CqlSchema {
  /**
   * What a file declares, such as the output of `DESCRIBE SCHEMA`.
   *
   * Fails with all that cannot be taken at once, each with file, line and column and what Amazon Keyspaces does instead.
   * What Amazon Keyspaces ignores is a warning, once an option and file, on the construct that is made of it. TAGS become
   * those of the keyspaces and tables that are made, as `Tags.of(...)` adds them.
   *
   * @param path relative to the folder that the program runs in
   */
  public static fromFile(path: string, options: CqlSchemaOptions = {}): CqlSchema {
    return CqlSchema.fromFiles([path], options);
  }

  /**
   * What several files declare that are read one after the other, as one: a later one may change what an earlier one
   * declares, and a `USE` in one holds in the next.
   *
   * @param paths relative to the folder that the program runs in, in their order
   */
  public static fromFiles(paths: string[], options: CqlSchemaOptions = {}): CqlSchema {
    return CqlSchema.of(paths.map((path) => readSource(path)), options);
  }

  /** What a text declares: see `fromFile()`. */
  public static fromString(text: string, options: CqlSchemaOptions = {}): CqlSchema {
    return CqlSchema.of([new Source('CQL', text)], options);
  }

  /** All that there is to say about texts, without refusing them.
   * @internal
   */
  public static _read(sources: Source[], options: CqlSchemaOptions = {}): Read {
    return readCql(sources, options);
  }

  private static of(sources: Source[], options: CqlSchemaOptions): CqlSchema {
    const { findings, warnings, ...parts } = readCql(sources, options);
    findings.throwIfAny();
    const schema = new CqlSchema(parts);
    schema._warnings = warnings;
    return schema;
  }

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
