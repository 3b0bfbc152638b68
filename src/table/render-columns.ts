import type { CfnTableProps } from 'aws-cdk-lib/aws-cassandra';
import type { Column } from '../schema/column';
import type { TableSchema } from '../schema/table-schema';

/** The columns of a table as CloudFormation takes them: a static column is a regular one of type `text static`. */
export function renderColumns(
  { partitionKey, clusteringColumns, staticColumns, columns }: TableSchema,
): Pick<CfnTableProps, 'partitionKeyColumns' | 'clusteringKeyColumns' | 'regularColumns'> {
  const regular = [...staticColumns.map((column) => render(column, ' static')), ...columns.map((column) => render(column))];
  return {
    partitionKeyColumns: partitionKey.map((column) => render(column)),
    clusteringKeyColumns: noneIfEmpty(clusteringColumns.map((column) => ({ column: render(column), orderBy: column.order ?? 'ASC' }))),
    regularColumns: noneIfEmpty(regular),
  };
}

function render({ name, type }: Column, suffix = '') {
  return { columnName: name, columnType: `${type.cql}${suffix}` };
}

function noneIfEmpty<T>(items: T[]): T[] | undefined {
  return items.length > 0 ? items : undefined;
}
