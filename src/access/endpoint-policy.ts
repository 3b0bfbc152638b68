import * as iam from 'aws-cdk-lib/aws-iam';
import { allKeyspacesOfAccountArn, type Located } from '../private/arns';

/**
 * What may be reached through an endpoint at all. It gives nobody a permission; it bounds everybody's.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
 */
export class EndpointPolicy {
  /**
   * The keyspaces of the endpoint's own account and no other's, the system keyspaces included. A workload in the VPC
   * cannot carry data into somebody else's account, even with that account's credentials.
   */
  public static account(): EndpointPolicy {
    return new EndpointPolicy((endpoint) => [
      new iam.PolicyStatement({
        sid: 'KeyspacesOfThisAccount',
        // The plain string that AWS's samples have, not {"AWS": "*"}.
        principals: [new iam.StarPrincipal()],
        actions: ['cassandra:*'],
        resources: [allKeyspacesOfAccountArn(endpoint)],
      }),
    ]);
  }

  private constructor(private readonly statements: (endpoint: Located) => iam.PolicyStatement[]) {}

  /** @internal */
  public _render(endpoint: Located): iam.PolicyStatement[] {
    return this.statements(endpoint);
  }
}
