import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { requestOf } from './context';
import type { Request } from './decide';
import { Keyspace, KeyspacesService, PrivateKeyspacesAccess, Replication, Table } from '../../src';
import { ACCOUNT } from '../support/app';
import { Deployed } from '../support/deployed';
import { ORDERS as SCHEMA } from '../support/schemas';

export interface Question {
  readonly who: keyof Required['roles'];
  readonly action: string;
  readonly on: string;
  /** The access that the request comes through; without one it comes over the internet, or from a service. */
  readonly through?: keyof Required['accesses'];
  /** Undefined where the request says nothing of it. */
  readonly viaService?: boolean;
}

/** Roles that have to come through endpoints, by this library and by the samples of the documentation. */
export class Required {
  public readonly roles;
  public readonly accesses;
  private readonly deployed: Deployed;

  constructor() {
    const app = new App();
    // Neither account nor Region are known before the deployment.
    const network = new Stack(app, 'Network');
    const data = new Stack(app, 'Data');
    const service = new Stack(app, 'Service');
    const shop = new Keyspace(data, 'Shop', { keyspaceName: 'shop' });
    const [orders, wishes, gifts] = ['orders', 'wishes', 'gifts']
      .map((tableName) => new Table(data, tableName, { keyspace: shop, tableName, schema: SCHEMA }));
    const world = new Keyspace(data, 'World', { keyspaceName: 'world', replication: Replication.multiRegion('us-east-1', 'eu-west-1') });
    const sales = new Table(data, 'Sales', { keyspace: world, tableName: 'sales', schema: SCHEMA });

    const access = (id: string, kind: KeyspacesService) =>
      new PrivateKeyspacesAccess(network, id, { vpc: new ec2.Vpc(network, `${id}Vpc`, { natGateways: 0 }), service: kind });
    this.accesses = {
      'the endpoint': access('One', KeyspacesService.CQL),
      'the other endpoint': access('Two', KeyspacesService.CQL),
      'the endpoint for streams': access('Streams', KeyspacesService.STREAMS),
      'a strange endpoint': access('Strange', KeyspacesService.CQL),
    };
    const { 'the endpoint': one, 'the other endpoint': two, 'the endpoint for streams': streams } = this.accesses;

    const role = (id: string) => {
      const made = new iam.Role(service, id, { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
      for (const table of [orders, wishes, gifts, sales]) {
        table.grants.readWriteData(made);
        table.grants.readStream(made);
        table.grants.restore(made);
      }
      return made;
    };
    const sample = (id: string, ...statements: object[]) => {
      const made = new iam.Role(service, id, { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
      for (const statement of statements) made.addToPolicy(iam.PolicyStatement.fromJson(statement));
      return made;
    };
    const samplesTable = { Resource: [orders.tableArn, `arn:aws:cassandra:us-east-1:${ACCOUNT}:/keyspace/system*`] };
    this.roles = {
      'a role without requirements': role('Free'),
      'a role bound to the endpoint': role('BoundToOne'),
      'a role bound to two endpoints': role('BoundToTwo'),
      'a role bound in two calls': role('BoundTwice'),
      'a role bound with streams': role('BoundWithStreams'),
      'a role bound to streams alone': role('BoundToStreams'),
      'a role bound to a table of several Regions': role('BoundAbroad'),
      'the sample that denies': sample('SampleDeny', { Effect: 'Allow', Action: 'cassandra:*', Resource: '*' }, {
        Sid: 'UserOrRolePolicyToDenyAccess',
        Effect: 'Deny',
        Action: 'cassandra:*',
        ...samplesTable,
        Condition: { StringNotEquals: { 'aws:sourceVpce': one.vpcEndpointId } },
      }),
      'the sample that denies, once for each endpoint': sample('SampleDenyTwice', { Effect: 'Allow', Action: 'cassandra:*', Resource: '*' },
        ...[one, two].map(({ vpcEndpointId }) => ({
          Effect: 'Deny', Action: 'cassandra:*', ...samplesTable, Condition: { StringNotEquals: { 'aws:sourceVpce': vpcEndpointId } },
        }))),
      'the sample that allows in two parts': sample('SampleSplit', {
        Sid: 'CassandraAccessForVPCE',
        Effect: 'Allow',
        Action: 'cassandra:*',
        Resource: '*',
        Condition: { Bool: { 'aws:ViaAWSService': 'false' }, StringEquals: { 'aws:SourceVpce': [one.vpcEndpointId] } },
      }, {
        Sid: 'CassandraAccessForAwsService', Effect: 'Allow', Action: 'cassandra:*', Resource: '*', Condition: { Bool: { 'aws:ViaAWSService': 'true' } },
      }),
    };
    const { require } = PrivateKeyspacesAccess;
    require(this.roles['a role bound to the endpoint'], { accesses: [one], tables: [orders, wishes] });
    require(this.roles['a role bound to two endpoints'], { accesses: [one, two], tables: [orders] });
    require(this.roles['a role bound in two calls'], { accesses: [one], tables: [orders] });
    require(this.roles['a role bound in two calls'], { accesses: [two], tables: [wishes] });
    require(this.roles['a role bound with streams'], { accesses: [one, streams], tables: [orders] });
    require(this.roles['a role bound to streams alone'], { accesses: [streams], tables: [orders] });
    require(this.roles['a role bound to a table of several Regions'], { accesses: [one], tables: [sales] });
    this.deployed = new Deployed(app);
  }

  public ask({ who, action, on, through, viaService }: Question): Request {
    return requestOf(this.deployed, { role: this.roles[who], action, on, access: through && this.accesses[through], viaService });
  }
}
