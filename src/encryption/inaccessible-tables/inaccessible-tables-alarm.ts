import { Duration, Resource } from 'aws-cdk-lib';
import type { ITableRef } from 'aws-cdk-lib/aws-cassandra';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { TableStatusFunction } from './table-status-function';
import { READ_DATA_ACTIONS } from '../../private/actions';
import { tableArn } from '../../private/arns';
import { refusal } from '../../private/errors';
import { grantCassandra } from '../../private/grants';
import { makeHandlerRole } from '../../private/handler-role';
import { surelyElsewhere } from '../../private/surely-differ';

/** Which tables to look at, and how often. */
export interface InaccessibleTablesAlarmProps {
  /** The tables: at least one, of the account and Region of the alarm. */
  readonly tables: ITableRef[];

  /**
   * How often they are looked at: a minute to twelve hours, in whole minutes. The alarm comes after twice that time at the latest.
   *
   * @default - every 15 minutes
   */
  readonly interval?: Duration;
}

/**
 * In one input of a rule: it has 8,192 characters at most, and two names of 48 take 105.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
 */
const TABLES_OF_RULE = 75;

/**
 * Looks at tables from time to time, and is in alarm while any of them cannot be used for want of its key
 * (`INACCESSIBLE_ENCRYPTION_CREDENTIALS`), or cannot be looked at: after seven days Amazon Keyspaces deletes such a table.
 *
 * It needs no trail, and sees what `LossOfAccessAlarm` cannot, such as a key whose policy never allowed enough. That one tells at once
 * and says who did it; have both. This one costs a function that runs on a schedule, a metric and an alarm.
 *
 * The function may read the tables' data, which it does not: the API's `GetTable` is authorized as `cassandra:Select`.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_GetTable.html
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.howitworks.html
 */
export class InaccessibleTablesAlarm extends Resource {
  /** How many of the tables cannot be used, or not be looked at. */
  public readonly metric: cloudwatch.Metric;

  /** In alarm while there are any, and when nobody has looked: add actions, who is told for instance. */
  public readonly alarm: cloudwatch.Alarm;

  constructor(scope: Construct, id: string, { tables, interval = Duration.minutes(15) }: InaccessibleTablesAlarmProps) {
    super(scope, id);
    this.requireTables(tables);
    this.requireInterval(interval);
    const lookout = this.makeFunction(tables);
    for (let begin = 0; begin < tables.length; begin += TABLES_OF_RULE) {
      const names = tables.slice(begin, begin + TABLES_OF_RULE).map(({ tableRef: { keyspaceName, tableName } }) => [keyspaceName, tableName]);
      new Rule(this, `Schedule${begin / TABLES_OF_RULE}`, {
        description: 'Looks whether tables of Amazon Keyspaces have lost their key',
        schedule: Schedule.rate(interval),
        targets: [new LambdaFunction(lookout, { event: RuleTargetInput.fromObject({ tables: names }), retryAttempts: 2 })],
      });
    }
    this.metric = new cloudwatch.Metric({
      namespace: 'CdkKeyspaces',
      metricName: 'InaccessibleTables',
      dimensionsMap: { FunctionName: lookout.functionName },
      statistic: cloudwatch.Stats.MAXIMUM,
      // Twice, so that each period has a look in it however the two are shifted.
      period: Duration.seconds(2 * interval.toSeconds()),
    });
    this.alarm = this.metric.createAlarm(this, 'Alarm', {
      alarmDescription: 'Tables of Amazon Keyspaces have lost their key, and are deleted after seven days, or nobody has looked. The log of the'
        + ' function says which, and their status. Look at the state and the policy of the key.',
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    });
  }

  private makeFunction(tables: ITableRef[]): TableStatusFunction {
    const { role, logGroup } = makeHandlerRole(this);
    for (const table of tables) {
      const { keyspaceName, tableName } = table.tableRef;
      grantCassandra({
        grantee: role,
        actions: READ_DATA_ACTIONS,
        regions: [this.env.region],
        arnIn: (region) => tableArn(table, keyspaceName, tableName, region),
        on: table,
      });
    }
    return new TableStatusFunction(this, 'Function', {
      description: 'Looks whether tables of Amazon Keyspaces have lost their key',
      role,
      logGroup,
      timeout: Duration.minutes(5),
      memorySize: 256,
    });
  }

  private requireTables(tables: ITableRef[]): void {
    const elsewhere = tables.filter((table) => surelyElsewhere(table, this));
    if (tables.length > 0 && elsewhere.length === 0) return;
    throw refusal('TablesNotLookedAt', this, {
      what: 'tables to look at',
      got: elsewhere.map(({ node }) => node.path),
      expected: `at least one, all of them in the account and Region of the alarm (${this.env.account}, ${this.env.region})`,
      remedy: 'make an alarm in each account and Region that has tables',
    });
  }

  private requireInterval(interval: Duration): void {
    if (interval.isUnresolved()) return;
    const seconds = interval.toSeconds();
    if (seconds >= 60 && seconds <= 43_200 && seconds % 60 === 0) return;
    throw refusal('IntervalInvalid', this, {
      what: 'an interval in seconds of',
      got: seconds,
      expected: 'whole minutes, from one minute to twelve hours: a period of a metric is a day at most',
      remedy: 'give an interval like Duration.minutes(15)',
    });
  }
}
