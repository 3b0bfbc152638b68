import type { RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { constructId } from './construct-id';
import { SchemaGrants } from './schema-grants';
import { SchemaKeyspaces } from './schema-keyspaces';
import { optionsByTable, tableProps } from './table-options';
import type { IKeyspace } from '../keyspace/ikeyspace';
import type { KeyspaceOptions, KeyspaceProps } from '../keyspace/keyspace';
import { warn } from '../private/warnings';
import type { CqlSchema } from '../schema/cql-schema';
import { find } from '../schema/find-by-name';
import type { TableSchema } from '../schema/table-schema';
import { inOrderOfCreation } from '../schema/type-order';
import { UserDefinedTypeSchema } from '../schema/user-defined-type-schema';
import { Table } from '../table/table';
import type { TableOptions } from '../table/table-options';
import { UserDefinedType } from '../user-defined-type/user-defined-type';

/** How to make what a schema declares. */
export interface SchemaResourcesProps {
  /** What to make. */
  readonly schema: CqlSchema;

  /**
   * The keyspace for all types and tables that the schema puts into none. When the schema puts everything into one and the
   * same keyspace, this one takes its place.
   *
   * @default - every keyspace is one that the schema declares, or one of `existingKeyspaces`
   */
  readonly keyspace?: IKeyspace;

  /**
   * Keyspaces that take the place of those of the schema, by their names there.
   *
   * @default - the keyspaces that the schema declares are made
   */
  readonly existingKeyspaces?: { [name: string]: IKeyspace };

  /**
   * What happens to keyspaces, types and tables when they are removed from the app or replaced. Options of keyspaces and
   * tables win over it.
   *
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * How to make all keyspaces.
   *
   * @default - with the defaults of `Keyspace`, in the Regions that the schema says
   */
  readonly keyspaceDefaults?: KeyspaceOptions;

  /**
   * How to make single keyspaces, by their names in the schema. What is said here wins over `keyspaceDefaults` and over the
   * schema; with a `keyspaceName` the keyspace is made under that name, and found here under that of the schema.
   *
   * @default - as `keyspaceDefaults` says
   */
  readonly keyspaces?: { [name: string]: KeyspaceProps };

  /**
   * How to make all tables. A time to live in the schema wins over the one given here.
   *
   * @default - with the defaults of `Table`
   */
  readonly tableDefaults?: TableOptions;

  /**
   * How to make single tables, by their names in the schema: `shop.orders`, or `orders` when there is only one of that name.
   * What is said here wins over `tableDefaults` and over the schema.
   *
   * @default - as `tableDefaults` says
   */
  readonly tables?: { [name: string]: TableOptions };
}

interface Made<T> {
  readonly keyspaceName?: string;
  readonly name: string;
  readonly construct: T;
}

/**
 * All that a CQL schema declares: its keyspaces, user-defined types and tables, to be found by their names.
 *
 * Types come before what uses them, keyspaces before what is in them. The construct ids are made of the names, so the order
 * of the statements in a file means nothing to the resources.
 *
 * Refuses names that the schema does not have, and types or tables without a keyspace.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/working-with-keyspaces.html
 */
export class SchemaResources extends Construct {
  /** The keyspaces of the schema, in its order, also those that were given. */
  public readonly keyspaces: IKeyspace[];

  /** The user-defined types, each after those that it needs. */
  public readonly userDefinedTypes: UserDefinedType[];

  /** The tables, in the order of the schema. */
  public readonly tables: Table[];

  /** Permissions on these tables, and on no other. */
  public readonly grants: SchemaGrants;

  private readonly schemaKeyspaces: SchemaKeyspaces;
  private readonly removalPolicy?: RemovalPolicy;
  private readonly madeTypes = new Map<UserDefinedTypeSchema, Made<UserDefinedType>>();
  private readonly madeTables = new Map<TableSchema, Made<Table>>();

  constructor(scope: Construct, id: string, props: SchemaResourcesProps) {
    super(scope, id);
    const { schema } = props;
    const options = optionsByTable(this, props);
    this.removalPolicy = props.removalPolicy;
    this.schemaKeyspaces = new SchemaKeyspaces(this, props);
    this.keyspaces = this.schemaKeyspaces.all;

    // In the order of their names: whatever depends on the order of constructs stays when statements are moved.
    const types = new Construct(this, 'Types');
    for (const type of inOrderOfCreation(byName(schema.types, ({ name }) => name))) this.madeTypes.set(type, this.makeType(types, type));
    const tables = new Construct(this, 'Tables');
    for (const table of byName(schema.tables, ({ tableName }) => tableName)) {
      this.madeTables.set(table, this.makeTable(tables, table, options.get(table)!));
    }
    this.userDefinedTypes = schema.types.map((type) => this.madeTypes.get(type)!.construct);
    this.tables = schema.tables.map((table) => this.madeTables.get(table)!.construct);
    this.grants = SchemaGrants._of(this, this.tables);
    for (const { id: warning, message } of schema._warnings) warn(this, warning, message);
  }

  /**
   * A keyspace by its name in the schema, made or given.
   *
   * Fails for one that the schema does not name.
   */
  public keyspace(name: string): IKeyspace {
    return this.schemaKeyspaces.named(name);
  }

  /**
   * A user-defined type by its name in the schema: `shop.address`, or `address` when there is only one of that name.
   *
   * Fails for one that the schema does not declare.
   */
  public userDefinedType(name: string): UserDefinedType {
    return find('user-defined type', [...this.madeTypes.values()], name, (made) => made.name).construct;
  }

  /**
   * A table by its name in the schema: `shop.orders`, or `orders` when there is only one of that name.
   *
   * Fails for one that the schema does not declare.
   */
  public table(name: string): Table {
    return find('table', [...this.madeTables.values()], name, (made) => made.name).construct;
  }

  private makeType(scope: Construct, schema: UserDefinedTypeSchema): Made<UserDefinedType> {
    const { keyspaceName, fields } = schema;
    const name = schema.name!;
    const { keyspace, idPrefix } = this.schemaKeyspaces.of(keyspaceName);
    // The keyspace of the schema may have been given another name, or been replaced.
    const construct = new UserDefinedType(scope, constructId(this, idPrefix, name), {
      keyspace,
      schema: new UserDefinedTypeSchema({ name, fields }),
      removalPolicy: this.removalPolicy,
    });
    return { keyspaceName, name, construct };
  }

  private makeTable(scope: Construct, schema: TableSchema, options: TableOptions): Made<Table> {
    const { keyspaceName } = schema;
    const name = schema.tableName!;
    const { keyspace, idPrefix } = this.schemaKeyspaces.of(keyspaceName);
    const construct = new Table(scope, constructId(this, idPrefix, name), { ...tableProps(schema, options), keyspace });
    return { keyspaceName, name, construct };
  }
}

function byName<T extends { readonly keyspaceName?: string }>(parts: T[], nameOf: (part: T) => string | undefined): T[] {
  const key = (part: T) => JSON.stringify([part.keyspaceName ?? '', nameOf(part)]);
  return [...parts].sort((one, other) => key(one) < key(other) ? -1 : 1);
}
