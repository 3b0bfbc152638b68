import { testDecisions } from './decide-twins';
import { decision, DYNAMODB, KEYSPACES_ABROAD } from './key-shop';

const USE = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.customermanaged.html';
const VIA_SERVICE = 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service';
const CALLER_ACCOUNT = 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-caller-account';
const WINDOW = 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-schedule-key-deletion-pending-window-in-days';
const KEY_POLICY = 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html';

const ALMOST_KEYSPACES = 'cassandra.us-east-1.amazonaws.com.example.com';

const USING = [
  ...['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:DescribeKey', 'kms:CreateGrant']
    .map((action) => decision('whoever Amazon Keyspaces lets in may use the key through it, and not directly', USE,
      { action }, { via: undefined })),
  decision('not even with every permission of IAM', VIA_SERVICE,
    { who: 'a caller with kms:* of its own' }, { via: undefined }),
  decision('another service is none of the key\'s business', VIA_SERVICE, {}, { via: DYNAMODB }),
  decision('nor for who has every permission of IAM', VIA_SERVICE,
    { who: 'a caller with kms:* of its own' }, { via: DYNAMODB }),
  decision('the service is named to the end of its name', VIA_SERVICE, {}, { via: ALMOST_KEYSPACES }),
  decision('the permission must not depend on a Region', USE, { via: KEYSPACES_ABROAD }, { via: undefined }),
  decision('only callers of the account may', CALLER_ACCOUNT, {}, { who: 'a caller of another account with kms:*' }),
  decision('what Amazon Keyspaces never asks for is not allowed through it', USE, {}, { action: 'kms:PutKeyPolicy' }),
  decision('a bound key can be described, which knows no encryption context', USE,
    { on: 'the bound key', action: 'kms:DescribeKey' }, { via: DYNAMODB }),
  decision('a bound key is not described for another account', CALLER_ACCOUNT,
    { on: 'the bound key', action: 'kms:DescribeKey' }, { who: 'a caller of another account with kms:*' }),
  decision('a key made elsewhere in the app gets the same statement', USE,
    { on: 'a plain key given to a table' }, { via: undefined }),
  decision('a key made elsewhere in the app is not opened to another account', CALLER_ACCOUNT,
    { on: 'a plain key given to a table' }, { who: 'a caller of another account with kms:*' }),
];

const ADMINISTRATOR = { who: 'an administrator of the key', via: undefined } as const;
const ACCOUNT = { who: 'a caller with kms:* of its own', via: undefined } as const;

const MANAGING = [
  ...(['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:CreateGrant'].flatMap((action) => [
    decision('who manages a key need not use it', USE, { ...ADMINISTRATOR, action: 'kms:DescribeKey' }, { action }),
    decision('IAM is delegated the management, nothing cryptographic and no grants', KEY_POLICY,
      { ...ACCOUNT, action: 'kms:DescribeKey' }, { action }),
  ])),
  decision('an administrator can revoke grants without a policy in IAM', USE,
    { ...ADMINISTRATOR, action: 'kms:RevokeGrant' }, { who: 'a caller without any policy' }),
  decision('the policy of the key can be changed by whom IAM allows to, so nobody is locked out', KEY_POLICY,
    { ...ACCOUNT, action: 'kms:PutKeyPolicy' }, { who: 'a caller without any policy' }),
  decision('and by no other account', KEY_POLICY,
    { ...ACCOUNT, action: 'kms:PutKeyPolicy' }, { who: 'a caller of another account with kms:*' }),
  decision('an administrator deletes with the full window only', WINDOW,
    { ...ADMINISTRATOR, action: 'kms:ScheduleKeyDeletion', days: 30 }, { days: 7 }),
  decision('so does the account', WINDOW,
    { ...ACCOUNT, action: 'kms:ScheduleKeyDeletion', days: 30 }, { days: 29 }),
  decision('deletion is not for everybody', WINDOW,
    { ...ACCOUNT, action: 'kms:ScheduleKeyDeletion', days: 30 }, { who: 'a caller without any policy' }),
  ...['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptTo'].map((action) => decision(
    'IAM is delegated the use as well where that is asked for', KEY_POLICY,
    { ...ACCOUNT, on: 'the delegated key', action }, { on: 'the key' },
  )),
  decision('use that is delegated still needs a policy in IAM', KEY_POLICY,
    { ...ACCOUNT, on: 'the delegated key' }, { who: 'a caller without any policy' }),
  decision('grants are not delegated with the use', KEY_POLICY,
    { ...ACCOUNT, on: 'the delegated key' }, { action: 'kms:CreateGrant' }),
  decision('deletion can be taken back', KEY_POLICY,
    { ...ADMINISTRATOR, action: 'kms:CancelKeyDeletion' }, { who: 'a caller without any policy' }),
  decision('disabling is not done through Amazon Keyspaces', USE,
    { action: 'kms:Decrypt' }, { action: 'kms:DisableKey' }),
  decision('disabling is for whom IAM lets', KEY_POLICY,
    { ...ACCOUNT, action: 'kms:DisableKey' }, { who: 'a caller without any policy' }),
];

describe('using a key', () => testDecisions(USING));
describe('managing a key', () => testDecisions(MANAGING));
