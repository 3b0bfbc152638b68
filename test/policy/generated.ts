import { App } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as fc from 'fast-check';
import { decide } from './decide';
import { EndpointPolicy, Keyspace, KeyspacesService, PrivateKeyspacesAccess, Table } from '../../src';
import { ACCOUNT, literalStack, REGION } from '../support/app';
import { Deployed } from '../support/deployed';

/** Names that begin alike and end alike, in which a wildcard too many would show. */
const NAMES = ['orders', 'orders_2', 'order', 'orders2', 'my_orders', 'o0', 'stream', 'table'];
const KEYSPACES = ['shop', 'shop_2', 'sho', 'orders'];
const ROLES = 3;

export interface TableName {
  readonly keyspace: string;
  readonly table: string;
}

const VERBS = ['readData', 'writeData', 'readWriteData', 'manageSchema', 'readStream'] as const;

export interface GrantOf {
  readonly role: number;
  readonly verb: typeof VERBS[number];
  readonly on: TableName;
  /** Whether all of the keyspace is granted. */
  readonly whole: boolean;
}

export interface Restriction {
  readonly kind: 'account' | 'readOnly' | 'restricted';
  readonly tables?: TableName[];
  readonly keyspaces?: string[];
  readonly admittedOnly: boolean;
  readonly actions?: string[];
}

export interface RequirementOf {
  readonly role: number;
  readonly tables: TableName[];
  readonly accesses: number[];
}

/** Who may do what, how the endpoint is restricted, and who has to come through which of two. */
export interface Generated {
  readonly grants: GrantOf[];
  readonly connected: number[];
  readonly restriction: Restriction;
  readonly requirements: RequirementOf[];
}

export const anyRole = fc.nat(ROLES - 1);
export const tableName: fc.Arbitrary<TableName> = fc.record({ keyspace: fc.constantFrom(...KEYSPACES), table: fc.constantFrom(...NAMES) });

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const grantOn = (on: fc.Arbitrary<TableName>): fc.Arbitrary<GrantOf> => fc.record({
  role: anyRole,
  verb: fc.constantFrom(...VERBS),
  on,
  whole: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});
export const grant = grantOn(tableName);

const restrictionTo = (table: fc.Arbitrary<TableName>): fc.Arbitrary<Restriction> => fc.record({
  kind: fc.constantFrom('account' as const, 'readOnly' as const, 'restricted' as const, 'restricted' as const),
  tables: optional(fc.array(table, { minLength: 1, maxLength: 3 })),
  keyspaces: optional(fc.array(table.map(({ keyspace }) => keyspace), { minLength: 1, maxLength: 2 })),
  admittedOnly: fc.boolean(),
  actions: optional(fc.subarray(['cassandra:Select', 'cassandra:Modify', 'cassandra:Alter'], { minLength: 1 })),
});

const requirementOn = (table: fc.Arbitrary<TableName>): fc.Arbitrary<RequirementOf> => fc.record({
  role: anyRole,
  tables: fc.array(table, { minLength: 1, maxLength: 2 }),
  accesses: fc.uniqueArray(fc.nat(1), { minLength: 1 }),
});

/** Most of it about the same few tables, or hardly anything would be granted, restricted and required at once. */
export const generated: fc.Arbitrary<Generated> = fc.array(tableName, { minLength: 1, maxLength: 3 })
  .map((few) => fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...few) }, { weight: 1, arbitrary: tableName }))
  .chain((table) => fc.record({
    grants: fc.array(grantOn(table), { maxLength: 6 }),
    connected: fc.uniqueArray(anyRole, { minLength: 1, maxLength: ROLES }),
    restriction: restrictionTo(table),
    requirements: fc.array(requirementOn(table), { maxLength: 4 }),
  }));

/** What a generated app decides once it is deployed. */
export class GeneratedApp {
  private readonly asked = new Map<string, unknown>();
  private readonly roles: iam.Role[];
  private readonly accesses: PrivateKeyspacesAccess[];
  private readonly deployed: Deployed;
  private readonly tables = new Map<string, Table>();
  private readonly stack;

  constructor(made: Generated) {
    const app = new App({
      analyticsReporting: false,
      stackTraces: false,
      treeMetadata: false,
      context: { '@aws-cdk/core:enablePartitionLiterals': true },
    });
    this.stack = literalStack(app);
    const assumedBy = new iam.ServicePrincipal('ecs-tasks.amazonaws.com');
    this.roles = Array.from({ length: ROLES }, (_, index) => new iam.Role(this.stack, `Role${index}`, { assumedBy }));
    const vpc = ec2.Vpc.fromVpcAttributes(this.stack, 'Vpc', {
      vpcId: 'vpc-1111', availabilityZones: ['us-east-1a', 'us-east-1b'], isolatedSubnetIds: ['subnet-1', 'subnet-2'],
    });
    this.accesses = [
      new PrivateKeyspacesAccess(this.stack, 'Access', { vpc, endpointPolicy: this.policy(made.restriction) }),
      // Another service, because one VPC has one endpoint with private DNS for each.
      new PrivateKeyspacesAccess(this.stack, 'Other', { vpc, service: KeyspacesService.CQL_FIPS }),
    ];
    for (const index of made.connected) this.accesses[0].grants.connect(this.roles[index]);
    for (const { role: index, verb, on, whole } of made.grants) {
      (whole ? this.keyspace(on.keyspace) : this.table(on)).grants[verb](this.roles[index]);
    }
    for (const { role: index, tables, accesses } of made.requirements) {
      PrivateKeyspacesAccess.require(this.roles[index], {
        accesses: accesses.map((each) => this.accesses[each]), tables: tables.map((each) => this.table(each)),
      });
    }
    this.deployed = new Deployed(app);
  }

  /** Whether a role is let through to a table; `access` is undefined for the internet. */
  public async isAllowed(index: number, action: string, { keyspace, table }: TableName, access?: number): Promise<boolean> {
    const role = this.roles[index];
    const roleArn = this.once(`arn ${index}`, () => this.deployed.value(role, role.roleArn));
    const door = access === undefined ? undefined : this.accesses[access];
    const verdict = await decide({
      principal: roleArn,
      identityPolicies: this.once(`role ${index}`, () => this.deployed.identityPolicies(role)),
      endpointPolicy: door && this.once(`access ${access}`, () => this.deployed.properties(door.endpoint).PolicyDocument),
      action,
      resource: `arn:aws:cassandra:${REGION}:${ACCOUNT}:/keyspace/${keyspace}/table/${table}`,
      context: {
        'aws:PrincipalAccount': ACCOUNT,
        'aws:PrincipalArn': roleArn,
        'aws:ViaAWSService': 'false',
        ...door && { 'aws:SourceVpce': this.once(`id ${access}`, () => this.deployed.value(door, door.vpcEndpointId)) },
      },
    });
    return verdict === 'allowed';
  }

  private once<T>(what: string, ask: () => T): T {
    if (!this.asked.has(what)) this.asked.set(what, ask());
    return this.asked.get(what) as T;
  }

  private policy({ kind, tables, keyspaces, admittedOnly, actions }: Restriction): EndpointPolicy {
    if (kind !== 'restricted') return EndpointPolicy[kind]();
    if (!tables && !keyspaces && !admittedOnly && !actions) return EndpointPolicy.account();
    return EndpointPolicy.restricted({
      tables: tables?.map((each) => this.table(each)), keyspaces: keyspaces?.map((each) => this.keyspace(each)), admittedOnly, actions,
    });
  }

  private keyspace(name: string) {
    return Keyspace.fromKeyspaceName(this.stack, `${name}${this.stack.node.children.length}`, name);
  }

  private table({ keyspace: keyspaceName, table: name }: TableName): Table {
    const key = `${keyspaceName}.${name}`;
    const made = this.tables.get(key) ?? Table.fromTableAttributes(this.stack, key, { keyspaceName, tableName: name }) as Table;
    this.tables.set(key, made);
    return made;
  }
}
