import { canonicalJson, compareText, isPlainObject, type LockedResource } from './locked-resource';

type Properties = Record<string, unknown>;

/**
 * The settings of a table that can be updated one at a time, with what counts without them. Tags are no setting.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-table.html
 */
const SETTINGS: Record<string, unknown> = {
  AutoScalingSpecifications: undefined,
  BillingMode: { Mode: 'ON_DEMAND' },
  CdcSpecification: { Status: 'DISABLED' },
  DefaultTimeToLive: 0,
  EncryptionSpecification: { EncryptionType: 'AWS_OWNED_KMS_KEY' },
  PointInTimeRecoveryEnabled: false,
  ReplicaSpecifications: undefined,
  WarmThroughput: undefined,
};

type Read = Omit<LockedResource, 'type'>;

export function lockedKeyspace({ KeyspaceName, ReplicationSpecification, ClientSideTimestampsEnabled }: Properties): Read {
  const replication = isPlainObject(ReplicationSpecification) ? ReplicationSpecification : {};
  const regions = list(replication.RegionList);
  return {
    name: text(KeyspaceName),
    // Neither has an order, and the strategy follows from the Regions.
    regions: regions.length > 0 ? regions.map((region) => text(region)!).sort(compareText) : undefined,
    clientSideTimestamps: ClientSideTimestampsEnabled,
  };
}

export function lockedTable(properties: Properties): Read {
  const clustering = list(properties.ClusteringKeyColumns);
  return {
    keyspace: text(properties.KeyspaceName),
    name: text(properties.TableName),
    partitionKey: list(properties.PartitionKeyColumns).map((column) => keyColumn(column)),
    clusteringColumns: clustering.length > 0 ? clustering.map(clusteringColumn) : undefined,
    columns: columns(properties.RegularColumns, 'Column', foldCase),
    clientSideTimestamps: properties.ClientSideTimestampsEnabled,
    settings: settings(properties),
  };
}

export function lockedUserDefinedType({ KeyspaceName, TypeName, Fields }: Properties): Read {
  return { keyspace: text(KeyspaceName), name: text(TypeName), fields: columns(Fields, 'Field', (type) => type) ?? new Map() };
}

/**
 * As it is written: whether CloudFormation takes `TEXT` for `text` in a key, which no update may change, is UNCONFIRMED.
 */
function keyColumn(column: unknown): string {
  return isPlainObject(column) && 'ColumnName' in column ? `${text(column.ColumnName)} ${text(column.ColumnType)}` : text(column)!;
}

/** Without an order where none is given: whether CloudFormation takes that for `ASC` is UNCONFIRMED. */
function clusteringColumn(item: unknown): string {
  if (!isPlainObject(item) || !('Column' in item)) return text(item)!;
  return [keyColumn(item.Column), text(item.OrderBy)].filter((part) => part !== undefined).join(' ');
}

function columns(items: unknown, kind: 'Column' | 'Field', type: (written: string) => string): Map<string, string> | undefined {
  const all = list(items).map((item): [string, string] => isPlainObject(item) && `${kind}Name` in item
    ? [text(item[`${kind}Name`])!, type(text(item[`${kind}Type`])!)]
    : [text(item)!, '']);
  return all.length > 0 ? new Map(all) : undefined;
}

/** CloudFormation compares the types of these columns in lower case; the name of a type in double quotes keeps its own. */
function foldCase(type: string): string {
  return type.startsWith('{') ? type : type.replace(/"[^"]*"|[^"]+/g, (part) => part.startsWith('"') ? part : part.toLowerCase());
}

function settings(properties: Properties): Map<string, unknown> | undefined {
  const given = Object.entries(SETTINGS).flatMap(([name, ofService]): [string, unknown][] => {
    const value = name === 'CdcSpecification' ? withoutTags(properties[name]) : properties[name];
    return value === undefined || canonicalJson(value) === canonicalJson(ofService) ? [] : [[name, value]];
  });
  return given.length > 0 ? new Map(given) : undefined;
}

function withoutTags(specification: unknown): unknown {
  if (!isPlainObject(specification)) return specification;
  const { Tags, ...rest } = specification;
  return rest;
}

/** What is no list, because it is known only at deployment, counts as its one element. */
function list(value: unknown): unknown[] {
  return value === undefined ? [] : [value].flat();
}

function text(value: unknown): string | undefined {
  return value === undefined || typeof value === 'string' ? value : canonicalJson(value);
}
