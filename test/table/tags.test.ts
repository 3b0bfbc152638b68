import { Lazy, type Stack, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Keyspace, Table } from '../../src';
import { literalStack } from '../support/app';
import { ORDERS } from '../support/schemas';

function taggedStack(tags: Record<string, string>): Stack {
  const stack = literalStack();
  new Table(stack, 'Orders', { keyspace: new Keyspace(stack, 'Shop'), schema: ORDERS });
  for (const [key, value] of Object.entries(tags)) Tags.of(stack).add(key, value);
  return stack;
}

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 'value']));

test.each(['AWS::Cassandra::Keyspace', 'AWS::Cassandra::Table'])('%s takes the tags of its scope', (type) => {
  Template.fromStack(taggedStack({ team: 'shop' })).hasResourceProperties(type, { Tags: [{ Key: 'team', Value: 'shop' }] });
});

// https://docs.aws.amazon.com/keyspaces/latest/devguide/TaggingRestrictions.html
test.each<[string, Record<string, string>]>([
  ['an empty value', { team: '' }],
  ['an "@"', { team: 'shop@example.com' }],
  ['a comma in the key', { 'team,name': 'shop' }],
  ['a key of 129 characters', { ['k'.repeat(129)]: 'value' }],
  ['a value of 257 characters', { team: 'v'.repeat(257) }],
  ['a value that AWS keeps for itself', { team: 'AWS:shop' }],
  ['50 others', many(51)],
])('synthesis fails for a tag with %s', (_, tags) => {
  expect(() => Template.fromStack(taggedStack(tags))).toThrow(/\[TagInvalid\]/);
});

test('the refusal blames keyspace and table, and says how to keep the tag away from them', () => {
  const synthesis = () => Template.fromStack(taggedStack({ team: '@' }));
  expect(synthesis).toThrow(/Stack\/Shop.*value of the tag "team" "@".*excludeResourceTypes: \['AWS::Cassandra::Keyspace'\].*\[TagInvalid\]/);
  expect(synthesis).toThrow(/Stack\/Orders.*excludeResourceTypes: \['AWS::Cassandra::Table'\].*\[TagInvalid\]/);
});

test.each<[string, Record<string, string>]>([
  ['all characters that the service takes', { 'Über die Bücher 1': '+ - = . _ : /' }],
  ['the longest key and value', { ['k'.repeat(128)]: 'v'.repeat(256) }],
  ['letters of two code units', { team: '𠀀'.repeat(256) }],
  ['49 others', many(50)],
  ['a token', { team: Lazy.string({ produce: () => '@' }) }],
])('a tag is accepted with %s', (_, tags) => {
  expect(() => Template.fromStack(taggedStack(tags))).not.toThrow();
});

test('a tag that is refused can be kept away', () => {
  const stack = taggedStack({});
  Tags.of(stack).add('team', '@', { excludeResourceTypes: ['AWS::Cassandra::Keyspace', 'AWS::Cassandra::Table'] });
  expect(() => Template.fromStack(stack)).not.toThrow();
});
