import { App, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';

/** An app whose ARNs are literals: partition, account and Region are known. */
export function literalApp(): App {
  return new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true } });
}

/** A stack whose account and Region are known. */
export function literalStack(app: Construct = literalApp(), id = 'Stack', props: StackProps = {}): Stack {
  return new Stack(app, id, { env: { account: ACCOUNT, region: REGION }, ...props });
}
