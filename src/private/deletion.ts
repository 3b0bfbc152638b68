import { CfnDeletionPolicy, type CfnResource } from 'aws-cdk-lib';

/** Whether a resource goes with its stack, or once it is no longer in the template. Without a policy CloudFormation deletes. */
export function isDestroyed({ cfnOptions: { deletionPolicy } }: CfnResource): boolean {
  return deletionPolicy === undefined || deletionPolicy === CfnDeletionPolicy.DELETE;
}
