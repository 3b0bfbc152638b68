import type { SchemaResources, SchemaResourcesProps } from './schema-resources';
import { refusal } from '../private/errors';
import { TableSchema } from '../schema/table-schema';
import type { TableOptions, TableProps } from '../table/table-options';

type Options = Pick<SchemaResourcesProps, 'schema' | 'removalPolicy' | 'tableDefaults' | 'tables'>;

/** What is to be said of each table: of all of them, and of it alone. */
export function optionsByTable(
  scope: SchemaResources, { schema, removalPolicy, tableDefaults = {}, tables = {} }: Options,
): Map<TableSchema, TableOptions> {
  if (tableDefaults.tableName !== undefined) throw refusalOfOneNameForAll(scope, tableDefaults.tableName);
  const named = new Map<TableSchema, string>();
  for (const name of Object.keys(tables)) {
    const table = schema.table(name);
    if (named.has(table)) throw refusalOfTwoNames(scope, [named.get(table)!, name]);
    named.set(table, name);
  }
  return new Map(schema.tables.map((table) => {
    const timeToLive = table.timeToLive ?? tableDefaults.timeToLive;
    return [table, { removalPolicy, ...given(tableDefaults), timeToLive, ...given(tables[named.get(table)!] ?? {}) }];
  }));
}

/** The keyspace is that of the props alone: the schema's may have been given another name, or been replaced. */
export function tableProps(schema: TableSchema, options: TableOptions): Omit<TableProps, 'keyspace'> {
  const copy = new TableSchema({ ...schema, keyspaceName: undefined });
  copy._tags = schema._tags;
  return { tableName: schema.tableName, ...given(options), schema: copy };
}

/** In other languages than TypeScript what is not said arrives as undefined, and would win over what is said for all. */
export function given<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

function refusalOfOneNameForAll(scope: SchemaResources, tableName: string): Error {
  return refusal('TableNameForAll', scope, {
    what: 'in tableDefaults the tableName',
    got: tableName,
    expected: 'none: all tables would have this name',
    remedy: 'name a single table, in tables',
  });
}

function refusalOfTwoNames(scope: SchemaResources, names: string[]): Error {
  return refusal('TableOptionsTwice', scope, {
    what: 'options for one table under the names',
    got: names,
    expected: 'one of them',
    remedy: 'put the options together under the name with the keyspace',
  });
}
