import { type Comparison, placeOf, replacement, waysOut } from './comparison';
import { canonicalJson, fullName, isPlainObject, type LockedResource } from './locked-resource';
import { refusal } from '../private/errors';

const ORDER = / (ASC|DESC)$/;
const STATIC = /\s+static$/i;

/**
 * The one report of what the service does with a removed or changed column, and with the rollback after it.
 *
 * @see https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/662
 */
const ALTERING = 'CloudFormation would answer "Altering column is not supported in CloudFormation currently" and may end in UPDATE_ROLLBACK_FAILED';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-table.html */
export function compareTable(comparison: Comparison): Error[] {
  return [...compareKey(comparison), ...compareColumns(comparison), ...compareTimestamps(comparison), ...compareSettings(comparison)];
}

function titleOf({ observed }: Comparison): string {
  return `${fullName(observed.resource)} (${placeOf(observed)})`;
}

function compareKey(comparison: Comparison): Error[] {
  const { locked, observed: { construct, resource }, file } = comparison;
  const key = ({ partitionKey = [], clusteringColumns = [] }: LockedResource) => [partitionKey, clusteringColumns];
  const withoutOrder = (table: LockedResource) => key(table).map((columns) => columns.map((column) => column.replace(ORDER, '')));
  if (canonicalJson(withoutOrder(locked)) !== canonicalJson(withoutOrder(resource))) {
    return [refusal('SchemaLockKeyChanged', construct, {
      what: `the key (partition key, then clustering columns) of ${titleOf(comparison)} is`,
      got: key(resource),
      expected: `${canonicalJson(key(locked))} as in ${file}, because a key never changes: ${replacement(comparison)}`,
      remedy: waysOut(comparison, 'take the key back'),
    })];
  }
  if (canonicalJson(key(locked)) === canonicalJson(key(resource))) return [];
  return [refusal('SchemaLockClusteringOrderChanged', construct, {
    what: `the clustering order of ${titleOf(comparison)} is`,
    got: resource.clusteringColumns,
    expected: `${canonicalJson(locked.clusteringColumns)} as in ${file}, because the order of rows never changes: ${replacement(comparison)}`,
    remedy: waysOut(comparison, 'take the order back, written as it was'),
  })];
}

function compareColumns(comparison: Comparison): Error[] {
  const { locked, observed: { resource } } = comparison;
  return [...locked.columns ?? []].flatMap(([name, type]) => {
    const now = resource.columns?.get(name);
    if (now === type) return [];
    if (now === undefined) return [removedColumn(comparison, name, type)];
    return [now.replace(STATIC, '') === type.replace(STATIC, '') ? changedStatic(comparison, name, now) : changedType(comparison, name, now, type)];
  });
}

function removedColumn(comparison: Comparison, name: string, type: string): Error {
  const { observed: { construct, resource }, file } = comparison;
  return refusal('SchemaLockColumnRemoved', construct, {
    what: `beside its key ${titleOf(comparison)} has the columns`,
    got: [...resource.columns?.keys() ?? []],
    expected: `the column "${name}" of type ${type} too, as in ${file}, because columns can only be added: ${ALTERING}`,
    remedy: waysOut(comparison, `keep the column "${name}", even if nobody uses it any more`),
  });
}

function changedStatic(comparison: Comparison, name: string, now: string): Error {
  const { observed: { construct }, file } = comparison;
  const wasStatic = !STATIC.test(now);
  return refusal('SchemaLockStaticChanged', construct, {
    what: `the column "${name}" of ${titleOf(comparison)} has the type`,
    got: now,
    expected: `${wasStatic ? 'a static' : 'no static'} column as in ${file}: ${ALTERING}`,
    remedy: waysOut(comparison, wasStatic ? 'make it static again, or add a column under a new name' : 'make it a regular column again, or add a static column under a new name'),
  });
}

function changedType(comparison: Comparison, name: string, now: string, type: string): Error {
  const { observed: { construct }, file } = comparison;
  return refusal('SchemaLockColumnTypeChanged', construct, {
    what: `the column "${name}" of ${titleOf(comparison)} has the type`,
    got: now,
    expected: `${type} as in ${file}: ${ALTERING}`,
    remedy: waysOut(comparison, 'take the type back, and add a column under a new name with the new type'),
  });
}

function compareTimestamps(comparison: Comparison): Error[] {
  const { locked, observed: { construct, resource }, file } = comparison;
  const shown = (value: unknown) => canonicalJson(value ?? 'not set');
  if (shown(locked.clientSideTimestamps) === shown(resource.clientSideTimestamps)) return [];
  return [refusal('SchemaLockTimestampsChanged', construct, {
    what: `client-side timestamps of ${titleOf(comparison)} are`,
    got: resource.clientSideTimestamps ?? 'not set',
    expected: `${shown(locked.clientSideTimestamps)} as in ${file}, because CloudFormation sets them only when it creates a table: ${replacement(comparison)}`,
    remedy: waysOut(comparison, 'take the setting back, or turn them on by the UpdateTable API or CQL, and leave the template as it is'),
  })];
}

function compareSettings(comparison: Comparison): Error[] {
  return [...compareStream(comparison), ...compareTimeToLive(comparison)];
}

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/multiRegion-replication_usage-notes.html */
function compareTimeToLive(comparison: Comparison): Error[] {
  const { locked, observed: { construct, resource }, file, isReplicated } = comparison;
  const [before, now] = [locked, resource].map(({ settings }) => settings?.get('DefaultTimeToLive') ?? 0);
  if (!isReplicated || canonicalJson(before) === canonicalJson(now)) return [];
  return [refusal('SchemaLockTimeToLiveChanged', construct, {
    what: `the time to live of ${titleOf(comparison)} is`,
    got: now,
    expected: `${canonicalJson(before)} as in ${file}, because that of a table in several Regions never changes, and the update would fail`,
    remedy: waysOut(comparison, 'take the time to live back, and give one to the rows that need another'),
  })];
}

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/cdc_how-it-works.html */
function compareStream(comparison: Comparison): Error[] {
  const { locked, observed: { construct, resource }, file } = comparison;
  const [before, now] = [viewType(locked), viewType(resource)];
  if (before === undefined || now === undefined || before === now) return [];
  return [refusal('SchemaLockViewTypeChanged', construct, {
    what: `the stream of ${titleOf(comparison)} has the view type`,
    got: now,
    expected: `${before} as in ${file}, because the view type of a stream never changes, and the update would fail`,
    remedy: waysOut(comparison, 'disable the stream in one deployment, and enable it with the new view type in the next'),
  })];
}

/** What an enabled stream holds. */
function viewType({ settings }: LockedResource): string | undefined {
  const stream = settings?.get('CdcSpecification');
  if (!isPlainObject(stream) || stream.Status !== 'ENABLED') return undefined;
  return stream.ViewType === undefined ? 'NEW_AND_OLD_IMAGES' : canonicalJson(stream.ViewType).replace(/^"|"$/g, '');
}
