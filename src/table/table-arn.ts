import { Arn, ArnFormat, Fn, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ITable } from './itable';
import { refusal } from '../private/errors';

/** The names in the ARN of a table. */
export function tableNamesOfArn(scope: Construct, tableArn: string): Pick<ITable, 'keyspaceName' | 'tableName'> {
  if (Token.isUnresolved(tableArn)) {
    const part = (index: number) => Fn.select(index, Fn.split('/', tableArn));
    return { keyspaceName: part(2), tableName: part(4) };
  }
  const parts = tableArn.startsWith('arn:') ? Arn.split(tableArn, ArnFormat.NO_RESOURCE_NAME) : undefined;
  const names = /^\/keyspace\/([^/]+)\/table\/([^/]+)$/.exec(parts?.resource ?? '');
  if (parts?.service === 'cassandra' && parts.region && parts.account && names) {
    return { keyspaceName: names[1], tableName: names[2] };
  }
  throw refusal('TableArnInvalid', scope, {
    what: 'table ARN',
    got: tableArn,
    expected: 'arn:<partition>:cassandra:<region>:<account>:/keyspace/<keyspace>/table/<table>',
    remedy: 'copy the ARN from GetTable, or import the table by its names with fromTableAttributes()',
  });
}

/** A stream belongs to a table, and says so in its ARN. */
export function requireStreamOf(table: ITable, streamArn: string): void {
  const { keyspaceName, tableName } = table;
  if ([streamArn, keyspaceName, tableName].some((part) => Token.isUnresolved(part))) return;
  const resource = /^arn:[^:]+:cassandra:[^:]+:[^:]+:(.+)$/.exec(streamArn)?.[1] ?? '';
  const [parent, label] = resource.split('/stream/');
  if (parent === `/keyspace/${keyspaceName}/table/${tableName}` && label) return;
  throw refusal('StreamArnInvalid', table, {
    what: 'stream ARN',
    got: streamArn,
    expected: `arn:<partition>:cassandra:<region>:<account>:/keyspace/${keyspaceName}/table/${tableName}/stream/<label>`,
    remedy: 'copy latestStreamArn from GetTable, or leave it out',
  });
}
