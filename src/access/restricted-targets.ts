import { Token } from 'aws-cdk-lib';
import { CfnKeyspace, CfnTable, type IKeyspaceRef, type ITableRef } from 'aws-cdk-lib/aws-cassandra';
import type { Door } from './endpoint-policy-checks';
import { warnOfRegionsNotReached, warnOfReplicas } from './replicas';
import { type Located, regionsOf } from '../private/arns';
import { refusal } from '../private/errors';
import { refersToOtherStack } from '../private/other-stack';

/** A keyspace with all that is in it, or one table, in one Region. */
export interface Target {
  readonly at: ITableRef | IKeyspaceRef;
  readonly region: string;
  readonly keyspaceName: string;
  readonly tableName?: string;
}

interface Named {
  readonly keyspaces?: IKeyspaceRef[];
  readonly tables?: ITableRef[];
}

/** What is named, in all its Regions, each once and without the tables whose keyspace is named too; undefined when nothing is. */
export function namedTargets(door: Door, { keyspaces, tables }: Named): Target[] | undefined {
  if (!keyspaces && !tables) return undefined;
  const whole = byKey((keyspaces ?? []).flatMap((keyspace) => inRegions(keyspace, {
    keyspaceName: keyspaceNameIn(door, keyspace),
  })));
  const single = byKey((tables ?? []).flatMap((table) => inRegions(table, namesIn(door, table)))
    .filter((target) => !whole.has(keyOf({ ...target, tableName: undefined }))));
  const targets = [...whole.values(), ...single.values()];
  for (const at of new Set(targets.map((target) => target.at))) {
    warnOfReplicas(at, 'replicasNotLetThrough', 'the endpoint policy lets it through in its own Region alone');
    warnOfRegionsNotReached(at, [door]);
  }
  return targets;
}

function inRegions(at: ITableRef | IKeyspaceRef, names: Pick<Target, 'keyspaceName' | 'tableName'>): Target[] {
  return regionsOf(at).map((region) => ({ at, region, ...names }));
}

function byKey(targets: Target[]): Map<string, Target> {
  return new Map(targets.map((target) => [keyOf(target), target]));
}

function keyOf({ at, region, keyspaceName, tableName }: Target): string {
  return JSON.stringify([at.env.account, region, keyspaceName, tableName]);
}

function keyspaceNameIn(door: Door, keyspace: IKeyspaceRef): string {
  const { keyspaceName } = keyspace.keyspaceRef;
  return nameIn(door, keyspace, keyspaceName, CfnKeyspace.isCfnKeyspace(keyspace) ? keyspace.keyspaceName : undefined);
}

function namesIn(door: Door, table: ITableRef): Required<Pick<Target, 'keyspaceName' | 'tableName'>> {
  const { keyspaceName, tableName } = table.tableRef;
  const plain = CfnTable.isCfnTable(table) ? table : undefined;
  return {
    keyspaceName: nameIn(door, table, keyspaceName, plain?.keyspaceName),
    tableName: nameIn(door, table, tableName, plain?.tableName),
  };
}

/** A plain resource refers to itself by name, also where its name is a literal. */
function nameIn(door: Door, of: Located, name: string, given: string | undefined): string {
  if (!refersToOtherStack(door, name)) return name;
  if (given !== undefined && !Token.isUnresolved(given)) return given;
  throw refusal('NameNotLiteral', door, {
    what: 'the name in an endpoint policy of',
    got: of.node.path,
    expected: 'a literal, because it is of another stack: the endpoint would have to be deployed after that one',
    remedy: 'give it a name, or make it with Keyspace and Table of this library, whose names are literals',
  });
}
