import { App, Aws, CfnResource, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { GrantBudget, Keyspace, KeyspacesKey, KeyspacesQuotas, Table, TableEncryption } from '../../src';
import { literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';
import { ORDERS } from '../support/schemas';

const IMPORTED = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd';

/** The quotas of an app: of grants, and of tables, which is not what is looked at here. */
function appWith(grantsPerKey?: number): App {
  const app = new App({ analyticsReporting: false, treeMetadata: false });
  KeyspacesQuotas.of(app).declare({ grantsPerKey, tables: 100_000 });
  return app;
}

function encrypt(scope: Construct, key: kms.IKeyRef, tables: number): void {
  const keyspace = Keyspace.fromKeyspaceName(scope, `Shop${scope.node.children.length}`, 'shop');
  for (let index = 0; index < tables; index++) {
    new Table(scope, `Table${scope.node.children.length}`, { keyspace, schema: ORDERS, encryption: TableEncryption.customerManagedKey(key) });
  }
}

const nearlyOut = (text = '') => Match.stringLikeRegexp(`${text}.*cdk-keyspaces:keyNearlyOutOfGrants`);

// https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.howitworks.html
test('a table takes two grants, of 50,000', () => {
  const stack = literalStack(appWith());
  const key = new KeyspacesKey(stack, 'Key');
  expect(GrantBudget.of(key)).toMatchObject({ tables: 0, grants: 0, quota: 50_000 });
  encrypt(stack, key, 3);
  encrypt(stack, new KeyspacesKey(stack, 'Other'), 1);
  expect(GrantBudget.of(key)).toMatchObject({ tables: 3, grants: 6, quota: 50_000 });
});

test('more than 80 percent of the quota is a warning, more than all of it an error', () => {
  const [enough, nearly, all, tooMany] = [4, 5, 5, 6].map((tables, index) => {
    const stack = literalStack(appWith([10, 12, 10, 11][index]));
    encrypt(stack, new KeyspacesKey(stack, 'Key'), tables);
    return stack;
  });
  Annotations.fromStack(enough).hasNoWarning('*', nearlyOut());
  Annotations.fromStack(nearly).hasWarning('/Stack/Table2/Resource', nearlyOut('10 of the 12 grants that the key Stack/Key/Resource.*42 days'));
  Annotations.fromStack(all).hasWarning('*', nearlyOut('10 of the 10'));
  expect(refusalOf(() => (tooMany.node.root as App).synth()).message)
    .toMatch(/grants on the key Stack\/Key\/Resource, 2 for each of 6 tables: 12: expected at most 11; .*42 days.*\[KeyOutOfGrants\]/);
});

test('the tables of all stacks count, nested stacks, Stages and plain ones among them', () => {
  const app = appWith(12);
  const keys = literalStack(app, 'Keys');
  const key = new kms.Key(keys, 'Key');
  const data = literalStack(app, 'Data');
  encrypt(data, key, 2);
  encrypt(new NestedStack(data, 'Nested'), key, 2);
  const plain = { keyspaceName: 'shop', partitionKeyColumns: [{ columnName: 'id', columnType: 'int' }] };
  new CfnTable(data, 'Plain', { ...plain, encryptionSpecification: { encryptionType: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: key.keyArn } });
  new CfnTable(data, 'OfAws', plain);
  // The same key, imported by a reference to it.
  encrypt(literalStack(app, 'More'), kms.Key.fromKeyArn(literalStack(app, 'Import'), 'Key', key.keyArn), 1);
  expect(GrantBudget.of(key)).toMatchObject({ tables: 6, grants: 12, quota: 12 });
  for (const id of ['Data', 'More']) Annotations.fromStack(app.node.findChild(id) as Stack).hasWarning('*', nearlyOut('12 of the 12'));
});

test('a key that is imported in several Stages is one key', () => {
  const app = appWith(10);
  const stacks = ['Blue', 'Green'].map((id) => literalStack(new Stage(app, id), 'Data'));
  for (const stack of stacks) encrypt(stack, kms.Key.fromKeyArn(stack, 'Key', IMPORTED), 3);
  expect(GrantBudget.of(kms.Key.fromKeyArn(stacks[0], 'Again', IMPORTED)).tables).toBe(6);
  expect(refusalOf(() => app.synth()).message).toContain(`grants on the key ${IMPORTED}, 2 for each of 6 tables: 12: expected at most 10`);
});

test('a key is the same key however its ARN is put together', () => {
  const stack = literalStack(appWith());
  const ofParts = stack.formatArn({ service: 'kms', resource: 'key', resourceName: '1234abcd' });
  const keys = [IMPORTED, ofParts, `arn:aws:kms:${Aws.REGION}:${Aws.ACCOUNT_ID}:key/1234abcd`].map((arn, index) => kms.Key.fromKeyArn(stack, `Key${index}`, arn));
  for (const key of keys) encrypt(stack, key, 1);
  expect(keys.map((key) => GrantBudget.of(key).tables)).toEqual([3, 3, 3]);
});

test('two attributes of one resource are two keys', () => {
  const app = appWith(3);
  const stacks = ['One', 'Other'].map((id) => literalStack(app, id));
  const keys = stacks.flatMap((stack) => {
    const made = new CfnResource(stack, 'Keys', { type: 'Custom::Keys' });
    return ['Orders', 'Payments'].map((name) => kms.Key.fromKeyArn(stack, name, made.getAtt(name).toString()));
  });
  for (const key of keys) encrypt(Stack.of(key), key, 1);
  expect(keys.map((key) => GrantBudget.of(key).tables)).toEqual([1, 1, 1, 1]);
  expect(() => app.synth()).not.toThrow();
});

test('an export is one key in an account and Region, and another one elsewhere', () => {
  const app = appWith();
  const stacks = ['111122223333', '111122223333', '444455556666'].map((account, index) => new Stack(app, `Stack${index}`, { env: { account, region: 'us-east-1' } }));
  const keys = stacks.map((stack) => kms.Key.fromKeyArn(stack, 'Key', Fn.importValue('KeyArn')));
  keys.forEach((key, index) => encrypt(stacks[index], key, 1));
  expect(keys.map((key) => GrantBudget.of(key).tables)).toEqual([2, 2, 1]);
});

test('what is said of a key whose ARN is known at deployment can be read', () => {
  const stack = literalStack(appWith(1));
  encrypt(stack, kms.Key.fromKeyArn(stack, 'Key', Fn.importValue('KeyArn')), 1);
  expect(refusalOf(() => (stack.node.root as App).synth()).message).toContain('grants on the key <KeyArn> of 111122223333, us-east-1, 2 for each of 1 tables');
});

test('fails for an alias, whose tables are those of its key', () => {
  const stack = literalStack(appWith());
  expect(refusalOf(() => GrantBudget.of(new kms.Key(stack, 'Key').addAlias('orders'))).name).toBe('KeyIsAlias');
});

test('keys that Stages make are keys of their own', () => {
  const app = appWith(10);
  const stacks = ['Blue', 'Green'].map((id) => literalStack(new Stage(app, id), 'Data'));
  for (const stack of stacks) encrypt(stack, new KeyspacesKey(stack, 'Key'), 3);
  expect(() => app.synth()).not.toThrow();
});

test('what is added after the app was synthesized counts when it is synthesized again', () => {
  const app = appWith(10);
  const stack = literalStack(app);
  const key = new KeyspacesKey(stack, 'Key');
  encrypt(stack, key, 5);
  app.synth();
  encrypt(stack, key, 1);
  expect(refusalOf(() => app.synth({ force: true })).message).toContain('KeyOutOfGrants');
});

test('a quota that is declared for the key holds for its tables elsewhere', () => {
  const app = appWith(10);
  const keys = literalStack(app, 'Keys');
  KeyspacesQuotas.of(keys).declare({ grantsPerKey: 100 });
  const key = new KeyspacesKey(keys, 'Key');
  encrypt(literalStack(app, 'Data'), key, 6);
  expect(() => app.synth()).not.toThrow();
  expect(GrantBudget.of(key).quota).toBe(100);
});

test('and so does one that is declared around any of its tables', () => {
  const app = appWith(10);
  const stacks = ['First', 'Second', 'Third'].map((id) => literalStack(app, id));
  KeyspacesQuotas.of(stacks[1]).declare({ grantsPerKey: 100 });
  const keys = stacks.map((stack) => kms.Key.fromKeyArn(stack, 'Key', IMPORTED));
  stacks.forEach((stack, index) => encrypt(stack, keys[index], 2));
  expect(() => app.synth()).not.toThrow();
  expect(GrantBudget.of(keys[2]).quota).toBe(100);
});
