import { ArnFormat, type IEnvironmentAware, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Something that lives in an account and a Region. */
export type Located = IConstruct & IEnvironmentAware;

/**
 * The resource part of every ARN of Amazon Keyspaces begins with a slash.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_service-with-iam.html
 */
function arn(at: Located, resource: string, region = at.env.region): string {
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
  return arn(at, `/keyspace/${keyspaceName}/`);
}

/** A keyspace and all the tables in it. */
export function keyspaceAndTablesArn(at: Located, keyspaceName: string): string {
  return arn(at, `/keyspace/${keyspaceName}/*`);
}

export function tableArn(at: Located, keyspaceName: string, tableName: string): string {
  return arn(at, `/keyspace/${keyspaceName}/table/${tableName}`);
}

/** `system`, `system_schema`, `system_schema_mcs` and `system_multiregion_info`. */
export function systemKeyspacesArn(at: Located): string {
  return arn(at, '/keyspace/system*');
}

/**
 * Every keyspace of one account, the system keyspaces included, in every Region: whether a write to a
 * multi-Region table is also decided on its replicas' ARNs is not documented, and the account is the boundary.
 */
export function allKeyspacesOfAccountArn(at: Located): string {
  return arn(at, '/keyspace/*', '*');
}
