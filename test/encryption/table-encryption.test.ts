import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Keyspace, KeyspacesKey, Table, TableEncryption } from '../../src';
import { literalStack } from '../support/app';
import { ORDERS } from '../support/schemas';

function encryptedWith(makeEncryption: (stack: ReturnType<typeof literalStack>) => TableEncryption, tables = 1) {
  const stack = literalStack();
  const keyspace = new Keyspace(stack, 'Shop', { keyspaceName: 'shop' });
  const encryption = makeEncryption(stack);
  for (let index = 0; index < tables; index++) new Table(stack, `Orders${index}`, { keyspace, schema: ORDERS, encryption });
  return stack;
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
  ['a plain CfnKey', (stack) => new kms.CfnKey(stack, 'Key', { keyPolicy: { Version: '2012-10-17', Statement: [] } })],
])('%s is warned about with the statement to add', (_, key) => {
  const stack = encryptedWith((scope) => TableEncryption.customerManagedKey(key(scope)));
  Annotations.fromStack(stack).hasWarning('/Stack/Orders0', Match.stringLikeRegexp('UseThroughKeyspaces.*cdk-keyspaces:keyPolicyNotManaged'));
});
