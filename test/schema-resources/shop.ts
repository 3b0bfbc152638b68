import { Duration } from 'aws-cdk-lib';
import { type Column, CqlSchema, CqlType, KeyspaceSchema, TableSchema, UserDefinedTypeSchema } from '../../src';

const id: Column = { name: 'id', type: CqlType.UUID };

/** As `CREATE TABLE shop.name (id uuid PRIMARY KEY, ...)`. */
export function table(tableName: string, keyspaceName?: string, columns: Column[] = [], timeToLive?: Duration): TableSchema {
  return new TableSchema({ tableName, keyspaceName, partitionKey: [id], columns, timeToLive });
}

/** As `CREATE TYPE shop.name (street text, ...)`. */
export function type(name: string, keyspaceName?: string, fields: Column[] = []): UserDefinedTypeSchema {
  return new UserDefinedTypeSchema({ name, keyspaceName, fields: [{ name: 'street', type: CqlType.TEXT }, ...fields] });
}

export const frozen = (name: string, of: string): Column => ({ name, type: CqlType.frozen(CqlType.udt(of)) });

/** A keyspace with types in one another, and an archive that has a table of the same name. */
export function shop(): CqlSchema {
  return new CqlSchema({
    keyspaces: [new KeyspaceSchema({ name: 'shop' }), new KeyspaceSchema({ name: 'archive' })],
    types: [type('person', 'shop', [frozen('lives_at', 'address')]), type('address', 'shop'), type('address', 'archive')],
    tables: [
      table('orders', 'shop', [frozen('ordered_by', 'person'), frozen('sent_to', 'address')]),
      table('carts', 'shop', [], Duration.days(7)),
      table('orders', 'archive', [frozen('sent_to', 'address')]),
    ],
  });
}
