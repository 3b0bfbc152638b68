import { App, Aspects, CfnResource, Fn, Lazy, NestedStack, Stack } from 'aws-cdk-lib';
import { CfnTable, CfnType } from 'aws-cdk-lib/aws-cassandra';
import { Construct, type IConstruct } from 'constructs';
import * as fc from 'fast-check';
import { CqlType, Keyspace, KeyspacesKey, SchemaWindow, Table, TableEncryption, UserDefinedType, UserDefinedTypeSchema } from '../../src';
import { ORDERS } from '../support/schemas';

const PARTS = ['table', 'plain table', 'type', 'plain type', 'keyspace', 'other', 'nothing'] as const;
type Kind = typeof PARTS[number] | 'encrypted table';
const WAYS = ['construct', 'resource', 'ref', 'getAtt', 'sub', 'lazy', 'aspect', 'third'] as const;

interface Place {
  readonly parts: { readonly kind: Kind; readonly rank: number }[];
  readonly nested: (Place & { readonly rank: number; readonly width?: number })[];
}

export interface Plan {
  readonly width: number;
  readonly stacks: Place[];
  /** Pairs of whatever there is; which of the two needs the other is up to their ranks. */
  readonly needs: { readonly one: number; readonly other: number; readonly way: typeof WAYS[number] }[];
}

const rank = fc.nat(1000);
/** Keys have long policies, which take long. */
const kinds = fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...PARTS) }, { weight: 1, arbitrary: fc.constant('encrypted table' as const) });
const parts = fc.array(fc.record({ kind: kinds, rank }), { maxLength: 5 });
const nestedIn = (nested: fc.Arbitrary<Place['nested']>): fc.Arbitrary<Place['nested']> =>
  fc.array(fc.record({ parts, nested, rank, width: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }) }), { maxLength: 2 });
const none = fc.constant<Place['nested']>([]);
const innermost = fc.oneof({ weight: 4, arbitrary: none }, { weight: 1, arbitrary: nestedIn(none) });
const place = fc.record({ parts, nested: nestedIn(innermost) });

export const plans: fc.Arbitrary<Plan> = fc.record({
  width: fc.integer({ min: 1, max: 4 }),
  stacks: fc.array(place, { minLength: 1, maxLength: 2 }),
  needs: fc.array(fc.record({ one: fc.nat(), other: fc.nat(), way: fc.constantFrom(...WAYS) }), { maxLength: 10 }),
});

/** Something in an app that can be needed. */
interface Part {
  readonly construct: IConstruct;
  /** Undefined for a nested stack as a whole, and for nothing. */
  readonly resource?: CfnResource;
  /** Its own rank after those of the stacks that it is in. Who has the greater one may need the other. */
  readonly ranks: number[];
}

/** An app made after a plan, with needs that can be met, in any direction. */
export function appOf(plan: Plan, width = plan.width): Stack[] {
  const app = new App({ analyticsReporting: false, treeMetadata: false, stackTraces: false });
  SchemaWindow.of(app).width = width;
  const all: Part[] = [];
  const stacks = plan.stacks.map((planned, index) => {
    const stack = new Stack(app, `Stack${index}`, { env: { account: '111122223333', region: 'us-east-1' } });
    fill(stack, planned, [index], new Keyspace(stack, 'Shop', { keyspaceName: 'shop' }), all, width === plan.width);
    return stack;
  });
  plan.needs.forEach(({ one, other, way }, index) => {
    const [from, to] = [all[one % all.length], all[other % all.length]].sort((left, right) => compare(right.ranks, left.ranks));
    if (from && compare(from.ranks, to.ranks) > 0) need(from, to, way, index);
  });
  return stacks;
}

function fill(stack: Stack, planned: Place, ranks: number[], keyspace: Keyspace, all: Part[], isWindowed: boolean): void {
  planned.parts.forEach(({ kind, rank: own }, index) => {
    const construct = make(stack, kind, `Part${index}`, keyspace);
    const resource = (CfnResource.isCfnResource(construct) ? construct : construct.node.defaultChild) as CfnResource | undefined;
    all.push({ construct, resource, ranks: [...ranks, own * 100 + index] });
  });
  planned.nested.forEach((inner, index) => {
    const nested = new NestedStack(stack, `Nested${index}`);
    if (inner.width && isWindowed) SchemaWindow.of(nested).width = inner.width;
    const inside = [...ranks, inner.rank * 100 + 50 + index];
    all.push({ construct: nested, ranks: inside });
    fill(nested, inner, inside, keyspace, all, isWindowed);
  });
}

function make(stack: Stack, kind: Kind, id: string, keyspace: Keyspace): IConstruct {
  const columns = [{ columnName: 'id', columnType: 'uuid' }];
  switch (kind) {
    case 'table': return new Table(stack, id, { keyspace, schema: ORDERS });
    case 'encrypted table': {
      const encryption = TableEncryption.customerManagedKey(keyOf(stack, keyspace));
      return new Table(stack, id, { keyspace, schema: ORDERS, encryption });
    }
    case 'plain table': return new CfnTable(stack, id, { keyspaceName: 'shop', partitionKeyColumns: columns });
    case 'type': {
      const schema = new UserDefinedTypeSchema({ fields: [{ name: 'field', type: CqlType.INT }] });
      return new UserDefinedType(stack, id, { keyspace, schema });
    }
    case 'plain type': return new CfnType(stack, id, { keyspaceName: 'shop', typeName: 'plain', fields: [] });
    case 'keyspace': return new Keyspace(stack, id);
    case 'nothing': return new Construct(stack, id);
    default: return new CfnResource(stack, id, { type: 'Test::Other' });
  }
}

/** A key that names its keyspace, which tables of the keyspace need. */
function keyOf(stack: Stack, keyspace: Keyspace): KeyspacesKey {
  return stack.node.tryFindChild('Key') as KeyspacesKey ?? new KeyspacesKey(stack, 'Key', { keyspaces: [keyspace] });
}

/** Zero also for what is in the other: neither can come first. */
function compare(left: number[], right: number[]): number {
  const at = left.findIndex((own, depth) => own !== right[depth]);
  return at < 0 || at >= right.length ? 0 : left[at] - right[at];
}

function need(from: Part, to: Part, way: typeof WAYS[number], index: number): void {
  if (way === 'construct' || !from.resource || !to.resource) return from.construct.node.addDependency(to.construct);
  const { resource } = from;
  const target = to.resource;
  const mention = (value: unknown) => resource.addPropertyOverride(`Needed${index}`, value);
  switch (way) {
    case 'resource': return resource.addDependency(target);
    case 'ref': return mention(target.ref);
    case 'getAtt': return mention(`text ${target.getAtt('Arn')}`);
    case 'lazy': return mention(Lazy.any({ produce: () => target.ref }));
    case 'aspect': return Aspects.of(from.construct).add({ visit: (node) => node === from.construct && resource.addDependency(target) });
    case 'third': {
      const third = new CfnResource(from.construct, `Third${index}`, { type: 'Test::Third', properties: { Needed: target.ref } });
      return mention(third.getAtt('Arn'));
    }
    default: return mention(target.stack === resource.stack ? Fn.sub(`\${${resource.stack.resolve(target.logicalId)}}`) : target.ref);
  }
}
