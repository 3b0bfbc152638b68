import { Resource } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { AccessGrants } from './access-grants';
import { admitNetwork, wayOf, wayToApi } from './admit-network';
import { principalOf } from './client-principal';
import type { IPrivateKeyspacesAccess } from './iprivate-keyspaces-access';
import type { KeyspacesService } from './keyspaces-service';

/**
 * What an access does, whoever made it.
 *
 * @internal
 */
export abstract class PrivateKeyspacesAccessBase extends Resource implements IPrivateKeyspacesAccess {
  public abstract readonly vpcEndpointId: string;
  public abstract readonly service: KeyspacesService;
  public abstract readonly hostName: string;
  public abstract readonly connections: ec2.Connections;
  public readonly grants = AccessGrants._of(this);

  public admit(client: ec2.IConnectable, grantee?: iam.IGrantable): void {
    const principal = grantee ?? principalOf(this, client);
    admitNetwork(this, client, wayOf(this.service));
    this.grants.connect(principal);
  }

  public admitToApi(client: ec2.IConnectable, grantee?: iam.IGrantable): void {
    if (this.service._isStreams) return this.admit(client, grantee);
    const principal = grantee ?? principalOf(this, client);
    admitNetwork(this, client, wayToApi(this.service));
    this.grants._callApi(principal);
  }
}
