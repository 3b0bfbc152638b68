import { Token } from 'aws-cdk-lib';
import type { IKeyspaceRef } from 'aws-cdk-lib/aws-cassandra';
import type { Located } from '../private/arns';
import { refusal } from '../private/errors';

/** What is in a keyspace is created in the keyspace's account and Region. */
export function validateEnvironment(child: Located, kind: 'table' | 'user-defined type', keyspace: IKeyspaceRef): void {
  for (const part of ['account', 'region'] as const) {
    const [mine, its] = [child.env[part], keyspace.env[part]];
    if (mine === its || Token.isUnresolved(mine) || Token.isUnresolved(its)) continue;
    throw refusal('KeyspaceInOtherEnvironment', child, {
      what: `a ${kind} in the ${part}`,
      got: mine,
      expected: `that of its keyspace, ${its}`,
      remedy: `make the ${kind} in a stack of the same account and Region`,
    });
  }
}
