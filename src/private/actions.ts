import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { refusal } from './errors';

/**
 * The IAM actions of Amazon Keyspaces that know keyspaces or tables. There are no `GetTable` or `CreateTable`
 * actions: the API authorizes by these names too.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html
 */
const TABLE_ACTIONS = [
  'cassandra:Alter',
  'cassandra:AlterMultiRegionResource',
  'cassandra:Create',
  'cassandra:CreateMultiRegionResource',
  'cassandra:Drop',
  'cassandra:DropMultiRegionResource',
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

/** Those that know streams only, whose ARNs begin with their table's. */
export const READ_STREAM_ACTIONS = ['cassandra:GetRecords', 'cassandra:GetShardIterator', 'cassandra:GetStream'];

/** Knows no resource at all. */
export const LIST_STREAMS_ACTIONS = ['cassandra:ListStreams'];

export const READ_DATA_ACTIONS = ['cassandra:Select'];

export const WRITE_DATA_ACTIONS = ['cassandra:Modify'];

/** `TagResource` is what tags given at creation need, and both what `ALTER TABLE ... ADD TAGS` and `DROP TAGS` do. */
export const MANAGE_SCHEMA_ACTIONS = [
  'cassandra:Alter',
  'cassandra:Create',
  'cassandra:Drop',
  'cassandra:TagResource',
  'cassandra:UntagResource',
];

export const RESTORE_ACTIONS = ['cassandra:Restore'];

/** What of a multi-Region resource is authorized by an action more. */
const MULTI_REGION_ACTIONS = new Map([
  ['cassandra:Alter', 'cassandra:AlterMultiRegionResource'],
  ['cassandra:Create', 'cassandra:CreateMultiRegionResource'],
  ['cassandra:Drop', 'cassandra:DropMultiRegionResource'],
  ['cassandra:Modify', 'cassandra:ModifyMultiRegionResource'],
  ['cassandra:Restore', 'cassandra:RestoreMultiRegionTable'],
  ['cassandra:Select', 'cassandra:SelectMultiRegionResource'],
  ['cassandra:TagResource', 'cassandra:TagMultiRegionResource'],
  ['cassandra:UntagResource', 'cassandra:UnTagMultiRegionResource'],
].map(([action, counterpart]) => [action.toLowerCase(), counterpart]));

/**
 * Actions as a multi-Region keyspace and its tables need them.
 *
 * The documentation pairs the two for the schema, for types and for tags. Whether reading and writing a multi-Region
 * table need the second action too is UNCONFIRMED: no page says it for either. Both are granted, because both are about
 * the same table and the same data.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/configure-udt-permissions.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html
 */
export function withMultiRegionActions(actions: string[]): string[] {
  const counterparts = actions.flatMap((action) => MULTI_REGION_ACTIONS.get(action.toLowerCase()) ?? []);
  return [...new Set([...actions, ...counterparts])];
}

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

/** An action on a resource that it does not know would be granted in vain. */
export function requireTableActions(scope: IConstruct, actions: string[]): void {
  requireKnown(scope, actions, TABLE_ACTIONS, 'a table');
}

/** A keyspace's grants cover all that is in it, streams included. */
export function requireKeyspaceActions(scope: IConstruct, actions: string[]): void {
  requireKnown(scope, actions, [...TABLE_ACTIONS, ...READ_STREAM_ACTIONS], 'a keyspace or what is in it');
}

/** Through an endpoint for streams nothing else is asked for. */
export function requireStreamActions(scope: IConstruct, actions: string[]): void {
  requireKnown(scope, actions, [...READ_STREAM_ACTIONS, ...LIST_STREAMS_ACTIONS], 'streams');
}

// IAM compares the names of actions without regard to case.
function requireKnown(scope: IConstruct, actions: string[], known: string[], resource: string): void {
  const names = new Set(known.map((action) => action.toLowerCase()));
  const unknown = actions.filter((action) => !Token.isUnresolved(action) && !names.has(action.toLowerCase()));
  if (unknown.length === 0 && actions.length > 0) return;
  throw refusal('ActionUnknown', scope, {
    what: 'the actions',
    got: unknown,
    expected: `actions of Amazon Keyspaces that know ${resource}, by their full names, for example "cassandra:Select"`,
    remedy: 'see the Service Authorization Reference; the API\'s GetTable, for one, is authorized as cassandra:Select',
  });
}
