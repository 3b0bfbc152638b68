const PLACEHOLDERS = 'a template: names are filled in before it is CQL';
const FRAGMENT = 'a fragment of documentation';
const COMMENTED = 'comments that begin with #, which CQL does not know';

/** What looks like CQL by its name, and is none: each looked at by a person. */
export const NO_CQL: Readonly<Record<string, string>> = {
  'KillrVideo/killrvideo-data: schema-v4.cql': 'columns with DEFAULT, which no version of Apache Cassandra has',
  'OpenNMS/newts: cassandra/search/src/main/resources/search_schema.cql': PLACEHOLDERS,
  'OpenNMS/newts: cassandra/storage/src/main/resources/samples_schema.cql': PLACEHOLDERS,
  'apache/cassandra: doc/modules/cassandra/examples/CQL/create-table-compaction-options.cql': FRAGMENT,
  'apache/cassandra: doc/modules/cassandra/examples/CQL/create_ks_trans_repl.cql': 'a quote too many',
  'apache/cassandra: doc/modules/cassandra/examples/CQL/no_revoke.cql': 'a list of names',
  'apache/cassandra: doc/modules/cassandra/examples/CQL/qs_create_ks.cql': COMMENTED,
  'apache/cassandra: doc/modules/cassandra/examples/CQL/qs_create_table.cql': COMMENTED,
  'apache/cassandra: doc/modules/cassandra/examples/CQL/qs_insert_data.cql': COMMENTED,
  'apache/cassandra: doc/modules/cassandra/examples/CQL/spec_retry_values.cql': 'values of one option',
  'apache/cassandra: doc/modules/cassandra/examples/CQL/vector-search/vector-search-cycling.cql': 'marks of the documentation between the statements',
  'apache/cassandra: test/data/bloom-filter/ka/foo.cql': 'CQL, and then rows as JSON',
  'jaegertracing/jaeger: internal/storage/v1/cassandra/schema/v001.cql.tmpl': PLACEHOLDERS,
  'jaegertracing/jaeger: internal/storage/v1/cassandra/schema/v002.cql.tmpl': PLACEHOLDERS,
  'jaegertracing/jaeger: internal/storage/v1/cassandra/schema/v003.cql.tmpl': PLACEHOLDERS,
  'jaegertracing/jaeger: internal/storage/v1/cassandra/schema/v004-go-tmpl.cql.tmpl': PLACEHOLDERS,
  'jaegertracing/jaeger: internal/storage/v1/cassandra/schema/v004.cql.tmpl': PLACEHOLDERS,
  'spotify/heroic: metric/datastax/src/main/resources/com.spotify.heroic.metric.datastax.schema.legacy/keyspace.cql': PLACEHOLDERS,
  'spotify/heroic: metric/datastax/src/main/resources/com.spotify.heroic.metric.datastax.schema.legacy/tables.cql': PLACEHOLDERS,
  'spotify/heroic: metric/datastax/src/main/resources/com.spotify.heroic.metric.datastax.schema.ng/keyspace.cql': PLACEHOLDERS,
  'spotify/heroic: metric/datastax/src/main/resources/com.spotify.heroic.metric.datastax.schema.ng/tables.cql': PLACEHOLDERS,
  'wireapp/wire-server: docs/src/developer/reference/cassandra-schema.cql': 'a link to another file',
};
