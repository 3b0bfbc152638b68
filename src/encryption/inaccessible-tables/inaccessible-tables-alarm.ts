import { CustomResource, Duration, Resource, Stack, Token } from 'aws-cdk-lib';
import type { ITableRef } from 'aws-cdk-lib/aws-cassandra';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import type { TableNames } from './table-names';
import { TableStatusFunction } from './table-status-function';
import { READ_DATA_ACTIONS } from '../../private/actions';
import { tableArn } from '../../private/arns';
import { refusal } from '../../private/errors';
import { grantCassandra } from '../../private/grants';
import { makeHandlerRole } from '../../private/handler-role';
import { surelyElsewhere } from '../../private/surely-differ';

/** Which tables to look at, and how often. */
export interface InaccessibleTablesAlarmProps {
  /**
   * The tables: at least one, of the account and Region of the alarm. At most as many as have their names in the 8,192 characters of a
   * rule's input: 159 of one keyspace with the longest names, 400 and more with ordinary ones. For more make several alarms.
   */
  readonly tables: ITableRef[];

  /**
   * How often they are looked at: a minute to twelve hours, in whole minutes, known when the app is synthesized.
   *
   * @default - every 15 minutes
   */
  readonly interval?: Duration;
}

/**
 * In characters.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
 */
const MAX_INPUT_LENGTH = 8_192;

/** A name that is known at deployment is counted with as many characters as it may have. */
const LONGEST_NAME = 'x'.repeat(48);

/**
 * Looks at tables from time to time, and is in alarm while any of them cannot be used for want of its key
 * (`INACCESSIBLE_ENCRYPTION_CREDENTIALS`), is deleted or not there, or cannot be looked at: after seven days without its key Amazon
 * Keyspaces deletes a table. A table that you delete is one to take out of `tables`, in the same deployment or before.
 *
 * It needs no trail, and sees what `LossOfAccessAlarm` cannot, such as a key whose policy never allowed enough. That one tells at once
 * and says who did it; have both. This one costs a function that runs on a schedule, a metric and an alarm.
 *
 * A lost table is told after `interval`. That nobody looks any more is told later: Amazon CloudWatch looks further back than the two
 * intervals of one period, and takes missing data for an alarm when nothing is left there.
 *
 * So that the first deployment does not begin with an alarm, the deployment looks at the tables itself before the alarm is made, and
 * again whenever other tables are given. It waits until they are well, for a minute at most, and goes on whatever it sees. Tables of other
 * stacks should be there within `interval`: a table that is not there is no news in a deployment, but it is afterwards.
 *
 * The function may read the tables' data, which it does not: the API's `GetTable` is authorized as `cassandra:Select`.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
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
    const names = this.namesOf(tables);
    const lookout = this.makeFunction(tables);
    // One for all of them: of several, one could stop unnoticed while the others still report.
    new Rule(this, 'Schedule', {
      description: 'Looks whether tables of Amazon Keyspaces have lost their key',
      schedule: Schedule.rate(interval),
      targets: [new LambdaFunction(lookout, { event: RuleTargetInput.fromObject({ tables: names }), retryAttempts: 2 })],
    });
    this.metric = new cloudwatch.Metric({
      namespace: 'CdkKeyspaces',
      metricName: 'InaccessibleTables',
      dimensionsMap: { FunctionName: lookout.functionName },
      statistic: cloudwatch.Stats.MAXIMUM,
      // Twice, so that each period has a look in it however the two are shifted.
      period: Duration.seconds(2 * interval.toSeconds()),
    });
    this.alarm = this.metric.createAlarm(this, 'Alarm', {
      alarmDescription: 'Tables of Amazon Keyspaces have lost their key, and are deleted after seven days, or are gone, or nobody has looked.'
        + ' The log of the function says which, and their status. Look at the state and the policy of the key.',
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    });
    this.alarm.node.addDependency(this.lookInDeployment(lookout, tables, names));
  }

  /**
   * Data from before the alarm was made count, and no data are an alarm. Which of the other stacks is deployed first is not decided
   * here: that of the key may be one of them, and this one may be where the key is.
   */
  private lookInDeployment(lookout: TableStatusFunction, tables: ITableRef[], names: TableNames): CustomResource {
    const look = new CustomResource(this, 'Look', {
      resourceType: 'Custom::KeyspacesTableStatus',
      serviceToken: lookout.functionArn,
      serviceTimeout: Duration.minutes(10),
      properties: { tables: names },
    });
    look.node.addDependency(...tables.filter((table) => Stack.of(table) === this.stack));
    return look;
  }

  private namesOf(tables: ITableRef[]): TableNames {
    const keyspaces = new Map<string, Set<string>>();
    for (const { tableRef: { keyspaceName, tableName } } of tables) {
      keyspaces.set(keyspaceName, (keyspaces.get(keyspaceName) ?? new Set()).add(tableName));
    }
    const names = [...keyspaces].map(([keyspace, those]) => [keyspace, ...those]);
    this.requireRoom(names);
    return names;
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

  private requireRoom(names: TableNames): void {
    const input = { tables: names.map((each) => each.map((name) => Token.isUnresolved(name) ? LONGEST_NAME : name)) };
    const { length } = JSON.stringify(input);
    if (length <= MAX_INPUT_LENGTH) return;
    throw refusal('TooManyTablesLookedAt', this, {
      what: 'tables to look at, in number',
      got: names.flatMap(([, ...tables]) => tables).length,
      expected: `fewer: their names take ${length} characters, and the input of a rule has at most ${MAX_INPUT_LENGTH}`,
      remedy: 'share the tables out among several alarms',
    });
  }

  private requireInterval(interval: Duration): void {
    const seconds = interval.isUnresolved() ? 'a value that is known at deployment' : interval.toSeconds();
    if (typeof seconds === 'number' && seconds >= 60 && seconds <= 43_200 && seconds % 60 === 0) return;
    throw refusal('IntervalInvalid', this, {
      what: 'an interval in seconds of',
      got: seconds,
      expected: 'whole minutes, from one minute to twelve hours: a period of a metric is a day at most',
      remedy: 'give an interval like Duration.minutes(15)',
    });
  }
}
