import { Token } from 'aws-cdk-lib';
import type { IKeyspaceRef } from 'aws-cdk-lib/aws-cassandra';
import type { Located } from '../private/arns';
import { refusal } from '../private/errors';

/** A table is created in its keyspace's account and Region. */
export function validateEnvironment(table: Located, keyspace: IKeyspaceRef): void {
  for (const part of ['account', 'region'] as const) {
    const [mine, its] = [table.env[part], keyspace.env[part]];
    if (mine === its || Token.isUnresolved(mine) || Token.isUnresolved(its)) continue;
    throw refusal('KeyspaceInOtherEnvironment', table, {
      what: `a table in the ${part}`,
      got: mine,
      expected: `that of its keyspace, ${its}`,
      remedy: 'make the table in a stack of the same account and Region',
    });
  }
}
