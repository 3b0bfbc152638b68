import type { ITableRef } from 'aws-cdk-lib/aws-cassandra';
import type * as iam from 'aws-cdk-lib/aws-iam';

/** Who a client role is for, and what it may do with which tables. */
export interface ClientRoleOptions {
  /**
   * Who assumes the role, e.g. `new iam.ServicePrincipal('ecs-tasks.amazonaws.com')`.
   *
   * For pods on Amazon EKS that is `new iam.ServicePrincipal('pods.eks.amazonaws.com').withSessionTags()`, with conditions on the
   * tags that EKS Pod Identity gives to the session.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
   */
  readonly assumedBy: iam.IPrincipal;

  /**
   * The name of the role. Policies of other stacks and accounts can name a role only by a name that is given here.
   *
   * @default - a name made by CloudFormation
   */
  readonly roleName?: string;

  /**
   * Tables that the role may read.
   *
   * @default - none
   */
  readonly read?: ITableRef[];

  /**
   * Tables that the role may read and write.
   *
   * @default - none
   */
  readonly readWrite?: ITableRef[];

  /**
   * Tables whose change data capture streams the role may read, which is none of their data. Streams have an endpoint of their own.
   *
   * @default - none
   */
  readonly readStreams?: ITableRef[];
}
