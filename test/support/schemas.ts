import { CqlType, TableSchema } from '../../src';

/** The smallest useful table. */
export const ORDERS = new TableSchema({
  partitionKey: [{ name: 'customer_id', type: CqlType.UUID }],
  columns: [{ name: 'total', type: CqlType.DECIMAL }],
});
