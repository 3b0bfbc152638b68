import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { requestOf } from './context';
import type { Request } from './decide';
import { EndpointPolicy, type ITable, Keyspace, KeyspacesService, PrivateKeyspacesAccess, Replication, Table } from '../../src';
import { ACCOUNT } from '../support/app';
import { Deployed } from '../support/deployed';
import { ORDERS as SCHEMA } from '../support/schemas';

export const OTHER_ACCOUNT = '444455556666';

export interface Question {
  readonly who: keyof Doors['roles'];
  readonly action: string;
  readonly on: string;
  /** The access that the request comes through; without one it comes over the internet. */
  readonly through?: keyof Doors['accesses'];
  /** Whether the service itself asks, for the principal. */
  readonly viaService?: boolean;
}

const SERVICE = new iam.ServicePrincipal('ecs-tasks.amazonaws.com');
const ORDERS_ARN = `arn:aws:cassandra:us-east-1:${ACCOUNT}:/keyspace/shop/table/orders`;

/** An endpoint with each kind of policy, and roles that may do more than the endpoints let through. */
export class Doors {
  public readonly roles;
  public readonly accesses;
  private readonly deployed: Deployed;

  constructor() {
    const app = new App();
    // Neither account nor Region are known before the deployment.
    const network = new Stack(app, 'Network');
    const data = new Stack(app, 'Data');
    const service = new Stack(app, 'Service');
    const other = new Stack(app, 'Other', { env: { account: OTHER_ACCOUNT, region: 'us-east-1' } });

    const shop = new Keyspace(data, 'Shop', { keyspaceName: 'shop' });
    const orders = new Table(data, 'Orders', { keyspace: shop, tableName: 'orders', schema: SCHEMA });
    const world = new Keyspace(data, 'World', { keyspaceName: 'world', replication: Replication.multiRegion('us-east-1', 'eu-west-1') });
    const sales = new Table(data, 'Sales', { keyspace: world, tableName: 'sales', schema: SCHEMA });
    const elsewhere = new Keyspace(other, 'Elsewhere', { keyspaceName: 'elsewhere' });
    const lootFromHere = Table.fromTableArn(network, 'LootFromHere', `arn:aws:cassandra:us-east-1:${OTHER_ACCOUNT}:/keyspace/elsewhere/table/loot`);

    const access = (id: string, endpointPolicy: EndpointPolicy, kind = KeyspacesService.CQL) => {
      const vpc = new ec2.Vpc(network, `${id}Vpc`, { natGateways: 0 });
      return new PrivateKeyspacesAccess(network, id, { vpc, endpointPolicy, service: kind });
    };
    const streams = (id: string, endpointPolicy: EndpointPolicy) => access(id, endpointPolicy, KeyspacesService.STREAMS);
    const documented = (...statements: object[]) =>
      EndpointPolicy.document(iam.PolicyDocument.fromJson({ Version: '2012-10-17', Statement: statements }));
    const { account, readOnly, restricted } = EndpointPolicy;

    this.accesses = {
      'account()': access('Account', account()),
      'readOnly()': access('ReadOnly', readOnly()),
      'one table': access('OneTable', restricted({ tables: [orders] })),
      'one keyspace': access('OneKeyspace', restricted({ keyspaces: [shop] })),
      'a table of several Regions': access('World', restricted({ tables: [sales] })),
      'a table of another account': access('Abroad', restricted({ tables: [lootFromHere] })),
      'writing one table': access('Writing', restricted({ tables: [orders], actions: ['cassandra:Modify'] })),
      'writing': access('WritingAnything', restricted({ actions: ['cassandra:Modify'] })),
      'who is admitted': access('Admitted', restricted({ admittedOnly: true })),
      'who is admitted, reading one table': access('AdmittedReading', restricted({
        admittedOnly: true, tables: [orders], actions: ['cassandra:Select'],
      })),
      'the sample for reading': access('SampleReading', documented({
        Sid: 'ReadOnly', Principal: '*', Action: 'cassandra:Select', Effect: 'Allow', Resource: '*',
      })),
      'the sample for one table': access('SampleTable', documented({
        Sid: 'RestrictAccessToTable',
        Principal: '*',
        Action: 'cassandra:*',
        Effect: 'Allow',
        Resource: [ORDERS_ARN, `arn:aws:cassandra:us-east-1:${ACCOUNT}:/keyspace/system*`],
      })),
      'streams, account()': streams('Streams', account()),
      'streams, readOnly()': streams('StreamsReadOnly', readOnly()),
      'streams of one table': streams('StreamsOfTable', restricted({ tables: [orders] })),
      'streams of one keyspace': streams('StreamsOfKeyspace', restricted({ keyspaces: [shop] })),
      'streams, who is admitted': streams('StreamsAdmitted', restricted({ admittedOnly: true })),
      'streams, only records': streams('StreamsRecords', restricted({ tables: [orders], actions: ['cassandra:GetRecords'] })),
      'the sample for streams': streams('SampleStreams', documented({
        Sid: 'AccessToSpecificStream', Principal: '*', Action: ['cassandra:GetStream', 'cassandra:GetRecords'], Effect: 'Allow', Resource: `${ORDERS_ARN}/stream/*`,
      })),
    };

    const role = (at: Stack, id: string, props: Partial<iam.RoleProps> = {}) => new iam.Role(at, id, { assumedBy: SERVICE, ...props });
    const allowing = (at: Stack, id: string, action: string, table?: ITable, props: Partial<iam.RoleProps> = {}) => {
      const made = role(at, id, props);
      made.addToPolicy(new iam.PolicyStatement({ actions: [action], resources: [table?.tableArn ?? '*'] }));
      return made;
    };
    this.roles = {
      'a reader': role(service, 'Reader'),
      'an admitted reader': role(service, 'AdmittedReader', { roleName: 'admitted-reader', path: '/team/' }),
      'who may do anything': allowing(service, 'Anything', 'cassandra:*'),
      'who is admitted and may do anything': allowing(network, 'AdmittedAnything', 'cassandra:*'),
      'whose name begins like that of who is admitted': allowing(service, 'Almost', 'cassandra:*', undefined, { roleName: 'admitted-reader-2', path: '/team/' }),
      'a stream reader': role(service, 'StreamReader'),
      'a role of another account': role(other, 'Stranger'),
      'who may do anything in another account': allowing(other, 'OthersAnything', 'cassandra:*'),
    };
    orders.grants.readData(this.roles['a reader']);
    orders.grants.readData(this.roles['an admitted reader']);
    orders.grants.readStream(this.roles['a stream reader']);
    elsewhere.grants.readWriteData(this.roles['a role of another account']);
    elsewhere.grants.readStream(this.roles['a role of another account']);
    for (const door of ['who is admitted', 'who is admitted, reading one table', 'streams, who is admitted'] as const) {
      this.accesses[door].admit({ connections: new ec2.Connections({ securityGroups: [this.clients(network)] }) }, this.roles['an admitted reader']);
      this.accesses[door].grants.connect(this.roles['who is admitted and may do anything']);
    }
    this.deployed = new Deployed(app);
  }

  public ask({ who, action, on, through, viaService = false }: Question): Request {
    return requestOf(this.deployed, { role: this.roles[who], action, on, access: through && this.accesses[through], viaService });
  }

  private clients(at: Stack): ec2.ISecurityGroup {
    const found = at.node.tryFindChild('Clients') as ec2.ISecurityGroup | undefined;
    return found ?? ec2.SecurityGroup.fromSecurityGroupId(at, 'Clients', 'sg-11112222');
  }
}
