import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';
import { refusal } from '../private/errors';

/** Who signs in where a client has the network path: the client itself, if it is a principal. */
export function principalOf(scope: IConstruct, client: ec2.IConnectable): iam.IGrantable {
  if ('grantPrincipal' in client) return client as ec2.IConnectable & iam.IGrantable;
  throw refusal('ClientNotGrantable', scope, {
    what: 'a client without a grantee,',
    got: Construct.isConstruct(client) ? client.node.path : typeof client,
    expected: 'a client that is also a principal, such as a Lambda function or an EC2 instance',
    remedy: 'pass who signs in as the second argument; for an ECS service that is service.taskDefinition.taskRole, for pods on EKS the'
      + ' role that is associated with their service account',
  });
}
