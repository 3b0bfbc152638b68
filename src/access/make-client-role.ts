import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { AccessGrants } from './access-grants';
import type { ClientRoleOptions } from './client-role';
import { TableGrants } from '../table/table-grants';

type Tables = Pick<ClientRoleOptions, 'read' | 'readWrite' | 'readStreams'>;

/** A role for a client, with everything it needs but the network path. */
export function makeClientRole(scope: Construct, id: string, options: ClientRoleOptions, access: { readonly grants: AccessGrants }): iam.Role {
  const role = new iam.Role(scope, id, {
    assumedBy: options.assumedBy,
    roleName: options.roleName,
    description: 'Connects to Amazon Keyspaces through a private endpoint',
  });
  access.grants.connect(role);
  grantOnTables(role, options);
  return role;
}

export function grantOnTables(role: iam.IRole, { read = [], readWrite = [], readStreams = [] }: Tables): void {
  for (const table of read) TableGrants.fromTable(table).readData(role);
  for (const table of readWrite) TableGrants.fromTable(table).readWriteData(role);
  for (const table of readStreams) TableGrants.fromTable(table).readStream(role);
}
