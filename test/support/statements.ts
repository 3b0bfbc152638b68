import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

/** All statements of all policies of a stack, as they are in its template. */
export function statements(stack: Stack): any[] {
  const template = Template.fromStack(stack);
  return ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) => Object.values(template.findResources(type)))
    .flatMap((policy) => policy.Properties.PolicyDocument.Statement);
}
