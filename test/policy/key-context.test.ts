import { decideOnKeys } from './decide-on-keys';
import { testDecisions } from './decide-twins';
import { ask, type Decision, decision, DYNAMODB, KEYSPACES, KEYSPACES_ABROAD, type Question } from './key-shop';
import { REGION } from '../support/app';

const HOW_IT_WORKS = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.howitworks.html';
const USE = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.customermanaged.html';
const ENCRYPTION_CONTEXT = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.customermanaged.html#encryption-context';
const CONDITIONS = 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html';
const CONTEXT_KEY = `${CONDITIONS}#conditions-kms-encryption-context`;
const VIA_SERVICE = `${CONDITIONS}#conditions-kms-via-service`;
const CALLER_ACCOUNT = `${CONDITIONS}#conditions-kms-caller-account`;
const WINDOW = `${CONDITIONS}#conditions-kms-schedule-key-deletion-pending-window-in-days`;
const GRANT_FOR_SERVICE = `${CONDITIONS}#conditions-kms-grant-is-for-aws-resource`;
const SEVERAL_VALUES = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html';
const ABSENT_KEYS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html';
const ROOT = 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#key-policy-default-allow-root-enable-iam';
const KEY_RESOURCE = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html';

/** What Amazon Keyspaces does with a key, but for looking at it, which knows no encryption context. */
const USES = [
  'kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:CreateGrant',
];
/** What is asked of AWS KMS when a stack's update changes a key. */
const UPDATES = [
  'kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListResourceTags', 'kms:EnableKey', 'kms:DisableKey',
  'kms:EnableKeyRotation', 'kms:DisableKeyRotation', 'kms:PutKeyPolicy', 'kms:TagResource', 'kms:UntagResource', 'kms:UpdateKeyDescription',
];

/** All that is to be done with a key but for its use, its grants and its end. */
const MANAGEMENT = [
  'kms:CancelKeyDeletion', 'kms:CreateAlias', 'kms:DeleteAlias', 'kms:DescribeKey', 'kms:DisableKey', 'kms:DisableKeyRotation', 'kms:EnableKey',
  'kms:EnableKeyRotation', 'kms:GetKeyLastUsage', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus', 'kms:ListGrants', 'kms:ListKeyPolicies',
  'kms:ListKeyRotations', 'kms:ListResourceTags', 'kms:PutKeyPolicy', 'kms:RevokeGrant', 'kms:RotateKeyOnDemand', 'kms:TagResource',
  'kms:UntagResource', 'kms:UpdateAlias', 'kms:UpdateKeyDescription',
];
/** What neither Amazon Keyspaces nor management needs. */
const NOBODYS = [
  'kms:DeleteImportedKeyMaterial', 'kms:DeriveSharedSecret', 'kms:GenerateMac', 'kms:GetParametersForImport', 'kms:GetPublicKey',
  'kms:ImportKeyMaterial', 'kms:ReplicateKey', 'kms:RetireGrant', 'kms:Sign', 'kms:UpdatePrimaryRegion', 'kms:Verify', 'kms:VerifyMac',
];

const BOUND: Question['on'][] = ['the bound key', 'the bound and delegated key'];
const UNBOUND: Question['on'][] = ['the key', 'the delegated key', 'a plain key given to a table'];
const OURS: Question['on'][] = ['the key', 'the bound key', 'the delegated key', 'the bound and delegated key'];
const DELEGATED: Question['on'][] = ['the delegated key', 'the bound and delegated key'];
const NOT_DELEGATED: Question['on'][] = ['the key', 'the bound key'];

const of = <Value>(values: Value[], make: (value: Value) => Decision[]): Decision[] => values.flatMap(make);
const SHOP = { keyspace: 'shop' } as const;

const BINDING = of(BOUND, (on) => [
  ...of(USES, (action) => [
    decision('a bound key serves its own keyspaces', ENCRYPTION_CONTEXT, { on, action, ...SHOP }, { keyspace: 'staff' }),
    decision('a request without encryption context is of no keyspace', ABSENT_KEYS, { on, action, ...SHOP }, { keyspace: undefined }),
    decision('the right encryption context is not enough, it must come through Amazon Keyspaces', VIA_SERVICE,
      { on, action, ...SHOP }, { via: undefined }),
    decision('nor through another service', VIA_SERVICE, { on, action, ...SHOP }, { via: DYNAMODB }),
    decision('nor from another account', CALLER_ACCOUNT, { on, action, ...SHOP }, { who: 'a caller of another account with kms:*' }),
  ]),
  decision('any of several keyspaces will do, and no other', SEVERAL_VALUES, { on, keyspace: 'books' }, { keyspace: 'videos' }),
  decision('a keyspace is named to the end of its name', SEVERAL_VALUES, { on, keyspace: 'books' }, { keyspace: 'bookshop' }),
  decision('and from its beginning', SEVERAL_VALUES, { on, ...SHOP }, { keyspace: 'old_shop' }),
  decision('upper and lower case differ in the value of an encryption context', CONTEXT_KEY, { on, ...SHOP }, { keyspace: 'Shop' }),
  decision('a keyspace cannot be named after a pattern', CONTEXT_KEY, { on, ...SHOP }, { keyspace: '*' }),
  decision('two of them at once are none', CONTEXT_KEY, { on, ...SHOP }, { keyspace: 'shop,books' }),
  decision('a keyspace is what counts, whatever its tables are called', ENCRYPTION_CONTEXT,
    { on, ...SHOP, table: 'shop' }, { keyspace: 'staff' }),
  decision('in any Region', USE, { on, ...SHOP, via: KEYSPACES_ABROAD }, { via: 'dynamodb.eu-west-1.amazonaws.com' }),
  decision('looking at a key knows no encryption context', USE, { on, action: 'kms:DescribeKey' }, { via: DYNAMODB }),
  decision('and would not mind any', USE, { on, action: 'kms:DescribeKey', keyspace: 'staff' }, { action: 'kms:Decrypt' }),
  decision('looking is for callers of the account', CALLER_ACCOUNT,
    { on, action: 'kms:DescribeKey' }, { who: 'a caller of another account with kms:*' }),
]);

const FREE = of(UNBOUND, (on) => of([...USES, 'kms:DescribeKey'], (action) => of([undefined, 'shop', 'staff'], (keyspace) => [
  decision('a key that is not bound serves any keyspace, through Amazon Keyspaces', USE, { on, action, keyspace }, { via: DYNAMODB }),
  decision('and for callers of the account', CALLER_ACCOUNT, { on, action, keyspace }, { who: 'the root of another account' }),
])));

const EXECUTION = { who: 'the execution role of CloudFormation' } as const;
const CLOUDFORMATION = `cloudformation.${REGION}.amazonaws.com`;

const DEPLOYING = [
  ...of(OURS, (on) => [
    decision('Amazon Keyspaces makes its grants in the name of who deploys the table, and nobody makes others', HOW_IT_WORKS,
      { ...EXECUTION, on, ...SHOP, action: 'kms:CreateGrant' }, { via: undefined }),
    decision('not for another service either, which its permissions would let it', VIA_SERVICE,
      { ...EXECUTION, on, ...SHOP, action: 'kms:CreateGrant' }, { via: CLOUDFORMATION }),
    decision('a grant for an AWS service is no way around', GRANT_FOR_SERVICE,
      { ...EXECUTION, on, ...SHOP, action: 'kms:CreateGrant', isForService: true }, { via: undefined }),
    decision('the grants are for who deploys in this account', CALLER_ACCOUNT,
      { ...EXECUTION, on, ...SHOP, action: 'kms:CreateGrant' }, { who: 'the execution role of another account' }),
    decision('a role that may do nothing with keys deploys tables, and updates no key', USE,
      { on, ...SHOP, action: 'kms:CreateGrant' }, { action: 'kms:PutKeyPolicy' }),
    ...of(UPDATES, (action) => [
      decision('a key can be updated by who deploys it', KEY_RESOURCE,
        { ...EXECUTION, on, via: undefined, action }, { who: 'a caller without any policy' }),
      decision('also where CloudFormation asks on its behalf', KEY_RESOURCE,
        { ...EXECUTION, on, via: CLOUDFORMATION, action }, { who: 'the execution role of another account' }),
    ]),
    decision('a key can be deleted by who deploys it, with the window that the template says', KEY_RESOURCE,
      { ...EXECUTION, on, via: undefined, action: 'kms:ScheduleKeyDeletion', days: 30 }, { days: 7 }),
    decision('not by anybody else', KEY_RESOURCE,
      { ...EXECUTION, on, via: CLOUDFORMATION, action: 'kms:ScheduleKeyDeletion', days: 30 }, { who: 'a caller without any policy' }),
  ]),
  ...of(BOUND, (on) => [
    decision('no grant is made for a table of another keyspace', HOW_IT_WORKS,
      { ...EXECUTION, on, ...SHOP, action: 'kms:CreateGrant' }, { keyspace: 'staff' }),
  ]),
];

const MEMBERS = [
  ...of(OURS, (on) => [
    ...of(MANAGEMENT, (action) => [
      decision('who administers a key needs no other policy', USE, { who: 'an administrator of the key', on, via: undefined, action },
        { who: 'a caller without any policy' }),
      decision('the root is not locked out, and that of another account is not let in', ROOT,
        { who: 'the root of the account', on, via: undefined, action },
        { who: 'the root of another account' }),
    ]),
    ...of(USES, (action) => [
      decision('who administers a key does not use it, whatever the encryption context', USE,
        { who: 'an administrator of the key', on, via: undefined, action: 'kms:DescribeKey', ...SHOP }, { action }),
      decision('who administers a key is a caller like any other for Amazon Keyspaces, and for no other service', USE,
        { who: 'an administrator of the key', on, action, ...SHOP }, { via: DYNAMODB }),
    ]),
    ...of(NOBODYS, (action) => [
      decision('the root does with a key what is needed, and no more', ROOT,
        { who: 'the root of the account', on, via: undefined, action: 'kms:DescribeKey' },
        { action }),
      decision('nor does who administers it', USE, { who: 'an administrator of the key', on, via: undefined, action: 'kms:DescribeKey' }, { action }),
    ]),
    decision('a grant for a service can be revoked by an administrator', GRANT_FOR_SERVICE,
      { who: 'an administrator of the key', on, via: undefined, action: 'kms:RevokeGrant', isForService: true },
      { who: 'a caller without any policy' }),
    decision('an administrator deletes with the full window only', WINDOW,
      { who: 'an administrator of the key', on, via: undefined, action: 'kms:ScheduleKeyDeletion', days: 30 }, { days: 29 }),
    decision('so does the root', WINDOW,
      { who: 'the root of the account', on, via: undefined, action: 'kms:ScheduleKeyDeletion', days: 30 }, { days: 7 }),
    decision('the root makes no grants either', ROOT,
      { who: 'the root of the account', on, via: undefined, action: 'kms:ListGrants' }, { action: 'kms:CreateGrant' }),
  ]),
  ...of(USES, (action) => of(NOT_DELEGATED, (on) => [
    decision('every permission of IAM is not one to use the key', ROOT,
      { ...EXECUTION, on, via: undefined, ...SHOP, action: 'kms:DescribeKey' }, { action }),
    decision('nor to use it through another service', VIA_SERVICE, { ...EXECUTION, on, action, ...SHOP }, { via: DYNAMODB }),
    decision('nor is it for the root', ROOT, { who: 'the root of the account', on, action, ...SHOP }, { via: undefined }),
  ])),
  ...of(USES.filter((action) => action !== 'kms:CreateGrant'), (action) => of(DELEGATED, (on) => [
    decision('where use is delegated, IAM lets whom it likes use the key directly', ROOT, { ...EXECUTION, on, via: undefined, ...SHOP, action },
      { who: 'a caller without any policy' }),
    decision('for no other account', ROOT,
      { ...EXECUTION, on, via: undefined, ...SHOP, action }, { who: 'the execution role of another account' }),
    decision('an administrator of the key alone is not delegated its use', ROOT, { ...EXECUTION, on, via: undefined, ...SHOP, action },
      { who: 'an administrator of the key' }),
    decision('also for the root', ROOT,
      { who: 'the root of the account', on, via: undefined, ...SHOP, action }, { who: 'the root of another account' }),
    decision('nor is what is delegated for Amazon Keyspaces alone', ROOT, { ...EXECUTION, on, via: DYNAMODB, ...SHOP, action },
      { who: 'a caller without any policy' }),
    decision('what is delegated is not bound to keyspaces', ROOT, { ...EXECUTION, on, via: undefined, keyspace: 'staff', action },
      { who: 'a caller without any policy' }),
  ])),
  ...of(['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey'], (action) => [
    decision('what the AWS CDK grants has an effect where use is delegated', ROOT,
      { who: 'who the AWS CDK lets encrypt and decrypt', on: 'the delegated key', via: undefined, action }, { on: 'the key' }),
    decision('the same with a key that is bound', ROOT,
      { who: 'who the AWS CDK lets encrypt and decrypt', on: 'the bound and delegated key', via: undefined, ...SHOP, action }, { on: 'the bound key' }),
  ]),
  ...of(DELEGATED, (on) => [
    decision('the use is delegated, grants are not', ROOT, { ...EXECUTION, on, via: undefined, ...SHOP }, { action: 'kms:CreateGrant' }),
  ]),
];

describe('a key that is bound to keyspaces', () => testDecisions(BINDING));
describe('a key that is not', () => testDecisions(FREE));
describe('deploying', () => testDecisions(DEPLOYING));
describe('who is of the account', () => testDecisions(MEMBERS));

describe('the engine', () => {
  const request = ask({ who: 'a caller without any policy', action: 'kms:Decrypt', on: 'the key', via: KEYSPACES });
  const given = (statement: object) => decideOnKeys([{ ...request, resourcePolicy: { Version: '2012-10-17', Statement: [statement] } }]);
  const anybody = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:Decrypt', Resource: '*' };

  test('tells a denial from what nobody has granted', () => {
    expect(given(anybody)).toEqual(['allowed']);
    expect(given({ ...anybody, Effect: 'Deny' })).toEqual(['explicitly denied']);
    expect(given({ ...anybody, Action: 'kms:Encrypt' })).toEqual(['not granted']);
  });

  test('does not answer where it does not understand', () => {
    expect(given({ ...anybody, Condition: { StringLike: { 'kms:ViaService': KEYSPACES } } })).toEqual(['allowed']);
    expect(() => given({ ...anybody, Condition: { StringResembles: { 'kms:ViaService': KEYSPACES } } }))
      .toThrow('the operator StringResembles is not known');
    expect(() => given({ ...anybody, NotAction: 'kms:Encrypt' })).toThrow('cannot have both Action and NotAction');
  });
});
