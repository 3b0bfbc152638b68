import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { OrderEvent } from '../stacks/order-function/orders.lambda';

export interface Invocation {
  /** What the function answered, if it did not fail. */
  readonly answer?: any;
  /** Why it failed. */
  readonly error?: string;
  /** The last it wrote into its log. */
  readonly log: string;
}

/** Invokes the order function, as whoever uses it would. */
export async function invoke(lambda: LambdaClient, FunctionName: string, event: OrderEvent): Promise<Invocation> {
  const { FunctionError, Payload, LogResult = '' } = await lambda.send(new InvokeCommand({
    FunctionName, Payload: JSON.stringify(event), LogType: 'Tail',
  }));
  const answer = JSON.parse(Buffer.from(Payload!).toString());
  const log = Buffer.from(LogResult, 'base64').toString();
  return FunctionError ? { error: answer.errorMessage, log } : { answer, log };
}
