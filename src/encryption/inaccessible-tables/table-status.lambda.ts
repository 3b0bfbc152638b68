import { setTimeout as wait } from 'node:timers/promises';
import { GetTableCommand, KeyspacesClient, TableStatus } from '@aws-sdk/client-keyspaces';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import type { TableNames } from './table-names';
import { respond } from '../../private/cloudformation-response';
import { DUAL_STACK_ONLY_REGIONS } from '../../private/dual-stack-only';

/** Asked about at the same time, so that many tables take seconds and no quota of the API is hit. */
const AT_ONCE = 5;

/** Milliseconds that a last call of the API and all of its repetitions may take, and an answer to CloudFormation after it. */
const TIME_FOR_THE_LAST = 90_000;

/** How often a deployment looks: the permissions that it has just given may take some seconds to hold. */
const LOOKS_OF_DEPLOYMENT = 6;
const PAUSE = 10_000;

/** Until what is in the log is a metric. UNCONFIRMED: no page says how long it takes. */
const TIME_TO_METRIC = 20_000;

const keyspaces = new KeyspacesClient({
  useDualstackEndpoint: DUAL_STACK_ONLY_REGIONS.includes(process.env.AWS_REGION ?? ''),
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 10_000 },
  maxAttempts: 5,
});

/** As the schedule writes it. */
export interface TableStatusEvent {
  readonly tables: TableNames;
}

interface Remaining {
  getRemainingTimeInMillis(): number;
}

interface Seen {
  readonly table: string;
  /** The status, or why there is none. */
  readonly status: string;
}

interface Report {
  readonly inaccessible: Seen[];
}

/**
 * Looks at the status of tables, for the schedule and once in a deployment, and writes a metric to the log, from which Amazon
 * CloudWatch takes it: that needs no permission of its own. A table that cannot be looked at counts too, since nobody knows whether
 * it can be read.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export async function handler(event: TableStatusEvent | CloudFormationCustomResourceEvent, context: Remaining): Promise<Report> {
  if ('RequestType' in event) return lookInDeployment(event, context);
  return report(event.tables, await look(event.tables, context));
}

/** Whatever it sees, the deployment goes on: it is the alarm that tells. */
async function lookInDeployment(event: CloudFormationCustomResourceEvent, context: Remaining): Promise<Report> {
  const inaccessible: Seen[] = [];
  if (event.RequestType !== 'Delete') {
    const tables: TableNames = event.ResourceProperties.tables;
    inaccessible.push(...report(tables, await lookUntilWell(tables, context)).inaccessible);
    await wait(TIME_TO_METRIC);
  }
  await respond(event, { physicalResourceId: event.RequestType === 'Create' ? event.LogicalResourceId : event.PhysicalResourceId });
  return { inaccessible };
}

async function lookUntilWell(tables: TableNames, context: Remaining): Promise<Seen[]> {
  for (let looks = 1; ; looks++) {
    // A table of another stack may be made after this one. If it is not, the schedule tells.
    const inaccessible = (await look(tables, context)).filter(({ status }) => !status.startsWith('ResourceNotFoundException'));
    if (inaccessible.length === 0 || looks === LOOKS_OF_DEPLOYMENT || isLate(context)) return inaccessible;
    await wait(PAUSE);
  }
}

/** Each in a line of its own: a line that is too long would be no metric. */
function report(tables: TableNames, inaccessible: Seen[]): Report {
  for (const seen of inaccessible) console.log(JSON.stringify(seen));
  console.log(JSON.stringify({
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [{ Namespace: 'CdkKeyspaces', Dimensions: [['FunctionName']], Metrics: [{ Name: 'InaccessibleTables', Unit: 'Count' }] }],
    },
    FunctionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    InaccessibleTables: inaccessible.length,
    tables: tables.flatMap(([, ...names]) => names).length,
  }));
  return { inaccessible };
}

/** What of the tables is not accessible. */
async function look(tables: TableNames, context: Remaining): Promise<Seen[]> {
  const all = tables.flatMap(([keyspaceName, ...names]) => names.map((tableName) => ({ keyspaceName, tableName })));
  const seen: Seen[] = [];
  for (let index = 0; index < all.length; index += AT_ONCE) {
    const late = isLate(context);
    seen.push(...await Promise.all(all.slice(index, index + AT_ONCE).map(async (names) => ({
      table: `${names.keyspaceName}.${names.tableName}`,
      status: late ? 'not looked at, since others took too long' : await statusOf(names),
    }))));
  }
  return seen.filter(({ status }) => !ACCESSIBLE.includes(status));
}

async function statusOf(names: { readonly keyspaceName: string; readonly tableName: string }): Promise<string> {
  try {
    return (await keyspaces.send(new GetTableCommand(names))).status ?? 'unknown';
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

/** Rather than be stopped, and report nothing of what it has seen. */
function isLate(context: Remaining): boolean {
  return context.getRemainingTimeInMillis() < TIME_FOR_THE_LAST;
}

/**
 * While a table is made, changed or restored this says nothing of its key. `DELETING` and `DELETED` are not among them: that is how
 * a table ends that has been without its key for seven days. Who deletes a table on purpose takes it out of those that are looked at.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_GetTable.html
 */
const ACCESSIBLE: string[] = [TableStatus.ACTIVE, TableStatus.CREATING, TableStatus.UPDATING, TableStatus.RESTORING];
