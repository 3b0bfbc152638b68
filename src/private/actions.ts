/**
 * The IAM actions of Amazon Keyspaces, complete and by access level. There are no `GetTable` or `CreateTable`
 * actions: the API authorizes by these names too.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html
 */
const ACTIONS = [
  'cassandra:Alter',
  'cassandra:AlterMultiRegionResource',
  'cassandra:Create',
  'cassandra:CreateMultiRegionResource',
  'cassandra:Drop',
  'cassandra:DropMultiRegionResource',
  'cassandra:GetRecords',
  'cassandra:GetShardIterator',
  'cassandra:GetStream',
  'cassandra:ListStreams',
  'cassandra:Modify',
  'cassandra:ModifyMultiRegionResource',
  'cassandra:Restore',
  'cassandra:RestoreMultiRegionTable',
  'cassandra:Select',
  'cassandra:SelectMultiRegionResource',
  'cassandra:TagMultiRegionResource',
  'cassandra:TagResource',
  // Spelt like this by the service.
  'cassandra:UnTagMultiRegionResource',
  'cassandra:UntagResource',
  'cassandra:UpdatePartitioner',
];

/** Whether the service knows the action; IAM itself compares action names without regard to case. */
export function isKnownAction(action: string): boolean {
  return ACTIONS.some((known) => known.toLowerCase() === action.toLowerCase());
}

export const READ_DATA_ACTIONS = ['cassandra:Select'];

export const WRITE_DATA_ACTIONS = ['cassandra:Modify'];

/**
 * What a driver and the API need on the system keyspaces before they do anything else. The tables there are
 * read-only, so `Select` is enough, although the samples of the documentation add `Modify`.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_id-based-policy-examples.html
 */
export const SYSTEM_ACTIONS = ['cassandra:Select'];

/**
 * What fills `system.peers` behind an interface endpoint. Neither action knows resources.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
 */
export const PEERS_ACTIONS = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeVpcEndpoints'];
