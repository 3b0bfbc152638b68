import { CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Keyspace, LossOfAccessAlarm, Table, TableEncryption, TableGrants } from '../../src';
import { literalApp, literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';
import { ORDERS } from '../support/schemas';

type MakeKey = (stack: Stack) => kms.IKeyRef;

const imported = (arn: string): MakeKey => (stack) => kms.Key.fromKeyArn(stack, 'Key', arn);

function encryptedWith(makeKey: MakeKey): Table {
  const stack = literalStack();
  return new Table(stack, 'Orders', {
    keyspace: new Keyspace(stack, 'Shop'), schema: ORDERS, encryption: TableEncryption.customerManagedKey(makeKey(stack)),
  });
}

// https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.howitworks.html
test.each<[string, MakeKey]>([
  ['a key of the AWS CDK', (stack) => new kms.Key(stack, 'Key')],
  ['one whose kind is said', (stack) => new kms.Key(stack, 'Key', { keySpec: kms.KeySpec.SYMMETRIC_DEFAULT, keyUsage: kms.KeyUsage.ENCRYPT_DECRYPT })],
  ['one whose kind is known at deployment', (stack) => new kms.CfnKey(stack, 'Key', { keySpec: new CfnParameter(stack, 'Spec').valueAsString, keyPolicy: {} })],
  ['an imported one of the same account and Region', imported('arn:aws:kms:us-east-1:111122223333:key/1234abcd')],
  ['a multi-Region key, for a table in one Region', imported('arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd')],
  ['one whose ARN is known at deployment', (stack) => kms.Key.fromKeyArn(stack, 'Key', new CfnParameter(stack, 'Arn').valueAsString)],
])('takes %s', (_, makeKey) => {
  expect(() => encryptedWith(makeKey)).not.toThrow();
});

test.each<[string, MakeKey, string]>([
  ['that is made', (stack) => new kms.Key(stack, 'Key').addAlias('orders'), 'Stack/Key/Alias'],
  ['imported by its name', (stack) => kms.Alias.fromAliasName(stack, 'Key', 'alias/orders'), 'alias/orders'],
  ['imported as a key by its ARN', imported('arn:aws:kms:us-east-1:111122223333:alias/orders'), 'arn:aws:kms:us-east-1:111122223333:alias/orders'],
])('fails for an alias %s', (_, makeKey, shown) => {
  const { name, message } = refusalOf(() => encryptedWith(makeKey));
  expect(name).toBe('KeyIsAlias');
  expect(message).toContain(`"${shown}": expected the key itself`);
});

// https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html
test.each<[string, (stack: Stack, key: kms.IKeyRef) => unknown]>([
  ['an alarm', (stack, key) => new LossOfAccessAlarm(stack, 'Alarm', { key })],
  ['the key of an imported table', (stack, encryptionKey) => Table.fromTableAttributes(stack, 'Orders', { keyspaceName: 'shop', tableName: 'orders', encryptionKey })],
  ['the key that a restore needs', (stack, encryptionKey) => {
    const table = new CfnTable(stack, 'Orders', { keyspaceName: 'shop', partitionKeyColumns: [{ columnName: 'id', columnType: 'int' }] });
    return TableGrants.fromTable(table, { encryptionKey }).restore(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
  }],
])('fails for an alias as %s, where the key is taken', (_, use) => {
  const stack = literalStack();
  const key = new kms.Key(stack, 'Key');
  expect(refusalOf(() => use(stack, key.addAlias('orders'))).name).toBe('KeyIsAlias');
  const other = literalStack();
  expect(() => use(other, new kms.Key(other, 'Key'))).not.toThrow();
});

test.each<[string, MakeKey]>([
  ['an asymmetric key', (stack) => new kms.Key(stack, 'Key', { keySpec: kms.KeySpec.RSA_2048, keyUsage: kms.KeyUsage.ENCRYPT_DECRYPT })],
  ['a key for signing', (stack) => new kms.Key(stack, 'Key', { keySpec: kms.KeySpec.ECC_NIST_P256, keyUsage: kms.KeyUsage.SIGN_VERIFY })],
  ['an HMAC key', (stack) => new kms.CfnKey(stack, 'Key', { keySpec: 'HMAC_256', keyUsage: 'GENERATE_VERIFY_MAC', keyPolicy: {} })],
  ['an asymmetric key imported by a reference to it', (stack) => {
    const { keyArn } = new kms.Key(stack, 'Made', { keySpec: kms.KeySpec.RSA_2048, keyUsage: kms.KeyUsage.ENCRYPT_DECRYPT });
    return kms.Key.fromKeyArn(stack, 'Key', keyArn);
  }],
])('fails for %s', (_, makeKey) => {
  expect(refusalOf(() => encryptedWith(makeKey)).name).toBe('KeyNotSymmetric');
});

test.each([
  ['KeyInOtherRegion', 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd', '"eu-west-1": expected a key of the table\'s own, us-east-1'],
  ['KeyInOtherAccount', 'arn:aws:kms:us-east-1:444455556666:key/1234abcd', '"444455556666": expected a key of the table\'s own, 111122223333'],
])('fails for an imported key of elsewhere (%s)', (code, arn, shown) => {
  const { name, message } = refusalOf(() => encryptedWith(imported(arn)));
  expect(name).toBe(code);
  expect(message).toContain(shown);
});

test('fails for a key that a stack in another Region makes', () => {
  const app = literalApp();
  const elsewhere = literalStack(app, 'Keys', { env: { account: '111122223333', region: 'eu-west-1' } });
  const stack = literalStack(app);
  const encryption = TableEncryption.customerManagedKey(new kms.Key(elsewhere, 'Key'));
  expect(refusalOf(() => new Table(stack, 'Orders', { keyspace: new Keyspace(stack, 'Shop'), schema: ORDERS, encryption })).name).toBe('KeyInOtherRegion');
});

test('the account and Region of a stack without them are not compared', () => {
  const stack = new Stack();
  const encryption = TableEncryption.customerManagedKey(imported('arn:aws:kms:eu-west-1:444455556666:key/1234abcd')(stack));
  new Table(stack, 'Orders', { keyspace: new Keyspace(stack, 'Shop'), schema: ORDERS, encryption });
  Template.fromStack(stack).hasResourceProperties('AWS::Cassandra::Table', {
    EncryptionSpecification: { KmsKeyIdentifier: 'arn:aws:kms:eu-west-1:444455556666:key/1234abcd' },
  });
});
