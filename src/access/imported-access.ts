import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { PrivateKeyspacesAccessAttributes } from './iprivate-keyspaces-access';
import { KeyspacesService } from './keyspaces-service';
import { PrivateKeyspacesAccessBase } from './private-keyspaces-access-base';

/** An access that exists already. */
export class ImportedAccess extends PrivateKeyspacesAccessBase {
  public readonly vpcEndpointId: string;
  public readonly service: KeyspacesService;
  public readonly hostName: string;
  public readonly connections: ec2.Connections;

  constructor(scope: Construct, id: string, attributes: PrivateKeyspacesAccessAttributes) {
    super(scope, id);
    this.vpcEndpointId = attributes.vpcEndpointId;
    this.service = attributes.service ?? KeyspacesService.CQL;
    this.service._requireIn(this);
    this.hostName = attributes.hostName ?? this.service._hostNames(this)[0];
    this.connections = new ec2.Connections({
      securityGroups: attributes.securityGroups,
      defaultPort: this.service._port,
    });
  }
}
