import { join } from 'node:path';
import { type IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { Duration } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import type { QueryEvent } from './query.lambda';
import type { IKeyspace } from '../../src';
import { expectAnswer } from '../assertions';

/** Asks over CQL, as an application on the public endpoint that may read and write everything in these keyspaces. */
export class CqlQuery extends NodejsFunction {
  constructor(scope: Construct, id: string, keyspaces: IKeyspace[]) {
    super(scope, id, {
      runtime: Runtime.NODEJS_24_X,
      entry: join(__dirname, 'query.lambda.ts'),
      bundling: { minify: true, logLevel: LogLevel.WARNING },
      memorySize: 256,
      timeout: Duration.seconds(30),
    });
    for (const keyspace of keyspaces) keyspace.grants.readWriteData(this);
  }

  /** What the last of the statements answers with: these rows in this order, of which each has at least these columns. */
  public expectRows(integ: IntegTest, statements: string[], rows: Record<string, unknown>[]): void {
    expectAnswer<QueryEvent>(integ, this, { statements }, { rows: rows.map((row) => Match.objectLike(row)) });
  }
}
