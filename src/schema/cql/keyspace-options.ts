import type { Findings } from './findings';
import type { Place } from './source';
import type { OptionSyntax, Value } from './syntax';
import { withoutTags, withTags } from './tags';
import type { Tags } from '../../private/tags';
import { CqlFeature } from '../cql-feature';

const REGION = /^[a-z]{2,}-[a-z]+(-[a-z]+)?-[0-9]+$/;

/** What Amazon Keyspaces keeps, in three Availability Zones of each Region. */
const REPLICAS = '3';

const NO_EFFECT = ['strategy_class', 'strategy_options', 'tablets', 'storage', 'graph_engine', 'fast_path', 'consistency'];

/** A keyspace that is being read: statements that follow may still change it. */
export interface KeyspaceDraft {
  readonly name: string;
  readonly place: Place;
  /** Where there are several. */
  regions?: string[];
  tags: Tags;
}

/**
 * Takes the options of a keyspace.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.ddl.keyspace.html
 */
export function readKeyspaceOptions(keyspace: KeyspaceDraft, options: OptionSyntax[], findings: Findings, place: (at: number) => Place): void {
  for (const { option, at, value } of options) {
    const here = place(at);
    if (option === 'replication') keyspace.regions = readReplication(value!, here, findings);
    else if (option === 'durable_writes') readDurableWrites(value!, here, findings);
    else if (option === 'tags') keyspace.tags = withTags(keyspace.tags, value!, here, findings);
    else if (option === 'drop tags') keyspace.tags = withoutTags(keyspace.tags, value!, here, findings);
    else if (option === 'client_side_timestamps') readClientSideTimestamps(value!, here, findings);
    else if (NO_EFFECT.includes(option.split(':')[0])) replicationIgnored(option, here, findings);
    else findings.problem(here, 'OptionUnknown', `"${option}" is no option of a keyspace: correct it, or remove it`);
  }
}

/** Regions as data centres are taken, because Amazon Keyspaces reads them so too. */
function readReplication(value: Value, place: Place, findings: Findings): string[] | undefined {
  if (typeof value !== 'object' || Array.isArray(value)) {
    findings.problem(place, 'SYNTAX', 'replication is a map, such as {\'class\': \'SingleRegionStrategy\'}');
    return undefined;
  }
  const entries = Object.entries(value as { [key: string]: Value });
  const strategy = String(entries.find(([key]) => key.toLowerCase() === 'class')?.[1] ?? '').split('.').pop()!.toLowerCase();
  const replicas = entries.filter(([key]) => key.toLowerCase() !== 'class');
  const isUsual = replicas.every(([, count]) => count === REPLICAS);
  const isMultiRegion = strategy === 'networktopologystrategy' && replicas.length > 1 && replicas.every(([name]) => REGION.test(name));
  const isSame = isMultiRegion || strategy === 'singleregionstrategy' || (strategy === 'simplestrategy' && replicas.length > 0);
  if (!isSame || !isUsual) replicationIgnored(JSON.stringify(value), place, findings);
  return isMultiRegion ? replicas.map(([name]) => name) : undefined;
}

function replicationIgnored(what: string, place: Place, findings: Findings): void {
  findings.ignored('cqlReplicationIgnored', '', place, `the replication ${what} is of no effect: Amazon Keyspaces keeps three replicas`
    + ' in each Region of a keyspace, and Regions are named as such (\'us-east-1\')');
}

function readDurableWrites(value: Value, place: Place, findings: Findings): void {
  if (String(value).toLowerCase() !== 'true') findings.feature(place, CqlFeature.DURABLE_WRITES);
}

function readClientSideTimestamps(value: Value, place: Place, findings: Findings): void {
  const { status } = value as { status?: Value };
  if (String(status).toUpperCase() === 'DISABLED') return;
  findings.feature(place, CqlFeature.CUSTOM_PROPERTIES, 'CLIENT_SIDE_TIMESTAMPS: use clientSideTimestamps of the keyspace; ');
}
