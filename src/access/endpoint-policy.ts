import type { IKeyspaceRef, ITableRef } from 'aws-cdk-lib/aws-cassandra';
import * as iam from 'aws-cdk-lib/aws-iam';
import { type Door, validateEndpointPolicy } from './endpoint-policy-checks';
import { accountStatements, readOnlyStatements } from './endpoint-statements';
import { restrictedStatements } from './restricted-statements';

/** What an endpoint is restricted to. At least one of these has to be said. */
export interface RestrictedEndpointPolicyOptions {
  /**
   * Whole keyspaces, with all tables that are in them or come into them.
   *
   * One of another stack is named by a literal, else it is refused; those of this library always are. What is imported is let through
   * in the Regions that it was imported with, by default in its own alone. So is a plain `CfnKeyspace`, with a warning if it has more:
   * import it by `Keyspace.fromKeyspaceAttributes()` with its `replicationRegions`. One that is known in other Regions than that of the
   * endpoint alone is warned about.
   *
   * @default - none, beside those of `tables`; without either, all keyspaces of the account
   */
  readonly keyspaces?: IKeyspaceRef[];

  /**
   * Single tables.
   *
   * One of another stack is named by a literal, else it is refused; those of this library always are. One of another account brings
   * the system keyspaces of that account with it. What is imported is let through in the Regions that it was imported with, by default
   * in its own alone. So is a plain `CfnTable`, with a warning where its keyspace is not known to have one Region: import it by
   * `Table.fromTableAttributes()` with its `replicationRegions`. One that is known in other Regions than that of the endpoint alone is
   * warned about.
   *
   * @default - none, beside those in `keyspaces`; without either, all keyspaces of the account
   */
  readonly tables?: ITableRef[];

  /**
   * Only who is admitted, by `admit` or `grants.connect` of this access: the condition `ArnEquals` on `aws:PrincipalArn`, which is the
   * ARN of the role that the caller has assumed, not of the one it came from. Others do not get through, whatever their permissions.
   *
   * A role of another stack needs a literal name, else it is refused: the endpoint would have to be deployed after it, and it
   * after the endpoint. Nobody admitted is an error at synthesis. Who is admitted through an imported access is not known here.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
   * @default false
   */
  readonly admittedOnly?: boolean;

  /**
   * Actions of Amazon Keyspaces, named in full (`cassandra:Select`), each with its counterpart for multi-Region resources. The system
   * keyspaces are read in any case. On an access for streams: some of `cassandra:GetStream`, `GetShardIterator`, `GetRecords`
   * and `ListStreams`.
   *
   * @default - all of them on what is named; on the system keyspaces reading alone
   */
  readonly actions?: string[];
}

/**
 * What may be reached through an endpoint at all. It gives nobody a permission; it bounds everybody's.
 *
 * Each of them lets through the system keyspaces, which every driver reads first, and the actions for multi-Region resources beside the
 * ordinary ones. On an access for streams they are about reading streams instead, with `cassandra:ListStreams` on `*`, which knows no
 * resource.
 *
 * A policy may have 20,480 characters, counted at synthesis: what is longer fails, with the count.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export class EndpointPolicy {
  /**
   * The keyspaces of the endpoint's own account and no other's, with every action, the system keyspaces included. A workload in the VPC
   * cannot carry data into somebody else's account, even with that account's credentials.
   */
  public static account(): EndpointPolicy {
    return EndpointPolicy.of(accountStatements);
  }

  /** Reading the keyspaces of the endpoint's own account. Nothing is written through the endpoint, whoever comes. */
  public static readOnly(): EndpointPolicy {
    return EndpointPolicy.of(readOnlyStatements);
  }

  /**
   * Only what is named: keyspaces, tables, principals, actions, or several of these at once.
   *
   * The system keyspaces are read and nothing else, where the samples of the documentation let through every action on them. Only where
   * neither keyspaces nor tables nor actions are named, they are a part of the account like the others.
   *
   * It is written as briefly as it can be without letting through more: a table whose keyspace is named too takes no room. With
   * `admittedOnly` each principal is named once for the data and once for the system keyspaces.
   */
  public static restricted(options: RestrictedEndpointPolicyOptions): EndpointPolicy {
    return EndpointPolicy.of((door) => restrictedStatements(door, options));
  }

  /**
   * A policy of your own, as it is. One without the system keyspaces of the account is warned about; an empty one fails, because an
   * endpoint without a policy lets everything through.
   */
  public static document(document: iam.PolicyDocument): EndpointPolicy {
    return new EndpointPolicy(() => document);
  }

  private static of(statements: (door: Door) => iam.PolicyStatement[]): EndpointPolicy {
    return new EndpointPolicy((door) => new iam.PolicyDocument({ statements: statements(door) }));
  }

  private constructor(private readonly make: (door: Door) => iam.PolicyDocument) {}

  /**
   * Makes it the policy of an endpoint. What is added to that endpoint's policy later is added to it.
   *
   * @internal
   */
  public _attach(door: Door): void {
    // A protected setter: with `addToPolicy` a document that grows after this line would be cut off.
    Object.assign(door.endpoint, { policyDocument: this.make(door) });
    validateEndpointPolicy(door);
  }
}
