import { type App, CfnResource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as fc from 'fast-check';
import { appOf, neededBy, type Placement, placements } from './placements';
import { KeyspacesKey } from '../../src';
import { circle } from '../schema-window/in-flight';
import { literalApp, literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';
import { cycle, stackGraph } from '../templates/dependency-graph';

/** Circles between the stacks of the app, and in the templates of each with all that is nested in it. */
function circles(app: App): string[][] {
  const stacks = app.node.children.filter((child): child is Stack => Stack.isStack(child));
  return [cycle(stackGraph(app.synth())), ...stacks.map(circle)].filter((found) => found !== undefined);
}

/** Of one table in the keyspace and with the key, unless it says otherwise. */
function placed(plan: Partial<Placement> & { readonly key?: Partial<Placement['keys'][number]>; readonly tables: Placement['tables'] }): Placement {
  const key: Placement['keys'][number] = { place: 'A', isBound: true, administrators: [], ...plan.key };
  return { keyspace: 'A', keys: [key], roles: ['A'], ...plan };
}

const table = (place: Placement['keyspace'], key = 0) => ({ place, key, grants: [] });
const granted = (place: Placement['keyspace']): Placement['tables'][number] =>
  ({ place, key: 0, grants: [{ role: 0, verb: 'restore' }, { role: 1, verb: 'readData' }] });

test.each<[string, Placement]>([
  ['the key in a stack of its own', placed({ key: { place: 'B' }, tables: [table('A')] })],
  ['keyspace, key and tables in three stacks', placed({ key: { place: 'B' }, tables: [table('C'), table('C')] })],
  ['a key given to two stacks', placed({ key: { place: 'B' }, tables: [table('A'), table('C')] })],
  ['a key that is bound to a keyspace after it', placed({ keyspace: 'C', tables: [table('C')] })],
  ['roles in a stack of their own', placed({ key: { place: 'B' }, roles: ['C', 'C'], tables: [granted('A')] })],
  ['roles beside the keyspace, key beside the tables', placed({ key: { place: 'B' }, roles: ['A', 'A'], tables: [granted('B')] })],
  ['an administrator of a stack of its own', placed({ key: { place: 'B', administrators: [0] }, roles: ['C'], tables: [table('A')] })],
  ['an administrator beside the key, who also restores', placed({
    key: { place: 'B', administrators: [0] }, roles: ['B', 'C'], tables: [granted('A')],
  })],
  ['an administrator of another stack, who also restores', placed({
    key: { place: 'B', administrators: [0] }, roles: ['C', 'C'], tables: [granted('A')],
  })],
  ['the key around the tables', placed({ tables: [table('A/1'), table('A/2'), table('A/1/1')] })],
  ['the tables around the key', placed({ key: { place: 'A/1' }, tables: [table('A')] })],
  ['key and tables nested side by side', placed({ key: { place: 'A/1' }, tables: [table('A/2')] })],
  ['keyspace, key and tables nested', placed({ keyspace: 'A/1', key: { place: 'A/2' }, tables: [table('A/1/1'), table('A/1')] })],
  ['the key nested in another stack', placed({ key: { place: 'B/1' }, tables: [table('A/1'), table('C')] })],
  ['an administrator nested beside the key', placed({ key: { place: 'A/1', administrators: [0] }, roles: ['A/2'], tables: [table('A')] })],
  ['an administrator around the key, tables nested', placed({ key: { place: 'A/1', administrators: [0] }, roles: ['A'], tables: [table('A/2')] })],
])('no circle: %s', (_, placement) => {
  expect(circles(appOf(placement))).toEqual([]);
});

test.each<[string, Placement]>([
  ['in the stack of the tables', placed({ key: { place: 'B', administrators: [0] }, roles: ['A'], tables: [table('A')] })],
  ['nested with the tables', placed({ key: { place: 'A/1', administrators: [0] }, roles: ['A/2'], tables: [table('A/2')] })],
  ['nested with the tables, the key around them', placed({ key: { administrators: [0] }, roles: ['A/2'], tables: [table('A/2')] })],
  ['of one key in the stack of the tables of another one', placed({
    keys: [{ place: 'B', isBound: true, administrators: [0] }, { place: 'B', isBound: true, administrators: [] }],
    roles: ['A'],
    tables: [table('A', 1)],
  })],
])('fails for an administrator %s', (_, placement) => {
  const { name, message } = refusalOf(() => appOf(placement).synth());
  expect(name).toBe('AdministratorNeedsKey');
  expect(message).toMatch(/^an administrator of a key, of another stack, "A(\/2)?\/Role0\/Resource": .*in the stack of the key, .* \[AdministratorNeedsKey\]$/);
});

test('fails for an administrator beside anything that names the key', () => {
  const app = literalApp();
  const [A, B] = ['A', 'B'].map((id) => literalStack(app, id));
  const role = new iam.Role(A, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
  const key = new KeyspacesKey(B, 'Key', { administrators: [role] });
  app.synth();
  new CfnResource(A, 'Names', { type: 'Test::Names', properties: { Key: key.keyArn } });
  expect(refusalOf(() => app.synth({ force: true })).name).toBe('AdministratorNeedsKey');
});

test.each<[string, Placement]>([
  ['tables of that keyspace', placed({ keyspace: 'A', key: { place: 'B' }, tables: [table('A'), table('B')] })],
  ['tables of that keyspace, nested', placed({ keyspace: 'A/1', key: { place: 'A/2' }, tables: [table('A/1'), table('A/2')] })],
])('fails for a key beside %s, which is beside other tables with the key', (_, placement) => {
  const { name, message } = refusalOf(() => appOf(placement).synth());
  expect(name).toBe('KeyNeedsTable');
  expect(message).toMatch(/^the key of a table, of another stack, "(A\/2|B)\/Key0\/Resource": .*in the stack of the keyspace, .* \[KeyNeedsTable\]$/);
});

test('wherever everything is, there is no circle, and what would have to be one is refused by its name', () => {
  const outcomes = new Set<string>();
  fc.assert(fc.property(placements, (placement) => {
    const app = appOf(placement);
    if (cycle(neededBy(placement))) {
      const { name } = refusalOf(() => app.synth());
      expect(['AdministratorNeedsKey', 'KeyNeedsTable']).toContain(name);
      outcomes.add(name);
    } else {
      expect(circles(app)).toEqual([]);
      outcomes.add('none');
    }
  }), { numRuns: 300 });
  expect([...outcomes].sort()).toEqual(['AdministratorNeedsKey', 'KeyNeedsTable', 'none']);
}, 600_000);
