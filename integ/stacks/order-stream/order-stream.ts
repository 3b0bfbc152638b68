import { join } from 'node:path';
import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ChangeDataCapture, Keyspace, Table } from '../../../src';
import { ORDERS } from '../order-function/order-function';

/** Whatever changes in a table is kept for a day in its stream, which a function reads. */
export class OrderStream extends Stack {
  public readonly table: Table;
  public readonly reader: LambdaFunction;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    this.table = new Table(this, 'Orders', {
      keyspace: new Keyspace(this, 'Shop'),
      tableName: 'orders',
      schema: ORDERS,
      changeDataCapture: ChangeDataCapture.newImage({ tags: { team: 'shop' } }),
    });

    this.reader = new LambdaFunction(this, 'Reader', {
      description: 'Reads changes of orders',
      runtime: Runtime.PYTHON_3_14,
      handler: 'reader.handler',
      code: Code.fromAsset(join(__dirname), { exclude: ['*', '!reader.py'] }),
      timeout: Duration.seconds(30),
      environment: { STREAM_ARN: this.table.streamArn },
    });
    this.table.grants.readStream(this.reader);
  }
}
