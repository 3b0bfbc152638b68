import { Duration } from 'aws-cdk-lib';
import { customProperties } from './custom-properties';
import type { Findings } from './findings';
import type { Place } from './source';
import type { OptionSyntax, Value } from './syntax';
import type { TableDraft } from './table-draft';
import { withoutTags, withTags } from './tags';
import { CqlFeature } from '../cql-feature';

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/functional-differences.html: these are documented as ignored */
const OF_CLUSTERS = ['compaction', 'compression', 'caching', 'gc_grace_seconds', 'bloom_filter_fp_chance'];

/** Of other versions and relatives of Apache Cassandra too; all about how a cluster keeps, finds or repairs data. */
const OF_STORAGE = [
  'additional_write_policy', 'allow_auto_snapshot', 'auto_repair', 'compaction_strategy_class', 'compaction_strategy_options',
  'compression_parameters', 'crc_check_chance', 'dclocal_read_repair_chance', 'extensions', 'fast_path', 'id', 'in_memory',
  'incremental_backups', 'index_interval', 'local_read_repair_chance', 'max_compaction_threshold', 'max_index_interval', 'memtable',
  'memtable_flush_period_in_ms', 'min_compaction_threshold', 'min_index_interval', 'nodesync', 'paxos_grace_seconds',
  'populate_io_cache_on_flush', 'read_repair', 'read_repair_chance', 'replicate_on_write', 'speculative_retry', 'synchronous_updates',
  'tombstone_gc', 'transactional_migration_from', 'transactional_mode',
];

const IGNORED = new Map([
  ...OF_CLUSTERS.map((option) => [option, 'Amazon Keyspaces ignores it'] as const),
  ...OF_STORAGE.map((option) => [option, 'Amazon Keyspaces has no such setting'] as const),
  ['comment', 'CloudFormation has no property for it'] as const,
]);

/** Takes the options of a table, one after the other. */
export function readTableOptions(table: TableDraft, options: OptionSyntax[], findings: Findings, place: (at: number) => Place): void {
  for (const { option, at, value, order } of options) {
    const here = place(at);
    const reason = IGNORED.get(option.split(':')[0]);
    if (reason) findings.ignored('cqlOptionIgnored', option, here, `the option ${option} is of no effect: ${reason}`, table.notes);
    else if (option === 'clustering order') table.order = { place: here, columns: order! };
    else if (option === 'compact storage') findings.feature(here, CqlFeature.COMPACT_STORAGE, '', table.notes);
    else if (option === 'indexes' || option === 'all') continue;
    else if (option === 'default_time_to_live') table.timeToLive = readTimeToLive(value!, here, findings);
    else if (option === 'cdc') readChangeDataCapture(table, value!, here, findings);
    else if (option === 'tags') table.tags = withTags(table.tags, value!, here, findings);
    else if (option === 'drop tags') table.tags = withoutTags(table.tags, value!, here, findings);
    else if (option === 'custom_properties') customProperties(value!, here, findings, table);
    else if (option === 'autoscaling_settings') findings.feature(here, CqlFeature.CUSTOM_PROPERTIES, 'AUTOSCALING_SETTINGS: use capacity of the table; ', table.notes);
    else findings.problem(here, 'OptionUnknown', `"${option}" is no option of a table: correct it, or remove it`);
  }
}

function readTimeToLive(value: Value, place: Place, findings: Findings): Duration | undefined {
  if (typeof value === 'string' && /^\d+$/.test(value)) return Number(value) === 0 ? undefined : Duration.seconds(Number(value));
  findings.problem(place, 'TimeToLiveInvalid', `default_time_to_live ${JSON.stringify(value)} is no number of seconds`);
  return undefined;
}

function readChangeDataCapture(table: TableDraft, value: Value, place: Place, findings: Findings): void {
  const isOn = typeof value === 'string' ? value : (value as { enabled?: Value }).enabled;
  if (isOn !== undefined && String(isOn).toLowerCase() !== 'false') findings.feature(place, CqlFeature.CHANGE_DATA_CAPTURE, '', table.notes);
}
