import { Stack, type StackProps } from 'aws-cdk-lib';
import { Trail } from 'aws-cdk-lib/aws-cloudtrail';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import { ORDERS } from './order-function/order-function';
import { InaccessibleTablesAlarm, Keyspace, KeyspacesKey, LossOfAccessAlarm, Table, TableEncryption } from '../../src';

export interface WatchedKeyProps extends StackProps {
  /** The trail that logs management events, if it is in this app. */
  readonly trail?: Trail;
}

/** A key for several tables of one keyspace. Who takes it away is told at once, and the tables are looked at besides. */
export class WatchedKey extends Stack {
  public readonly key: KeyspacesKey;
  public readonly tables: Table[];
  public readonly lossOfAccess: LossOfAccessAlarm;
  public readonly inaccessibleTables: InaccessibleTablesAlarm;

  constructor(scope: Construct, id: string, { trail, ...props }: WatchedKeyProps = {}) {
    super(scope, id, props);
    const keyspace = new Keyspace(this, 'Shop');
    this.key = new KeyspacesKey(this, 'Key', { keyspaces: [keyspace] });
    const encryption = TableEncryption.customerManagedKey(this.key);
    this.tables = ['orders', 'returns'].map((tableName) => new Table(this, tableName, { keyspace, tableName, schema: ORDERS, encryption }));

    this.lossOfAccess = new LossOfAccessAlarm(this, 'LossOfAccess', { key: this.key, trail });
    this.inaccessibleTables = new InaccessibleTablesAlarm(this, 'InaccessibleTables', { tables: this.tables });
    this.inaccessibleTables.alarm.addAlarmAction(new SnsAction(this.lossOfAccess.topic));
  }
}
