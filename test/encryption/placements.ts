import { type App, NestedStack, type Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as fc from 'fast-check';
import { Keyspace, KeyspacesKey, Table, TableEncryption } from '../../src';
import { literalApp, literalStack } from '../support/app';
import { ORDERS } from '../support/schemas';
import type { Graph } from '../templates/dependency-graph';

/** Three stacks, and what is nested in them. */
const PLACES = ['A', 'A/1', 'A/2', 'A/1/1', 'B', 'B/1', 'C'] as const;
const VERBS = ['readData', 'readWriteData', 'manageSchema', 'restore'] as const;

/** Where in an app everything is that has to do with keys, and who is given what. */
export interface Placement {
  readonly keyspace: typeof PLACES[number];
  readonly keys: {
    readonly place: typeof PLACES[number];
    readonly isBound: boolean;
    readonly administrators: number[];
  }[];
  readonly roles: typeof PLACES[number][];
  readonly tables: {
    readonly place: typeof PLACES[number];
    readonly key: number;
    readonly grants: { readonly role: number; readonly verb: typeof VERBS[number] }[];
  }[];
}

const place = fc.constantFrom(...PLACES);
const grants = fc.array(fc.record({ role: fc.nat(), verb: fc.constantFrom(...VERBS) }), { maxLength: 2 });

export const placements: fc.Arbitrary<Placement> = fc.record({
  keyspace: place,
  keys: fc.array(fc.record({ place, isBound: fc.boolean(), administrators: fc.array(fc.nat(), { maxLength: 1 }) }), { minLength: 1, maxLength: 2 }),
  roles: fc.array(place, { minLength: 1, maxLength: 2 }),
  tables: fc.array(fc.record({ place, key: fc.nat(), grants }), { minLength: 1, maxLength: 3 }),
});

/** An app after a plan, which has its stacks in the order in which they are needed here. */
export function appOf({ keyspace: ofKeyspace, keys, roles, tables }: Placement): App {
  const app = literalApp();
  const stacks = new Map<string, Stack>();
  const stackAt = (path: string): Stack => {
    const known = stacks.get(path);
    if (known) return known;
    const around = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
    const made = around ? new NestedStack(stackAt(around), path.slice(around.length + 1)) : literalStack(app, path);
    stacks.set(path, made);
    return made;
  };
  const pick = <Item>(items: Item[], index: number) => items[index % items.length];

  const keyspace = new Keyspace(stackAt(ofKeyspace), 'Shop', { keyspaceName: 'shop' });
  const madeRoles = roles.map((at, index) =>
    new iam.Role(stackAt(at), `Role${index}`, { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));
  const madeKeys = keys.map((key, index) => new KeyspacesKey(stackAt(key.place), `Key${index}`, {
    keyspaces: key.isBound ? [keyspace] : undefined,
    administrators: key.administrators.map((role) => pick(madeRoles, role)),
  }));
  tables.forEach((planned, index) => {
    const encryption = TableEncryption.customerManagedKey(pick(madeKeys, planned.key));
    const table = new Table(stackAt(planned.place), `Table${index}`, { keyspace, schema: ORDERS, encryption });
    for (const { role, verb } of planned.grants) table.grants[verb](pick(madeRoles, role));
  });
  return app;
}

/**
 * What has to be deployed before what, by the plan alone: stacks, and in each template what is in it. A key needs its
 * administrators, a table its key and its keyspace, and nothing else needs anything.
 */
export function neededBy({ keyspace, keys, roles, tables }: Placement): Graph {
  const graph: Graph = new Map();
  const add = (source: string, target: string) => {
    const [from, to] = [source.split('/'), target.split('/')];
    const parted = from.findIndex((part, depth) => part !== to[depth]);
    const [needing, needed] = [from, to].map((path) => path.slice(0, parted + 1).join('/'));
    graph.set(needing, (graph.get(needing) ?? new Set()).add(needed));
  };
  const pick = <Item>(items: Item[], index: number) => index % items.length;
  const keyAt = (index: number) => `${keys[index].place}/key ${index}`;
  keys.forEach(({ administrators }, index) =>
    administrators.map((role) => pick(roles, role)).forEach((role) => add(keyAt(index), `${roles[role]}/role ${role}`)));
  tables.forEach(({ place: at, key }, index) => {
    add(`${at}/table ${index}`, keyAt(pick(keys, key)));
    add(`${at}/table ${index}`, `${keyspace}/keyspace`);
  });
  return graph;
}
