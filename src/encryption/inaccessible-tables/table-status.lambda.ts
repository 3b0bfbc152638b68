import { GetTableCommand, KeyspacesClient } from '@aws-sdk/client-keyspaces';
import { DUAL_STACK_ONLY_REGIONS } from '../../private/dual-stack-only';

/** Asked about at the same time, so that many tables take seconds and no quota of the API is hit. */
const AT_ONCE = 5;

const keyspaces = new KeyspacesClient({
  useDualstackEndpoint: DUAL_STACK_ONLY_REGIONS.includes(process.env.AWS_REGION ?? ''),
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 10_000 },
  maxAttempts: 5,
});

/** As the schedule writes it: `[keyspace, table]` of each. */
export interface TableStatusEvent {
  readonly tables: [keyspaceName: string, tableName: string][];
}

interface Seen {
  readonly table: string;
  /** The status, or why there is none. */
  readonly status: string;
}

/**
 * Looks at the status of tables, and writes a metric to the log, from which Amazon CloudWatch takes it: that needs no permission of
 * its own. A table that cannot be looked at counts too, since nobody knows whether it can be read.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export async function handler({ tables }: TableStatusEvent): Promise<{ inaccessible: Seen[] }> {
  const seen: Seen[] = [];
  for (let index = 0; index < tables.length; index += AT_ONCE) seen.push(...await Promise.all(tables.slice(index, index + AT_ONCE).map(look)));
  const inaccessible = seen.filter(({ status }) => !isAccessible(status));
  console.log(JSON.stringify({
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [{ Namespace: 'CdkKeyspaces', Dimensions: [['FunctionName']], Metrics: [{ Name: 'InaccessibleTables', Unit: 'Count' }] }],
    },
    FunctionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    InaccessibleTables: inaccessible.length,
    tables: tables.length,
    inaccessible,
  }));
  return { inaccessible };
}

async function look([keyspaceName, tableName]: TableStatusEvent['tables'][number]): Promise<Seen> {
  const table = `${keyspaceName}.${tableName}`;
  try {
    return { table, status: (await keyspaces.send(new GetTableCommand({ keyspaceName, tableName }))).status ?? 'unknown' };
  } catch (error) {
    return { table, status: `${(error as Error).name}: ${(error as Error).message}` };
  }
}

/** While a table is made, changed, restored or deleted it says nothing of its key. */
function isAccessible(status: string): boolean {
  return ['ACTIVE', 'CREATING', 'UPDATING', 'DELETING', 'DELETED', 'RESTORING'].includes(status);
}
