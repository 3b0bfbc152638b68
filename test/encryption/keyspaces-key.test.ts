import { type App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CfnKeyspace } from 'aws-cdk-lib/aws-cassandra';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Keyspace, KeyspacesKey } from '../../src';
import { literalApp, literalStack } from '../support/app';
import { refusalOf } from '../support/refusal';

// https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.customermanaged.html
const THROUGH_KEYSPACES = {
  StringEquals: { 'kms:CallerAccount': '111122223333' },
  StringLike: { 'kms:ViaService': ['cassandra.*.amazonaws.com'] },
};

const MANAGEMENT = [
  'kms:CancelKeyDeletion', 'kms:CreateAlias', 'kms:DeleteAlias', 'kms:DescribeKey', 'kms:DisableKey', 'kms:DisableKeyRotation',
  'kms:EnableKey', 'kms:EnableKeyRotation', 'kms:GetKeyLastUsage', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListGrants',
  'kms:ListKeyPolicies', 'kms:ListKeyRotations', 'kms:ListResourceTags', 'kms:PutKeyPolicy', 'kms:RevokeGrant',
  'kms:RotateKeyOnDemand', 'kms:TagResource', 'kms:UntagResource', 'kms:UpdateAlias', 'kms:UpdateKeyDescription',
];

function management(principal: string, sid: string) {
  return [
    { Sid: sid, Effect: 'Allow', Principal: { AWS: principal }, Action: MANAGEMENT, Resource: '*' },
    {
      Sid: `${sid}Deletion`,
      Effect: 'Allow',
      Principal: { AWS: principal },
      Action: 'kms:ScheduleKeyDeletion',
      Resource: '*',
      Condition: { NumericGreaterThanEquals: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' } },
    },
  ];
}

/** The statements of the only key in a stack. */
function keyPolicy(stack: Stack): unknown[] {
  const [key] = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'));
  return key.Properties.KeyPolicy.Statement;
}

test('by default rotates, is kept, and can be deleted with the full window only', () => {
  const stack = literalStack();
  new KeyspacesKey(stack, 'Key');
  Template.fromStack(stack).hasResource('AWS::KMS::Key', {
    Properties: { EnableKeyRotation: true, PendingWindowInDays: 30, Enabled: Match.absent() },
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
  });
});

test('its policy lets callers of the account use it through Keyspaces, and IAM manage it', () => {
  const stack = literalStack();
  new KeyspacesKey(stack, 'Key');
  expect(keyPolicy(stack)).toEqual([
    {
      Sid: 'UseThroughKeyspaces',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      Resource: '*',
      Condition: THROUGH_KEYSPACES,
    },
    ...management('arn:aws:iam::111122223333:root', 'ManageByIam'),
  ]);
});

test('bound to keyspaces, it wants their names in the encryption context, which DescribeKey does not know', () => {
  const stack = literalStack();
  const keyspaces = [new Keyspace(stack, 'Shop', { keyspaceName: 'shop' }), Keyspace.fromKeyspaceName(stack, 'Old', 'old_shop')];
  new KeyspacesKey(stack, 'Key', { keyspaces });
  expect(keyPolicy(stack).slice(0, 2)).toEqual([
    {
      Sid: 'UseThroughKeyspaces',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['kms:CreateGrant', 'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      Resource: '*',
      Condition: {
        ...THROUGH_KEYSPACES,
        StringEquals: {
          ...THROUGH_KEYSPACES.StringEquals,
          'kms:EncryptionContext:aws:cassandra:keyspaceName': ['shop', 'old_shop'],
        },
      },
    },
    {
      Sid: 'DescribeThroughKeyspaces',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: 'kms:DescribeKey',
      Resource: '*',
      Condition: THROUGH_KEYSPACES,
    },
  ]);
});

test('bound to a keyspace of another stack, it depends on nothing there', () => {
  const app = literalApp();
  const data = literalStack(app, 'Data');
  const keys = literalStack(app, 'Keys');
  const keyspace = new Keyspace(data, 'Shop', { keyspaceName: 'shop' });
  new KeyspacesKey(keys, 'Key', { keyspaces: [keyspace] });
  app.synth();
  expect(keys.dependencies).toEqual([]);
});

test('bound to a plain keyspace of its own stack, it takes the name that CloudFormation makes', () => {
  const stack = literalStack();
  new KeyspacesKey(stack, 'Key', { keyspaces: [new CfnKeyspace(stack, 'Shop')] });
  expect(keyPolicy(stack)[0]).toMatchObject({ Condition: { StringEquals: { 'kms:EncryptionContext:aws:cassandra:keyspaceName': [{ Ref: 'Shop' }] } } });
});

test('fails when it is bound to a keyspace of another stack whose name is not a literal, which would close a circle', () => {
  const app = literalApp();
  const keyspaces = [new CfnKeyspace(literalStack(app, 'Data'), 'Shop')];
  const { name, message } = refusalOf(() => new KeyspacesKey(literalStack(app, 'Keys'), 'Key', { keyspaces }));
  expect(name).toBe('NameNotLiteral');
  expect(message).toContain('"Data/Shop": expected a literal');
});

test('counts the bytes of its policy', () => {
  const [short, spaced, long] = [600, 630, 640].map((count) => {
    const stack = literalStack();
    const keyspaces = Array.from({ length: count }, (_, index) => Keyspace.fromKeyspaceName(stack, `K${index}`, `keyspace_${index}`.padEnd(46, '_')));
    new KeyspacesKey(stack, 'Key', { keyspaces });
    return stack;
  });
  const warning = Match.stringLikeRegexp('to [0-9]+ bytes.*cdk-keyspaces:keyPolicyLong');
  Annotations.fromStack(short).hasNoWarning('*', warning);
  Annotations.fromStack(spaced).hasWarning('/Stack/Key', warning);
  expect(JSON.stringify({ Version: '2012-10-17', Statement: keyPolicy(spaced) }).length).toBeLessThanOrEqual(32_768);
  expect(refusalOf(() => (long.node.root as App).synth()).message).toMatch(/a key policy of at least so many bytes: 3\d{4}: expected at most 32768.*\[KeyPolicyTooLong\]/);
});

test('fails when it is bound to no keyspace, which must not mean all', () => {
  expect(refusalOf(() => new KeyspacesKey(literalStack(), 'Key', { keyspaces: [] })).name).toBe('KeyspacesEmpty');
});

test('IAM policies may allow using it directly where that is asked for, and still no grants', () => {
  const stack = literalStack();
  new KeyspacesKey(stack, 'Key', { delegateUseToIam: true });
  expect(keyPolicy(stack).slice(-1)).toEqual([{
    Sid: 'UseByIam',
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:root' },
    Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
    Resource: '*',
  }]);
});

// The methods of kms.IKey would grant what the policy of this key does not let through, or open it.
test.each([
  'addAlias', 'addToResourcePolicy', 'grant', 'grantAdmin', 'grantDecrypt', 'grantEncrypt', 'grantEncryptDecrypt', 'grantGenerateMac',
  'grantSign', 'grantSignVerify', 'grantVerify', 'grantVerifyMac',
])('is no key of the AWS CDK: it has no %s', (method) => {
  const stack = literalStack();
  expect(new kms.Key(stack, 'Plain')).toHaveProperty(method);
  expect(new KeyspacesKey(stack, 'Key')).not.toHaveProperty(method);
});

test('denies nothing, because the calls of Amazon Keyspaces itself would be hit by it', () => {
  const stack = literalStack();
  const keyspaces = [Keyspace.fromKeyspaceName(stack, 'Shop', 'shop')];
  new KeyspacesKey(stack, 'Key', { keyspaces, administrators: [new iam.AccountRootPrincipal()], delegateUseToIam: true });
  expect(keyPolicy(stack).map((statement: any) => statement.Effect)).toEqual(Array.from({ length: 7 }, () => 'Allow'));
});

test('administrators may manage it by name, and nothing cryptographic', () => {
  const stack = literalStack();
  new KeyspacesKey(stack, 'Key', { administrators: [new iam.ArnPrincipal('arn:aws:iam::111122223333:role/db-team')] });
  expect(keyPolicy(stack).slice(-2)).toEqual(management('arn:aws:iam::111122223333:role/db-team', 'Administer'));
});

test.each([
  ['cn-north-1', ['cassandra.*.amazonaws.com', 'cassandra.*.amazonaws.com.cn']],
  ['us-gov-west-1', 'cassandra.*.amazonaws.com'],
  [undefined, ['cassandra.*.amazonaws.com', 'cassandra.*.amazonaws.com.cn']],
])('in the Region %s it expects calls via %j', (region, via) => {
  const stack = new Stack(undefined, 'Stack', { env: { region } });
  new KeyspacesKey(stack, 'Key');
  const [use] = keyPolicy(stack) as { Condition: { StringLike: Record<string, unknown> } }[];
  expect([use.Condition.StringLike['kms:ViaService']].flat()).toEqual([via].flat());
});

test('takes a description and a removal policy', () => {
  const stack = literalStack();
  new KeyspacesKey(stack, 'Key', { description: 'Orders', removalPolicy: RemovalPolicy.DESTROY });
  Template.fromStack(stack).hasResource('AWS::KMS::Key', { Properties: { Description: 'Orders' }, DeletionPolicy: 'Delete' });
});
