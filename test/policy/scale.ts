import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { EndpointPolicy, type IKeyspace, type ITable, Keyspace, PrivateKeyspacesAccess, Table } from '../../src';
import { Deployed } from '../support/deployed';

const KEYSPACES = 20;

/** Policies as they are deployed, in numbers. */
export interface Size {
  readonly policies: number;
  readonly statements: number;
  /** Without white space. */
  readonly characters: number;
  readonly longest: number;
}

function sizeOf(documents: { readonly Statement: unknown[] }[]): Size {
  const lengths = documents.map((document) => JSON.stringify(document).length);
  return {
    policies: documents.length,
    statements: documents.reduce((sum, { Statement: statements }) => sum + statements.length, 0),
    characters: lengths.reduce((sum, each) => sum + each, 0),
    longest: Math.max(...lengths),
  };
}

/** A few keyspaces with many tables between them, with names of a usual length, all of them made elsewhere. */
export class Scale {
  public readonly stack: Stack;
  public readonly keyspaces: IKeyspace[];
  public readonly tables: ITable[];
  private readonly app: App;

  constructor(tables: number, minimizePolicies: boolean) {
    this.app = new App({
      analyticsReporting: false,
      context: { '@aws-cdk/core:enablePartitionLiterals': true, '@aws-cdk/aws-iam:minimizePolicies': minimizePolicies },
    });
    this.stack = new Stack(this.app, 'Stack', { env: { account: '111122223333', region: 'us-east-1' } });
    const names = Array.from({ length: KEYSPACES }, (_, index) => `customer_data_${index + 1}`);
    this.keyspaces = names.map((name) => Keyspace.fromKeyspaceName(this.stack, name, name));
    this.tables = Array.from({ length: tables }, (_, index) => Table.fromTableAttributes(this.stack, `Table${index}`, {
      keyspaceName: names[index % KEYSPACES], tableName: `orders_by_customer_${index + 1}`,
    }));
  }

  public role(id = 'Role'): iam.Role {
    return new iam.Role(this.stack, id, { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
  }

  public access(endpointPolicy?: EndpointPolicy): PrivateKeyspacesAccess {
    const vpc = new ec2.Vpc(this.stack, 'Vpc', { availabilityZones: ['us-east-1a', 'us-east-1b'], natGateways: 0, restrictDefaultSecurityGroup: false });
    return new PrivateKeyspacesAccess(this.stack, 'Access', { vpc, endpointPolicy });
  }

  public sizeOfRole(role: iam.Role): Size {
    return sizeOf(new Deployed(this.app).identityPolicies(role).map(({ policy }) => policy));
  }

  public sizeOfRoles(): Size {
    const resources = Object.values(this.template().Resources as Record<string, any>);
    return sizeOf(resources.filter(({ Type: type }) => /Policy$/.test(type)).map(({ Properties: { PolicyDocument: document } }) => document));
  }

  public sizeOfEndpoint(access: PrivateKeyspacesAccess): Size {
    return sizeOf([new Deployed(this.app).properties(access.endpoint).PolicyDocument]);
  }

  private template() {
    return this.app.synth().getStackByName('Stack').template;
  }
}
