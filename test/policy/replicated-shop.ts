import { App, Stack } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Request } from './decide';
import { Keyspace, Replication, Table, TableGrants } from '../../src';
import { ACCOUNT } from '../support/app';
import { Deployed } from '../support/deployed';
import { ORDERS as SCHEMA } from '../support/schemas';

/** A key whose policy leaves its use to IAM, as KMS makes it by default. */
export const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/0f6a21cf-6a5c-4e4d-8a0c-6c9a2f2c1d3e`;

// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
const KEY_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }],
};

export interface Question {
  readonly who: keyof ReplicatedShop['roles'];
  readonly action: string;
  readonly on: string;
  /** The service that asks for the principal. */
  readonly via?: 'cassandra' | 'dynamodb';
}

/** The keyspace `shop` of one Region, the keyspace `world` of two, and a role with each of the grants on either. */
export class ReplicatedShop {
  public readonly roles;
  private readonly deployed: Deployed;

  constructor() {
    const app = new App();
    // Neither account nor Region are known before the deployment.
    const stack = new Stack(app, 'Shop');
    const shop = new Keyspace(stack, 'ShopKeyspace', { keyspaceName: 'shop' });
    const orders = new Table(stack, 'Orders', { keyspace: shop, tableName: 'orders', schema: SCHEMA });
    const regions = ['us-east-1', 'eu-west-1'];
    const world = new Keyspace(stack, 'WorldKeyspace', { keyspaceName: 'world', replication: Replication.multiRegion(...regions) });
    const sales = new Table(stack, 'Sales', { keyspace: world, tableName: 'sales', schema: SCHEMA });
    const stock = TableGrants.fromTable(new CfnTable(stack, 'Stock', {
      keyspaceName: 'world',
      tableName: 'stock',
      partitionKeyColumns: [{ columnName: 'item_id', columnType: 'uuid' }],
    }), { replicationRegions: regions });
    const secrets = Table.fromTableAttributes(stack, 'Secrets', {
      keyspaceName: 'shop', tableName: 'secrets', encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY),
    });
    const rescued = Keyspace.fromKeyspaceName(stack, 'Rescued', 'rescued');
    const role = (id: string, grant: (to: iam.Role) => void) => {
      const made = new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
      grant(made);
      return made;
    };

    this.roles = {
      'a reader': role('Reader', (to) => orders.grants.readData(to)),
      'a writer': role('Writer', (to) => orders.grants.writeData(to)),
      'a schema manager': role('SchemaManager', (to) => orders.grants.manageSchema(to)),
      'a restorer': role('Restorer', (to) => orders.grants.restore(to)),
      'a restorer of an encrypted table': role('KeyRestorer', (to) => secrets.grants.restore(to)),
      'a restorer into one table': role('TargetRestorer', (to) => orders.grants.restore(to, { keyspace: rescued, tableName: 'orders' })),
      'a stream reader': role('StreamReader', (to) => orders.grants.readStream(to)),
      'a schema manager of the keyspace': role('KeyspaceManager', (to) => shop.grants.manageSchema(to)),
      'a restorer of the keyspace': role('KeyspaceRestorer', (to) => shop.grants.restore(to)),
      'a stream reader of the keyspace': role('KeyspaceStreamReader', (to) => shop.grants.readStream(to)),
      'a worldwide reader': role('WorldReader', (to) => sales.grants.readData(to)),
      'a worldwide writer': role('WorldWriter', (to) => sales.grants.writeData(to)),
      'a worldwide reader of a plain table': role('WorldPlainReader', (to) => stock.readData(to)),
      'a worldwide schema manager': role('WorldManager', (to) => sales.grants.manageSchema(to)),
      'a worldwide restorer': role('WorldRestorer', (to) => sales.grants.restore(to)),
      'a worldwide stream reader': role('WorldStreamReader', (to) => sales.grants.readStream(to)),
      'a worldwide schema manager of the keyspace': role('WorldKeyspaceManager', (to) => world.grants.manageSchema(to)),
      'a worldwide stream reader of the keyspace': role('WorldKeyspaceStreamReader', (to) => world.grants.readStream(to)),
    };
    this.deployed = new Deployed(app);
  }

  public ask({ who, action, on, via }: Question): Request {
    const role = this.roles[who];
    const principal = this.deployed.value(role, role.roleArn);
    const region = on === '*' ? 'us-east-1' : on.split(':')[3];
    return {
      principal,
      identityPolicies: this.deployed.identityPolicies(role),
      resourcePolicy: on === KEY ? KEY_POLICY : undefined,
      action,
      resource: on,
      context: {
        'aws:PrincipalAccount': ACCOUNT,
        'aws:PrincipalArn': principal,
        'aws:RequestedRegion': region,
        'aws:SecureTransport': 'true',
        'aws:ViaAWSService': String(via !== undefined),
        ...via && { 'kms:ViaService': `${via}.${region}.amazonaws.com`, 'kms:CallerAccount': ACCOUNT },
      },
    };
  }
}
