import { Lazy, RemovalPolicy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnKeyspace } from 'aws-cdk-lib/aws-cassandra';
import { Keyspace } from '../../src';
import { literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';

test('by default has a literal name made from its path, and is kept unless its first deployment fails', () => {
  const stack = literalStack();
  const keyspace = new Keyspace(stack, 'Shop');
  expect(keyspace.keyspaceName).toMatch(/^stack_shop_[0-9a-f]{8}$/);
  Template.fromStack(stack).hasResource('AWS::Cassandra::Keyspace', {
    Properties: { KeyspaceName: keyspace.keyspaceName },
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
  });
});

test('takes a name and a removal policy', () => {
  const stack = literalStack();
  new Keyspace(stack, 'Shop', { keyspaceName: 'shop', removalPolicy: RemovalPolicy.DESTROY });
  Template.fromStack(stack).hasResource('AWS::Cassandra::Keyspace', {
    Properties: { KeyspaceName: 'shop' },
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Delete',
  });
});

// https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_service-with-iam.html
test('its ARN ends in a slash', () => {
  const keyspace = new Keyspace(literalStack(), 'Shop', { keyspaceName: 'shop' });
  expect(keyspace.keyspaceArn).toBe('arn:aws:cassandra:us-east-1:111122223333:/keyspace/shop/');
});

test('can be referred to where the AWS CDK takes a keyspace', () => {
  const stack = literalStack();
  const keyspace = new Keyspace(stack, 'Shop', { keyspaceName: 'shop' });
  expect(stack.resolve(CfnKeyspace.arnForKeyspace(keyspace))).toBe(keyspace.keyspaceArn);
});

test.each(['a', '_shop', 'my-shop', 'x'.repeat(49), ''])('fails for the name "%s"', (keyspaceName) => {
  const refusal = refusalOf(() => new Keyspace(literalStack(), 'Shop', { keyspaceName }));
  expect(refusal.name).toBe('KeyspaceNameInvalid');
  expect(refusal.message).toContain(JSON.stringify(keyspaceName));
});

test.each(['system', 'systems', 'System_x'])('fails for the name "%s", which every client could read', (keyspaceName) => {
  expect(refusalOf(() => new Keyspace(literalStack(), 'Shop', { keyspaceName })).name).toBe('KeyspaceNameReserved');
});

test('a name may be a token', () => {
  const keyspaceName = Lazy.string({ produce: () => 'shop' });
  expect(() => new Keyspace(literalStack(), 'Shop', { keyspaceName })).not.toThrow();
});

test('an imported keyspace adds nothing to the template and can be granted on', () => {
  const stack = literalStack();
  const keyspace = Keyspace.fromKeyspaceName(stack, 'Imported', 'shop');
  expect(keyspace.keyspaceArn).toBe('arn:aws:cassandra:us-east-1:111122223333:/keyspace/shop/');
  expect(keyspace.keyspaceRef).toEqual({ keyspaceName: 'shop' });
  expect(Template.fromStack(stack).toJSON()).not.toHaveProperty('Resources.Imported');
});

test('fails to import a name that no keyspace can have', () => {
  expect(refusalOf(() => Keyspace.fromKeyspaceName(literalStack(), 'Imported', 'my-shop')).name).toBe('KeyspaceNameInvalid');
});

test('imports the one-letter name that the service takes, though CloudFormation does not', () => {
  expect(Keyspace.fromKeyspaceName(literalStack(), 'Imported', 'k').keyspaceName).toBe('k');
});
