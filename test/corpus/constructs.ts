import type { Scanned } from './statements';

type Test = (scanned: Scanned) => boolean;

/** In any statement, comments and the contents of strings left out. */
const some = (pattern: RegExp): Test => ({ statements }) => statements.some((statement) => pattern.test(statement));
const marked = (mark: string): Test => ({ marks }) => marks.has(mark);
const written = (pattern: RegExp): Test => ({ text }) => pattern.test(text);
const table = '^(create|alter) (table|columnfamily)\\b.*';
const option = (name: string) => some(new RegExp(`${table}\\b(with|and) ${name}\\b`, 'i'));
const ofType = (pattern: string) => some(new RegExp(`^(create|alter) (table|columnfamily|type)\\b[^(]*(\\(| add ).*[\\s<(,](${pattern})`, 'i'));

/** What the files of the corpus have. Each one is in a fixture of its name. */
export const CONSTRUCTS: Readonly<Record<string, Test>> = {
  // Text
  'byte-order-mark': written(/^\uFEFF/),
  'carriage-returns': written(/\r\n/),
  'comment-dashes': marked('dashes'),
  'comment-slashes': marked('slashes'),
  'comment-block': marked('block'),
  'comment-with-statement': written(/\/\*[^/]*\bcreate table\b[^/]*\*\//i),
  'last-statement-open': ({ text }) => !/(;|\*\/|(--|\/\/)[^\n]*)\s*$/.test(text),
  'non-ascii': written(/[^\p{ASCII}\uFEFF]/u),
  'quoted-name': marked('quoted'),
  'quoted-name-odd': written(/(create|alter)[^;]*"[^"]*[^\w"][^"]*"/i),
  'name-of-one-letter': some(/^create (table|columnfamily)\b[^(]*\((.*, )?\w (text|int|bigint|blob|uuid|varchar)\b/i),

  // Keyspaces
  'create-keyspace': some(/^create keyspace\b/i),
  'create-schema': some(/^create schema\b/i),
  'network-topology': written(/NetworkTopologyStrategy/i),
  'single-region-strategy': written(/SingleRegionStrategy/i),
  'durable-writes': some(/durable_writes ?= ?true/i),
  'durable-writes-off': some(/durable_writes ?= ?false/i),
  'alter-keyspace': some(/^alter keyspace\b/i),
  'drop-keyspace': some(/^drop (keyspace|schema)\b/i),
  'use': some(/^use /i),

  // Tables
  'create-table': some(/^create table (?!if\b)/i),
  'if-not-exists': some(/^create (table|type|keyspace) if not exists/i),
  'columnfamily': some(/^create columnfamily\b/i),
  'qualified-name': some(/^create (table|type) (if not exists )?\w+\.\w+/i),
  'primary-key-inline': some(/^create (table|columnfamily)\b.*\w primary key\b/i),
  'primary-key-compound': some(/primary key ?\( ?"?\w+"? ?,/i),
  'partition-key-composite': some(/primary key ?\( ?\([^)]*,/i),
  'partition-key-in-parentheses': some(/primary key ?\( ?\([^,)]*\)/i),
  'clustering-order': some(/clustering order by ?\([^,]*\)/i),
  'clustering-order-of-several': some(/clustering order by ?\([^)]*,/i),
  'static-column': some(/^create table\b.*\bstatic\b/i),
  'keyword-as-name': some(/^create (table|type)\b.*[(,] ?(key|type|date|time|timestamp|text|list|map|value|values|ttl|user|role|roles|language|counter|uuid|function) [a-z]/i),
  'create-table-like': some(/^create table\b.* like /i),
  'masked-column': some(/\bmasked with\b/i),

  // Types
  'counter-column': ofType('counter\\b'),
  'tuple': ofType('tuple ?<'),
  'collection': ofType('(list|set|map) ?<'),
  'frozen-collection': ofType('frozen ?< ?(list|set|map) ?<'),
  'frozen-with-blank': ofType('frozen <'),
  'nested-collection': ofType('(list|set|map) ?<[^>]*frozen ?< ?(list|set|map)'),
  'frozen-type': ofType('frozen ?< ?"?(?!list|set|map|tuple)\\w+"? ?>'),
  'quoted-type': ofType('frozen ?< ?"'),
  'duration': ofType('duration\\b'),
  'vector': ofType('vector ?<'),
  'custom-type': some(/^create table\b[^(]*\(.*\b\w+ ''/i),
  'create-type': some(/^create type\b/i),
  'alter-type': some(/^alter type\b.* add\b/i),
  'alter-type-rename': some(/^alter type\b.* rename\b/i),
  'drop-type': some(/^drop type\b/i),

  // Options of tables
  'bloom-filter': option('bloom_filter_fp_chance'),
  'caching-map': some(new RegExp(`${table}caching ?= ?\\{`, 'i')),
  'caching-text': some(new RegExp(`${table}caching ?= ?''`, 'i')),
  'cdc': option('cdc'),
  'comment-option': option('comment'),
  'compact-storage': option('compact storage'),
  'compaction': option('compaction'),
  'compression': option('compression'),
  'crc-check-chance': option('crc_check_chance'),
  'read-repair-chance': option('(dclocal_)?read_repair_chance'),
  'default-time-to-live': some(new RegExp(`${table}default_time_to_live ?= ?[1-9]`, 'i')),
  'default-time-to-live-zero': some(new RegExp(`${table}default_time_to_live ?= ?0`, 'i')),
  'extensions': option('extensions'),
  'gc-grace': option('gc_grace_seconds'),
  'id-option': option('id'),
  'index-interval': option('(min_|max_)?index_interval'),
  'memtable': option('memtable'),
  'memtable-flush-period': option('memtable_flush_period_in_ms'),
  'read-repair': option('read_repair'),
  'speculative-retry': option('speculative_retry'),
  'additional-write-policy': option('additional_write_policy'),
  'custom-properties': some(/\bcustom_properties ?=/i),
  'tags': some(/\btags ?= ?\{/i),

  // Changes
  'alter-table-add': some(/^alter (table|columnfamily) \S+ add (?!\()[^,]*$/i),
  'alter-table-add-several': some(/^alter table \S+ add ?(\(|\w+ \w+ ?,)/i),
  'alter-table-drop': some(/^alter table \S+ drop\b/i),
  'alter-table-alter': some(/^alter table \S+ alter\b/i),
  'alter-table-rename': some(/^alter table \S+ rename\b/i),
  'alter-table-with': some(/^alter table \S+ with\b/i),
  'drop-table': some(/^drop (table|columnfamily)\b/i),

  // What the service has not
  'create-index': some(/^create index\b/i),
  'create-custom-index': some(/^create custom index\b/i),
  'index-on-collection': some(/^create (custom )?index\b.*\((keys|values|entries|full) ?\(/i),
  'drop-index': some(/^drop index\b/i),
  'materialized-view': some(/^create materialized view\b/i),
  'alter-materialized-view': some(/^alter materialized view\b/i),
  'drop-materialized-view': some(/^drop materialized view\b/i),
  'function': some(/^create (or replace )?function\b/i),
  'function-in-dollars': ({ statements, marks }) => marks.has('dollars') && statements.some((each) => /\bfunction\b/i.test(each)),
  'drop-function': some(/^drop function\b/i),
  'aggregate': some(/^create (or replace )?aggregate\b/i),
  'drop-aggregate': some(/^drop aggregate\b/i),
  'trigger': some(/^create trigger\b/i),
  'drop-trigger': some(/^drop trigger\b/i),
  'search-index': some(/^(create|alter|drop|reload|rebuild) search index\b/i),

  // What is no definition
  'insert': some(/^insert\b/i),
  'update': some(/^update\b/i),
  'delete': some(/^delete\b/i),
  'select': some(/^select\b/i),
  'truncate': some(/^truncate\b/i),
  'batch': some(/^begin\b.*\bbatch\b/i),
  'role': some(/^(create|alter|drop) (role|user)\b/i),
  'grant': some(/^grant\b/i),
  'revoke': some(/^revoke\b/i),
  'list': some(/^list\b/i),
  'comment-on': some(/^comment on\b/i),
  'security-label': some(/^security label\b/i),
  'source': some(/^source\b/i),
  'capture': some(/^capture\b/i),
  'copy': some(/^copy\b/i),
  'describe': some(/^desc(ribe)?\b/i),
  'login': some(/^login\b/i),
  'consistency': some(/^consistency\b/i),
  'restrict-rows': some(/^(un)?restrict rows\b/i),
  'placeholder': written(/\$\{\w+\}|\{\{\.?\w+\}\}|\$[A-Z_]+\$/),
};

export function constructsOf(scanned: Scanned): string[] {
  return Object.entries(CONSTRUCTS).filter(([, test]) => test(scanned)).map(([name]) => name);
}
