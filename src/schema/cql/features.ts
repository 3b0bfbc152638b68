import { CqlFeature } from '../cql-feature';

/**
 * What there is instead.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/cassandra-apis.html
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/functional-differences.html
 */
export const INSTEAD: Record<CqlFeature, string> = {
  [CqlFeature.INDEX]: 'Amazon Keyspaces has no secondary indexes: make a second table whose key begins with the indexed column',
  [CqlFeature.MATERIALIZED_VIEW]: 'Amazon Keyspaces has no materialized views: make a second table with the key of the view, and write to both',
  [CqlFeature.FUNCTION]: 'Amazon Keyspaces has no user-defined functions: compute in the application',
  [CqlFeature.AGGREGATE]: 'Amazon Keyspaces has no user-defined aggregates: aggregate in the application',
  [CqlFeature.TRIGGER]: 'Amazon Keyspaces has no triggers: read the stream of the table\'s changes (changeDataCapture of the table)',
  [CqlFeature.ALTER_TYPE]: 'Amazon Keyspaces cannot change a user-defined type: put the change into its CREATE TYPE, or make a type of another name',
  [CqlFeature.ROLE]: 'Amazon Keyspaces has neither roles nor users of its own, but IAM: use the grants of the table or the keyspace',
  [CqlFeature.DATA]: 'a deployment writes no rows: run the statement after it',
  [CqlFeature.CQLSH]: 'this is a command of cqlsh and makes nothing: remove it, and read files that it names with CqlSchema.fromFiles()',
  [CqlFeature.COMPACT_STORAGE]: 'Amazon Keyspaces does not document COMPACT STORAGE: make the table without it; clients of CQL then see every column as it is declared',
  [CqlFeature.MASKING]: 'Amazon Keyspaces masks no columns: whoever reads the table reads them whole, so keep them in a table with grants of its own',
  [CqlFeature.CONSTRAINT]: 'Amazon Keyspaces checks no constraints: check in the application',
  [CqlFeature.CHANGE_DATA_CAPTURE]: 'Amazon Keyspaces writes no log of changes, but has streams: use changeDataCapture of the table',
  [CqlFeature.DURABLE_WRITES]: 'writes to Amazon Keyspaces are always durable: remove durable_writes, or set it to true',
  [CqlFeature.CUSTOM_PROPERTIES]: 'this is a property of the construct here',
};
