import { RemovalPolicies, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Keyspace, KeyspacesKey, Table, TableEncryption } from '../../src';
import { literalApp, literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';
import { ORDERS } from '../support/schemas';

type MakeKey = (stack: Stack) => kms.IKeyRef;
const { DESTROY, RETAIN } = RemovalPolicy;

function tableWith(makeKey: MakeKey, removalPolicy?: RemovalPolicy) {
  const app = literalApp();
  const key = makeKey(literalStack(app, 'Keys'));
  const stack = literalStack(app, 'Data');
  new Table(stack, 'Orders', {
    keyspace: Keyspace.fromKeyspaceName(stack, 'Shop', 'shop'), schema: ORDERS, encryption: TableEncryption.customerManagedKey(key), removalPolicy,
  });
  return app;
}

const keyspacesKey = (removalPolicy?: RemovalPolicy): MakeKey => (stack) => new KeyspacesKey(stack, 'Key', { removalPolicy });
const keyPolicy = { Version: '2012-10-17', Statement: [] };

// https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.howitworks.html
test.each<[string, MakeKey, RemovalPolicy | undefined]>([
  ['a KeyspacesKey', keyspacesKey(DESTROY), undefined],
  ['a key of the AWS CDK', (stack) => new kms.Key(stack, 'Key', { removalPolicy: DESTROY }), RETAIN],
  ['a plain key, which CloudFormation deletes', (stack) => new kms.CfnKey(stack, 'Key', { keyPolicy }), undefined],
])('fails for a table that is kept while its key is not: %s', (_, makeKey, removalPolicy) => {
  expect(refusalOf(() => tableWith(makeKey, removalPolicy).synth()).message)
    .toMatch(/removal policy "Retain\w*": expected Delete with the key Keys\/Key(\/Resource)?, .* keep the key too, .*\[RetainedTableOfDestroyedKey\]/);
});

test.each<[string, MakeKey, RemovalPolicy | undefined]>([
  ['a table and its key', keyspacesKey(), undefined],
  ['the key alone', keyspacesKey(), DESTROY],
  ['neither', keyspacesKey(DESTROY), DESTROY],
  ['an imported key, of which nothing is seen', (stack) => kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/1234abcd'), undefined],
])('keeps %s', (_, makeKey, removalPolicy) => {
  expect(() => tableWith(makeKey, removalPolicy).synth()).not.toThrow();
});

test('what is said of all removal policies afterwards counts', () => {
  const app = tableWith(keyspacesKey());
  RemovalPolicies.of(app).destroy();
  expect(() => app.synth()).not.toThrow();
});

test.each<[string, boolean | undefined, string | undefined]>([
  ['disabled', false, 'KeyDisabled'], ['enabled', true, undefined], ['of which nothing is said', undefined, undefined],
])('a key that is %s', (_, enabled, code) => {
  const app = tableWith((stack) => new kms.Key(stack, 'Key', { enabled }));
  if (!code) return expect(() => app.synth()).not.toThrow();
  expect(refusalOf(() => app.synth()).message).toMatch(/the key of a table, "Keys\/Key\/Resource": expected one that is enabled, .*\[KeyDisabled\]/);
});
