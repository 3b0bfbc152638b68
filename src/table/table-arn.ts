import { Arn, ArnFormat, Fn, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { TableAttributes } from './itable';
import { refusal } from '../private/errors';

/** The names in the ARN of a table. */
export function tableAttributesOfArn(scope: Construct, tableArn: string): TableAttributes {
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
