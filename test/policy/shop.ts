import { App, Stack } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { contextOf } from './context';
import type { Request } from './decide';
import { type ITable, Keyspace, PrivateKeyspacesAccess, Table, TableGrants } from '../../src';
import { Deployed } from '../support/deployed';
import { ORDERS as SCHEMA } from '../support/schemas';

/** The account that is not the shop's. */
export const OTHER_ACCOUNT = '444455556666';

export interface Question {
  readonly who: keyof Shop['roles'];
  readonly action: string;
  readonly on: string;
  /** Whether the request comes through the shop's endpoint, and not over the internet. */
  readonly privately: boolean;
}

/** One account's keyspace with an endpoint, roles with each of the grants, and a role and a table of another account. */
export class Shop {
  public readonly roles;
  private readonly deployed: Deployed;
  private readonly access: PrivateKeyspacesAccess;

  constructor() {
    const app = new App();
    // Neither account nor Region are known before the deployment.
    const stack = new Stack(app, 'Shop');
    const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0 });
    this.access = new PrivateKeyspacesAccess(stack, 'Access', { vpc });
    const keyspace = new Keyspace(stack, 'Keyspace', { keyspaceName: 'shop' });
    const orders = new Table(stack, 'Orders', { keyspace, tableName: 'orders', schema: SCHEMA });
    const wishes = new CfnTable(stack, 'Wishes', {
      keyspaceName: 'shop',
      tableName: 'wishes',
      partitionKeyColumns: [{ columnName: 'customer_id', columnType: 'uuid' }],
    });
    const imported = Table.fromTableAttributes(stack, 'Imported', { keyspaceName: 'shop', tableName: 'refunds' });
    const importedByArn = Table.fromTableArn(
      stack, 'ImportedByArn', 'arn:aws:cassandra:us-east-1:111122223333:/keyspace/shop/table/returns',
    );
    const assumedBy = new iam.ServicePrincipal('ecs-tasks.amazonaws.com');
    const role = (at: Stack, id: string, grant: (role: iam.Role) => void) => {
      const made = new iam.Role(at, id, { assumedBy });
      grant(made);
      return made;
    };
    const byHand = (id: string, table: ITable) => role(stack, id, (to) => to.addToPolicy(new iam.PolicyStatement({
      actions: ['cassandra:Select'],
      resources: [table.tableArn],
    })));

    const other = new Stack(app, 'Other', { env: { account: OTHER_ACCOUNT, region: 'us-east-1' } });
    const elsewhere = new Keyspace(other, 'Elsewhere', { keyspaceName: 'elsewhere' });
    const loot = new Table(other, 'Loot', { keyspace: elsewhere, tableName: 'loot', schema: SCHEMA });

    this.roles = {
      'a reader': role(stack, 'Reader', (to) => orders.grants.readData(to)),
      'a writer': role(stack, 'Writer', (to) => orders.grants.writeData(to)),
      'a reader and writer': role(stack, 'ReaderWriter', (to) => orders.grants.readWriteData(to)),
      'a schema manager': role(stack, 'SchemaManager', (to) => orders.grants.actions(to, 'cassandra:Alter')),
      'a reader of the keyspace': role(stack, 'KeyspaceReader', (to) => keyspace.grants.readData(to)),
      'a writer of the keyspace': role(stack, 'KeyspaceWriter', (to) => keyspace.grants.writeData(to)),
      'a reader and writer of the keyspace': role(stack, 'KeyspaceReaderWriter', (to) => keyspace.grants.readWriteData(to)),
      'a creator in the keyspace': role(stack, 'KeyspaceCreator', (to) => keyspace.grants.actions(to, 'cassandra:Create')),
      'a reader of a plain table': role(stack, 'PlainReader', (to) => TableGrants.fromTable(wishes).readData(to)),
      'a reader of an imported table': role(stack, 'ImportReader', (to) => imported.grants.readData(to)),
      'a reader of a table imported by its ARN': role(stack, 'ArnReader', (to) => importedByArn.grants.readData(to)),
      'who may only connect': role(stack, 'Connected', (to) => this.access.grants.connect(to)),
      'who may only call the API': role(stack, 'Caller', (to) => this.access.admitToApi(new ec2.SecurityGroup(stack, 'Callers', { vpc }), to)),
      'a client role for reading': this.access.createRole(stack, 'ClientReader', { assumedBy, read: [orders] }),
      'a client role for writing': this.access.createRole(stack, 'ClientWriter', { assumedBy, readWrite: [orders] }),
      'who has a statement on the table alone': byHand('HandWritten', orders),
      'who has a statement on a table of another account': byHand('Abroad', loot),
      'a role of another account': role(other, 'Stranger', (to) => loot.grants.readWriteData(to)),
    };
    this.deployed = new Deployed(app);
  }

  public ask({ who, action, on, privately }: Question): Request {
    const role = this.roles[who];
    const principal = this.deployed.value(role, role.roleArn);
    const endpoint = this.deployed.properties(this.access.endpoint);
    return {
      principal,
      identityPolicies: this.deployed.identityPolicies(role),
      endpointPolicy: privately ? endpoint.PolicyDocument : undefined,
      action,
      resource: on,
      context: {
        ...contextOf(principal, false),
        ...privately ? { 'aws:SourceVpc': endpoint.VpcId, 'aws:SourceVpce': 'vpce-0123456789abcdef0' } : {},
      },
    };
  }
}
