import { Resource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { AccessGrants } from './access-grants';
import { admitNetwork, API } from './admit-network';
import type { IPrivateKeyspacesAccess } from './iprivate-keyspaces-access';
import type { KeyspacesService } from './keyspaces-service';
import { refusal } from '../private/errors';

/** What an access does, whoever made it. */
export abstract class PrivateKeyspacesAccessBase extends Resource implements IPrivateKeyspacesAccess {
  public abstract readonly vpcEndpointId: string;
  public abstract readonly service: KeyspacesService;
  public abstract readonly hostName: string;
  public abstract readonly connections: ec2.Connections;
  public readonly grants = AccessGrants._of(this);

  public admit(client: ec2.IConnectable, grantee?: iam.IGrantable): void {
    const principal = grantee ?? this.principalOf(client);
    admitNetwork(this, client, { port: this.service._port, description: this.service._ruleDescription });
    this.grants.connect(principal);
  }

  public admitToApi(client: ec2.IConnectable, grantee?: iam.IGrantable): void {
    if (this.service._isStreams) return this.admit(client, grantee);
    const principal = grantee ?? this.principalOf(client);
    admitNetwork(this, client, API);
    this.grants.connect(principal);
  }

  private principalOf(client: ec2.IConnectable): iam.IGrantable {
    if ('grantPrincipal' in client) return client as ec2.IConnectable & iam.IGrantable;
    throw refusal('ClientNotGrantable', this, {
      what: 'a client without a grantee,',
      got: Construct.isConstruct(client) ? client.node.path : typeof client,
      expected: 'a client that is also a principal, such as a Lambda function or an EC2 instance',
      remedy: 'pass who signs in as the second argument; for an ECS service that is service.taskDefinition.taskRole',
    });
  }
}
