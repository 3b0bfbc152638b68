import { Fn, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Keyspace, KeyspacesKey, Table, TableEncryption } from '../../src';
import { literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';
import { ORDERS } from '../support/schemas';

function encryptedWith(makeEncryption: (stack: ReturnType<typeof literalStack>) => TableEncryption, tables = 1) {
  const stack = literalStack();
  const keyspace = new Keyspace(stack, 'Shop', { keyspaceName: 'shop' });
  const encryption = makeEncryption(stack);
  for (let index = 0; index < tables; index++) new Table(stack, `Orders${index}`, { keyspace, schema: ORDERS, encryption });
  return stack;
}

function plainKey(stack: Stack, keyPolicy?: unknown): kms.CfnKey {
  const key = new kms.CfnKey(stack, 'Key', { keyPolicy });
  key.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return key;
}

test('an AWS owned key is said explicitly', () => {
  Template.fromStack(encryptedWith(() => TableEncryption.awsOwnedKey())).hasResourceProperties('AWS::Cassandra::Table', {
    EncryptionSpecification: { EncryptionType: 'AWS_OWNED_KMS_KEY', KmsKeyIdentifier: Match.absent() },
  });
});

test('a customer managed key is named by its ARN', () => {
  const stack = encryptedWith((scope) => TableEncryption.customerManagedKey(new KeyspacesKey(scope, 'Key')));
  Template.fromStack(stack).hasResourceProperties('AWS::Cassandra::Table', {
    EncryptionSpecification: {
      EncryptionType: 'CUSTOMER_MANAGED_KMS_KEY',
      KmsKeyIdentifier: { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] },
    },
  });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('a key made elsewhere in the app gets the statement that Keyspaces needs, once', () => {
  const stack = encryptedWith((scope) => TableEncryption.customerManagedKey(new kms.Key(scope, 'Key')), 2);
  const [key] = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'));
  const added = key.Properties.KeyPolicy.Statement.filter((statement: { Sid?: string }) => statement.Sid === 'UseThroughKeyspaces');
  expect(added).toEqual([expect.objectContaining({
    Principal: { AWS: '*' },
    Condition: {
      StringEquals: { 'kms:CallerAccount': '111122223333' },
      StringLike: { 'kms:ViaService': ['cassandra.*.amazonaws.com'] },
    },
  })]);
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test.each<[string, (stack: ReturnType<typeof literalStack>) => kms.IKeyRef]>([
  ['an imported key', (stack) => kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/1234abcd')],
  ['a plain key without a policy, which would lose the one that AWS KMS gives it', (stack) => plainKey(stack)],
  ['a plain key whose policy is known at deployment', (stack) => plainKey(stack, Lazy.any({ produce: () => ({}) }))],
])('%s is warned about with the statement to add', (_, key) => {
  const stack = encryptedWith((scope) => TableEncryption.customerManagedKey(key(scope)));
  Annotations.fromStack(stack).hasWarning('/Stack/Orders0', Match.stringLikeRegexp('UseThroughKeyspaces.*cdk-keyspaces:keyPolicyNotManaged'));
});

// https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.customermanaged.html
test('the statement to add can be pasted into a key policy', () => {
  const stack = encryptedWith((scope) => TableEncryption.customerManagedKey(kms.Key.fromKeyArn(scope, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/1234abcd')));
  const [{ entry: { data } }] = Annotations.fromStack(stack).findWarning('/Stack/Orders0', Match.stringLikeRegexp('keyPolicyNotManaged'));
  const [statement] = /\{.*\}/.exec(data as string)!;
  expect(iam.PolicyStatement.fromJson(JSON.parse(statement)).toStatementJson()).toEqual({
    Sid: 'UseThroughKeyspaces',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
    Resource: '*',
    Condition: { StringEquals: { 'kms:CallerAccount': '111122223333' }, StringLike: { 'kms:ViaService': ['cassandra.*.amazonaws.com'] } },
  });
});

const FOR_ROOT = { Sid: 'Root', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' };

test.each([
  ['gets the statement once, beside its own', [FOR_ROOT], ['Root', 'UseThroughKeyspaces']],
  ['keeps the statement that it has', [FOR_ROOT, { ...FOR_ROOT, Sid: 'UseThroughKeyspaces' }], ['Root', 'UseThroughKeyspaces']],
])('a plain key of the app %s', (_, Statement, expected) => {
  const stack = encryptedWith((scope) => TableEncryption.customerManagedKey(
    plainKey(scope, { Version: '2012-10-17', Statement })), 2);
  const [key] = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'));
  expect(key.Properties.KeyPolicy.Statement.map(({ Sid }: { Sid?: string }) => Sid)).toEqual(expected);
  expect(key.Properties.KeyPolicy.Statement[0]).toMatchObject(FOR_ROOT);
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test.each([undefined, null, {}])('fails for a key that is %p, instead of leaving it to AWS', (key) => {
  const { name, message } = refusalOf(() => TableEncryption.customerManagedKey(key as unknown as kms.IKeyRef));
  expect(name).toBe('KeyMissing');
  expect(message).toContain('or say TableEncryption.awsOwnedKey() [KeyMissing]');
});

test('the statement to add names the account of the table where the ARN is known at deployment', () => {
  const stack = encryptedWith((scope) => TableEncryption.customerManagedKey(kms.Key.fromKeyArn(scope, 'Key', Fn.importValue('KeyArn'))));
  Annotations.fromStack(stack).hasWarning('/Stack/Orders0', Match.stringLikeRegexp('"kms:CallerAccount":"111122223333"'));
});

test('what is known at deployment only can still be read in the warning', () => {
  const stack = new Stack(undefined, 'Stack');
  const encryption = TableEncryption.customerManagedKey(kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/1234abcd'));
  new Table(stack, 'Orders', { keyspace: new Keyspace(stack, 'Shop'), schema: ORDERS, encryption });
  Annotations.fromStack(stack).hasWarning('/Stack/Orders', Match.stringLikeRegexp('"kms:CallerAccount":"111122223333"'));
});

test.each([
  ['its own keyspace', ['shop'], 'shop'],
  ['one of several keyspaces', ['books', 'shop'], 'shop'],
  ['a keyspace whose name is a token', [Lazy.string({ produce: () => 'books' })], 'shop'],
])('a key that is bound to %s is taken', (_, bound, keyspaceName) => {
  expect(() => boundTo(bound, keyspaceName)).not.toThrow();
});

test('fails for a key that is bound to other keyspaces', () => {
  const refusal = refusalOf(() => boundTo(['books'], 'shop'));
  expect(refusal.name).toBe('KeyBoundToOtherKeyspace');
  expect(refusal.message).toContain('"shop": expected a keyspace that its key is bound to (books)');
});

function boundTo(names: string[], keyspaceName: string): Table {
  const stack = literalStack();
  const keyspaces = names.map((name, index) => Keyspace.fromKeyspaceName(stack, `Bound${index}`, name));
  const keyspace = new Keyspace(stack, 'Shop', { keyspaceName });
  const encryption = TableEncryption.customerManagedKey(new KeyspacesKey(stack, 'Key', { keyspaces }));
  return new Table(stack, 'Orders', { keyspace, schema: ORDERS, encryption });
}
