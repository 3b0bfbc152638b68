import { setTimeout as wait } from 'node:timers/promises';
import { GetTableCommand, KeyspacesClient } from '@aws-sdk/client-keyspaces';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { findLatestStream } from './find-latest-stream';
import { type Outcome, respond } from '../private/cloudformation-response';
import { DUAL_STACK_ONLY_REGIONS } from '../private/dual-stack-only';

/** Milliseconds that the answer to CloudFormation may take, with its repetitions and a last call of the API before it. */
const TIME_TO_ANSWER = 60_000;

const keyspaces = new KeyspacesClient({
  useDualstackEndpoint: DUAL_STACK_ONLY_REGIONS.includes(process.env.AWS_REGION ?? ''),
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 10_000 },
});

interface Remaining {
  getRemainingTimeInMillis(): number;
}

/** Tells CloudFormation the ARN of a table's latest stream. It changes nothing, so every request can be repeated. */
export async function handler(event: CloudFormationCustomResourceEvent, context: Remaining): Promise<void> {
  const outcome = await outcomeOf(event, context);
  const { RequestId: requestId, RequestType: request } = event;
  console.log(JSON.stringify({ requestId, request, ...outcome }));
  await respond(event, outcome);
}

async function outcomeOf(event: CloudFormationCustomResourceEvent, context: Remaining): Promise<Outcome> {
  if (event.RequestType === 'Delete') return { physicalResourceId: event.PhysicalResourceId };
  const { keyspaceName, tableName, viewType } = event.ResourceProperties;
  const physicalResourceId = `${keyspaceName}|${tableName}|stream`;
  try {
    const streamArn = await findLatestStream({ keyspaceName, tableName, viewType }, {
      getTable: (names) => keyspaces.send(new GetTableCommand(names)),
      wait,
      remaining: () => context.getRemainingTimeInMillis() - TIME_TO_ANSWER,
    });
    return { physicalResourceId, data: { StreamArn: streamArn } };
  } catch (error) {
    return { physicalResourceId, failure: (error as Error).message };
  }
}
