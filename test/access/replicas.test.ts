import { App, Lazy, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CfnKeyspace, CfnTable, type IKeyspaceRef, type ITableRef } from 'aws-cdk-lib/aws-cassandra';
import * as iam from 'aws-cdk-lib/aws-iam';
import { accessWith, IN_ACCOUNT, imported, SERVICE, SYSTEM } from './endpoint-policies';
import { EndpointPolicy, Keyspace, PrivateKeyspacesAccess, Replication, type RestrictedEndpointPolicyOptions, Table } from '../../src';
import { ACCOUNT, literalApp, literalStack } from '../support/app';
import { ORDERS } from '../support/schemas';
import { statements } from '../support/statements';

const REGIONS = ['us-east-1', 'eu-west-1'];
const REPLICATED = { replicationStrategy: 'MULTI_REGION', regionList: REGIONS };
const key = { partitionKeyColumns: [{ columnName: 'id', columnType: 'uuid' }] };

const plainTable = (stack: Stack, keyspaceName = 'shop') => new CfnTable(stack, 'PlainTable', { keyspaceName, ...key });
const plainKeyspace = (stack: Stack, replicationSpecification?: CfnKeyspace['replicationSpecification']) =>
  new CfnKeyspace(stack, 'PlainKeyspace', { keyspaceName: 'shop', replicationSpecification });

/** Of which constructs is said what. */
function warningsOf(stack: Stack): string[] {
  return Annotations.fromStack(stack).findWarning('*', Match.anyValue())
    .map(({ id, entry: { data } }) => `${id} ${/cdk-keyspaces:(\w+)/.exec(String(data))?.[1]}`);
}

function restricted(optionsIn: (stack: Stack) => RestrictedEndpointPolicyOptions, stack = literalStack()): string[] {
  return warningsOf(accessWith(EndpointPolicy.restricted(optionsIn(stack)), { stack }).stack);
}

function required(tableIn: (stack: Stack) => ITableRef, stack = literalStack()): string[] {
  const role = new iam.Role(stack, 'Role', { assumedBy: SERVICE });
  const access = PrivateKeyspacesAccess.fromAttributes(stack, 'Access', { vpcEndpointId: 'vpce-1', securityGroups: [] });
  PrivateKeyspacesAccess.require(role, { accesses: [access], tables: [tableIn(stack)] });
  return warningsOf(stack);
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cassandra-keyspace-replicationspecification.html
describe('the replicas of what is plain, which are not let through', () => {
  test('are warned about: of a table whose keyspace is not known', () => {
    expect(restricted((stack) => ({ tables: [plainTable(stack)] }))).toEqual(['/Stack/PlainTable replicasNotLetThrough']);
  });

  test.each<[string, CfnKeyspace['replicationSpecification']]>([
    ['several Regions', REPLICATED],
    ['Regions in a token', Lazy.any({ produce: () => REPLICATED })],
    ['Regions without the strategy that they need', { regionList: REGIONS }],
  ])('are warned about: of a keyspace with %s, and of its tables', (_, replication) => {
    expect(restricted((stack) => ({ keyspaces: [plainKeyspace(stack, replication)] }))).toEqual(['/Stack/PlainKeyspace replicasNotLetThrough']);
    expect(restricted((stack) => ({ tables: [plainTable(stack, plainKeyspace(stack, replication).ref)] })))
      .toEqual(['/Stack/PlainTable replicasNotLetThrough']);
  });

  test.each<[string, CfnKeyspace['replicationSpecification']]>([
    ['nothing said', undefined],
    ['a single Region', { replicationStrategy: 'SINGLE_REGION' }],
  ])('are not, of a keyspace with %s, nor of its tables', (_, replication) => {
    expect(restricted((stack) => ({ keyspaces: [plainKeyspace(stack, replication)] }))).toEqual([]);
    expect(restricted((stack) => ({ tables: [plainTable(stack, plainKeyspace(stack, replication).ref)] }))).toEqual([]);
  });

  test('are warned about where the keyspace gets its Regions later', () => {
    const stack = literalStack();
    const keyspace = plainKeyspace(stack);
    accessWith(EndpointPolicy.restricted({ tables: [plainTable(stack, keyspace.ref)] }), { stack });
    keyspace.replicationSpecification = REPLICATED;
    expect(warningsOf(stack)).toEqual(['/Stack/PlainTable replicasNotLetThrough']);
  });

  test('are not, of a table whose whole keyspace is named with its Regions', () => {
    const app = literalApp();
    const [network, data] = ['Network', 'Data'].map((id) => literalStack(app, id));
    const keyspaces = [Keyspace.fromKeyspaceAttributes(network, 'World', { keyspaceName: 'shop', replicationRegions: REGIONS })];
    const tables = [new CfnTable(data, 'PlainTable', { keyspaceName: 'shop', tableName: 'orders', ...key })];
    accessWith(EndpointPolicy.restricted({ keyspaces, tables }), { stack: network });
    expect(warningsOf(data)).toEqual([]);
  });

  test('are not, of what is made or imported, which tells its Regions', () => {
    expect(restricted((stack) => {
      const world = new Keyspace(stack, 'World', { keyspaceName: 'world', replication: Replication.multiRegion('us-east-1', 'eu-west-1') });
      return {
        keyspaces: [Keyspace.fromKeyspaceName(stack, 'Bank', 'bank')],
        tables: [imported(stack, 'shop', 'orders'), new Table(stack, 'Sales', { keyspace: world, tableName: 'sales', schema: ORDERS })],
      };
    })).toEqual([]);
  });
});

test('each Region of a multi-Region table has to be reached through an endpoint', () => {
  const stack = literalStack();
  required(() => {
    const keyspace = new Keyspace(stack, 'World', { keyspaceName: 'world', replication: Replication.multiRegion('us-east-1', 'eu-west-1') });
    return new Table(stack, 'Sales', { keyspace, tableName: 'sales', schema: ORDERS });
  }, stack);
  const abroad = (arn: string) => arn.replace('us-east-1', 'eu-west-1');
  const [data, streams] = statements(stack);
  expect(data.Resource).toEqual([`${IN_ACCOUNT}/world/table/sales`, abroad(`${IN_ACCOUNT}/world/table/sales`), SYSTEM, abroad(SYSTEM)]);
  expect(streams.Resource).toEqual([`${IN_ACCOUNT}/world/table/sales/stream/*`, abroad(`${IN_ACCOUNT}/world/table/sales/stream/*`)]);
});

describe('the replicas of a plain table, which need not be reached through an endpoint', () => {
  test('are warned about where its keyspace is not known to have one Region', () => {
    const stack = literalStack();
    expect(required(() => plainTable(stack), stack)).toEqual(['/Stack/PlainTable replicasNotRequired']);
    Annotations.fromStack(stack).hasWarning('/Stack/PlainTable', Match.stringLikeRegexp('replicationRegions.*cdk-keyspaces:replicasNotRequired'));
    expect(required((other) => plainTable(other, plainKeyspace(other, REPLICATED).ref))).toEqual(['/Stack/PlainTable replicasNotRequired']);
  });

  test('are not where it has, nor of a table that is imported', () => {
    expect(required((stack) => plainTable(stack, plainKeyspace(stack).ref))).toEqual([]);
    expect(required((stack) => imported(stack, 'shop', 'orders'))).toEqual([]);
  });
});

describe('what is imported from a Region that no endpoint leads to', () => {
  const SALES = `arn:aws:cassandra:eu-west-1:${ACCOUNT}:/keyspace/world/table/sales`;
  const fromArn = (replicationRegions?: string[]) => (stack: Stack) => Table.fromTableArn(stack, 'Sales', SALES, { replicationRegions });
  const keyspaceOf = (app: App) => Keyspace.fromKeyspaceName(literalStack(app, 'Abroad', { env: { account: ACCOUNT, region: 'eu-west-1' } }), 'World', 'world');

  test('is warned about: through this one it is not reached', () => {
    expect(restricted((stack) => ({ tables: [fromArn()(stack)] }))).toEqual(['/Stack/Sales regionNotReached']);
    expect(required(fromArn())).toEqual(['/Stack/Sales regionNotReached']);
    const app = literalApp();
    const world: IKeyspaceRef = keyspaceOf(app);
    const { stack } = accessWith(EndpointPolicy.restricted({ keyspaces: [world] }), { stack: literalStack(app) });
    expect(warningsOf(stack)).toEqual([]);
    expect(warningsOf(Stack.of(world))).toEqual(['/Abroad/World regionNotReached']);
  });

  test('is not, with the Regions that it is replicated to', () => {
    expect(restricted((stack) => ({ tables: [fromArn(REGIONS)(stack)] }))).toEqual([]);
    expect(required(fromArn(REGIONS))).toEqual([]);
  });

  test('is not, where the Region of the endpoint is not known', () => {
    const anywhere = () => new Stack(literalApp(), 'Stack', { env: { account: ACCOUNT } });
    expect(restricted((stack) => ({ tables: [fromArn()(stack)] }), anywhere())).toEqual([]);
    expect(required(fromArn(), anywhere())).toEqual([]);
  });

  test('is not required in vain where one of several endpoints leads there', () => {
    const app = literalApp();
    const [here, abroad] = ['us-east-1', 'eu-west-1'].map((region) => literalStack(app, region, { env: { account: ACCOUNT, region } }));
    const accesses = [here, abroad].map((stack) => PrivateKeyspacesAccess.fromAttributes(stack, 'Access', { vpcEndpointId: 'vpce-1', securityGroups: [] }));
    PrivateKeyspacesAccess.require(new iam.Role(here, 'Role', { assumedBy: SERVICE }), { accesses, tables: [fromArn()(here)] });
    expect(warningsOf(here)).toEqual([]);
  });
});
