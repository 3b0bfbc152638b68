import type { Findings } from './findings';
import type { Place } from './source';
import type { Value } from './syntax';
import type { TableDraft } from './table-draft';
import { CqlFeature } from '../cql-feature';

type Settings = { readonly [key: string]: Value };

interface Property {
  /** What says the same here. */
  readonly instead: string;
  /** Whether this is what a table has anyway. */
  readonly isDefault: (settings: Settings, table: TableDraft) => boolean;
}

const is = (value: Value | undefined, ...accepted: string[]) => typeof value === 'string' && accepted.includes(value.toUpperCase());

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.ddl.table.html */
const PROPERTIES: Record<string, Property> = {
  capacity_mode: { instead: 'capacity of the table', isDefault: (settings) => is(settings.throughput_mode, 'PAY_PER_REQUEST') },
  point_in_time_recovery: { instead: 'pointInTimeRecovery of the table', isDefault: ({ status }) => is(status, 'ENABLED') },
  encryption_specification: {
    instead: 'encryption of the table',
    isDefault: (settings) => is(settings.encryption_type, 'AWS_OWNED_KMS_KEY'),
  },
  ttl: { instead: 'default_time_to_live, or timeToLive of the table', isDefault: ({ status }, table) => is(status, 'DISABLED') || table.timeToLive !== undefined },
  client_side_timestamps: { instead: 'clientSideTimestamps of the table', isDefault: ({ status }) => is(status, 'DISABLED') },
  cdc_specification: { instead: 'changeDataCapture of the table', isDefault: () => false },
  warm_throughput: { instead: 'warmThroughput of the table', isDefault: () => false },
};

/** What is not a table's anyway is refused rather than dropped: losing a key or a backup is no detail. */
export function customProperties(value: Value, place: Place, findings: Findings, table: TableDraft): void {
  for (const [name, settings] of Object.entries(value as Settings)) {
    const property = PROPERTIES[name.toLowerCase()];
    if (!property) {
      findings.problem(place, 'OptionUnknown', `"${name}" is no custom property of a table: correct it, or remove it`);
    } else if (!property.isDefault(lowerCased(settings), table)) {
      findings.feature(place, CqlFeature.CUSTOM_PROPERTIES, `${name}: use ${property.instead}; `, table.notes);
    }
  }
}

function lowerCased(settings: Value): Settings {
  return typeof settings === 'object' ? Object.fromEntries(Object.entries(settings).map(([key, value]) => [key.toLowerCase(), value])) : {};
}
