import { ArnFormat, type IEnvironmentAware, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Something that lives in an account and a Region. */
export type Located = IConstruct & IEnvironmentAware;

/** The Regions of a keyspace or a table: its own, and those that it is replicated to. */
export function regionsOf(at: Located & { readonly replicationRegions?: string[] }): string[] {
  return at.replicationRegions ?? [at.env.region];
}

/**
 * The resource part of every ARN of Amazon Keyspaces begins with a slash.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_service-with-iam.html
 */
function arn(at: Located, resource: string, region: string): string {
  return Stack.of(at).formatArn({
    service: 'cassandra',
    account: at.env.account,
    region,
    resource,
    arnFormat: ArnFormat.NO_RESOURCE_NAME,
  });
}

/** A keyspace. Its ARN ends in a slash, a table's does not. */
export function keyspaceArn(at: Located, keyspaceName: string): string {
  return arn(at, `/keyspace/${keyspaceName}/`, at.env.region);
}

/** A keyspace, its types, which have no ARN of their own, and all the tables in it. */
export function keyspaceAndTablesArn(at: Located, keyspaceName: string, region = at.env.region): string {
  return arn(at, `/keyspace/${keyspaceName}/*`, region);
}

export function tableArn(at: Located, keyspaceName: string, tableName: string, region = at.env.region): string {
  return arn(at, `/keyspace/${keyspaceName}/table/${tableName}`, region);
}

/**
 * All streams of a table, or of all tables of a keyspace: a stream is named after the time at which it was made, and
 * a table that captures changes again gets a new one.
 */
export function streamsArn(at: Located, keyspaceName: string, tableName = '*', region = at.env.region): string {
  return arn(at, `/keyspace/${keyspaceName}/table/${tableName}/stream/*`, region);
}

/** `system`, `system_schema`, `system_schema_mcs` and `system_multiregion_info`. */
export function systemKeyspacesArn(at: Located, region = at.env.region): string {
  return arn(at, '/keyspace/system*', region);
}

/**
 * Every keyspace of one account, the system keyspaces included, in every Region: whether a write to a
 * multi-Region table is also decided on its replicas' ARNs is not documented, and the account is the boundary.
 */
export function allKeyspacesOfAccountArn(at: Located): string {
  return arn(at, '/keyspace/*', '*');
}

/** The streams of every table of one account, in every Region. */
export function allStreamsOfAccountArn(at: Located): string {
  return streamsArn(at, '*', '*', '*');
}
