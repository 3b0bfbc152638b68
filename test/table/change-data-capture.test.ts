import { Lazy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ChangeDataCapture, Keyspace, Table } from '../../src';
import { literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';
import { ORDERS } from '../support/schemas';

function templateWith(changeDataCapture?: ChangeDataCapture): Template {
  const stack = literalStack();
  new Table(stack, 'Orders', { keyspace: new Keyspace(stack, 'Shop'), schema: ORDERS, changeDataCapture });
  return Template.fromStack(stack);
}

test.each<[string, ChangeDataCapture]>([
  ['NEW_AND_OLD_IMAGES', ChangeDataCapture.newAndOldImages()],
  ['NEW_IMAGE', ChangeDataCapture.newImage()],
  ['OLD_IMAGE', ChangeDataCapture.oldImage()],
  ['KEYS_ONLY', ChangeDataCapture.keysOnly()],
])('%s is said, without tags', (viewType, changeDataCapture) => {
  templateWith(changeDataCapture).hasResourceProperties('AWS::Cassandra::Table', {
    CdcSpecification: { Status: 'ENABLED', ViewType: viewType, Tags: Match.absent() },
  });
});

test('a stream has tags of its own', () => {
  templateWith(ChangeDataCapture.keysOnly({ tags: { team: 'shop', stage: 'prod' } })).hasResourceProperties('AWS::Cassandra::Table', {
    CdcSpecification: { Tags: [{ Key: 'team', Value: 'shop' }, { Key: 'stage', Value: 'prod' }] },
    Tags: Match.absent(),
  });
});

test('can be said to be off', () => {
  templateWith(ChangeDataCapture.disabled()).hasResourceProperties('AWS::Cassandra::Table', {
    CdcSpecification: { Status: 'DISABLED', ViewType: Match.absent() },
  });
});

test('is not mentioned unless said otherwise', () => {
  templateWith().hasResourceProperties('AWS::Cassandra::Table', { CdcSpecification: Match.absent() });
});

test.each([
  ['an empty value', { team: '' }],
  ['an "@"', { team: 'shop@example.com' }],
  ['a key that AWS keeps for itself', { 'aws:team': 'shop' }],
])('fails for a tag with %s', (_, tags) => {
  expect(refusalOf(() => ChangeDataCapture.newImage({ tags })).name).toBe('TagInvalid');
});

test('a tag may be a token', () => {
  expect(() => ChangeDataCapture.newImage({ tags: { team: Lazy.string({ produce: () => '@' }) } })).not.toThrow();
});
