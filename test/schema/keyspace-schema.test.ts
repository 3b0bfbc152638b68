import { KeyspaceSchema } from '../../src';
import { refusalOf } from '../support/refusal';

test('quotes what is not a plain name in CQL', () => {
  expect(new KeyspaceSchema({ name: 'Shop' }).toCql()).toMatch(/^CREATE KEYSPACE "Shop" WITH/);
  expect(new KeyspaceSchema({ name: 'order' }).toCql()).toMatch(/^CREATE KEYSPACE "order" WITH/);
});

test('cannot be changed through what it was made from', () => {
  const replicationRegions = ['us-east-1', 'eu-west-1'];
  const schema = new KeyspaceSchema({ name: 'shop', replicationRegions });
  replicationRegions.pop();
  expect(schema.replicationRegions).toEqual(['us-east-1', 'eu-west-1']);
});

test.each([['k', 'KeyspaceNameInvalid'], ['systems', 'KeyspaceNameReserved']])('fails for the name %s', (name, code) => {
  expect(refusalOf(() => new KeyspaceSchema({ name })).name).toBe(code);
});
