import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import { frozen, table, type } from './shop';
import { CqlSchema, KeyspaceSchema, SchemaResources } from '../../src';
import { literalStack } from '../support/app';

const KEYSPACES = ['shop', 'archive'].map((name) => new KeyspaceSchema({ name }));
const TYPES = [type('address', 'shop'), type('person', 'shop', [frozen('lives_at', 'address')])];
const TABLES = [table('orders', 'shop', [frozen('by_whom', 'person')]), table('Orders', 'shop'), table('orders', 'archive')];

function resources(keyspaces: KeyspaceSchema[], types: typeof TYPES, tables: typeof TABLES): SchemaResources {
  return new SchemaResources(literalStack(), 'Schema', { schema: new CqlSchema({ keyspaces, types, tables }) });
}

function template(...parts: Parameters<typeof resources>): unknown {
  return Template.fromStack(Stack.of(resources(...parts))).toJSON();
}

const shuffled = <T>(items: T[]) => fc.shuffledSubarray(items, { minLength: items.length });

test('the order of the statements means nothing to what is made, nor to its order', () => {
  const paths = (made: SchemaResources) => made.node.findAll().map(({ node }) => node.path);
  const expected = paths(resources(KEYSPACES, TYPES, TABLES));
  fc.assert(fc.property(shuffled(KEYSPACES), shuffled(TYPES), shuffled(TABLES), (...parts) => {
    expect(paths(resources(...parts))).toEqual(expected);
  }), { numRuns: 1_000 });
}, 120_000);

test('nor to the template', () => {
  const expected = template(KEYSPACES, TYPES, TABLES);
  fc.assert(fc.property(shuffled(KEYSPACES), shuffled(TYPES), shuffled(TABLES), (...parts) => {
    expect(template(...parts)).toEqual(expected);
  }), { numRuns: 20 });
}, 60_000);

// More than the 25 operations that may run at once: the rest wait for one another.
test('nor to a stack whose operations wait for one another', () => {
  const many = [...TABLES, ...Array.from({ length: 30 }, (_, index) => table(`events_${index}`, 'shop'))];
  expect(template(KEYSPACES, TYPES, [...many].reverse())).toEqual(template(KEYSPACES, TYPES, many));
});

test('a table more changes nothing of the others', () => {
  const { Resources: before } = template(KEYSPACES, TYPES, TABLES.slice(1)) as { Resources: Record<string, unknown> };
  const { Resources: after } = template(KEYSPACES, TYPES, TABLES) as { Resources: Record<string, unknown> };
  expect(Object.keys(after)).toHaveLength(Object.keys(before).length + 1);
  expect(after).toMatchObject(before);
});
