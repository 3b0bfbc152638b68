import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { decide, type Request } from './decide';
import { Keyspace, KeyspacesKey, Table, TableEncryption } from '../../src';
import { Deployed } from '../support/deployed';
import { ORDERS } from '../support/schemas';

const OTHER_ACCOUNT = '444455556666';

const USE = 'https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.customermanaged.html';
const VIA_SERVICE = 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service';
const CALLER_ACCOUNT = 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-caller-account';
const WINDOW = 'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-schedule-key-deletion-pending-window-in-days';
const KEY_POLICY = 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html';

const KEYSPACES = { 'kms:ViaService': 'cassandra.us-east-1.amazonaws.com', 'aws:ViaAWSService': 'true' };
const KEYSPACES_ABROAD = { ...KEYSPACES, 'kms:ViaService': 'cassandra.eu-west-1.amazonaws.com' };
const DYNAMODB = { ...KEYSPACES, 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' };
const ALMOST_KEYSPACES = { ...KEYSPACES, 'kms:ViaService': 'cassandra.us-east-1.amazonaws.com.example.com' };
const DIRECTLY = { 'aws:ViaAWSService': 'false' };
const WITHIN = (days: number) => ({ ...DIRECTLY, 'kms:ScheduleKeyDeletionPendingWindowInDays': `${days}` });

const app = new App();
const stack = new Stack(app, 'Keys');
const elsewhere = new Stack(app, 'Elsewhere', { env: { account: OTHER_ACCOUNT, region: 'us-east-1' } });
const role = (at: Stack, id: string, ...actions: string[]) => {
  const made = new iam.Role(at, id, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  if (actions.length > 0) made.addToPolicy(new iam.PolicyStatement({ actions, resources: ['*'] }));
  return made;
};
const callers = {
  'a caller without any policy': role(stack, 'Caller'),
  'a caller with kms:* of its own': role(stack, 'AccountAdministrator', 'kms:*'),
  'an administrator of the key': role(stack, 'KeyAdministrator'),
  'a caller of another account with kms:*': role(elsewhere, 'Stranger', 'kms:*'),
};
const keyspace = new Keyspace(stack, 'Keyspace');
const plainKey = new kms.Key(stack, 'PlainKey');
new Table(stack, 'Table', { keyspace, schema: ORDERS, encryption: TableEncryption.customerManagedKey(plainKey) });
const keys = {
  'the key': new KeyspacesKey(stack, 'Key', { administrators: [callers['an administrator of the key']] }),
  'the bound key': new KeyspacesKey(stack, 'BoundKey', { keyspaces: [keyspace] }),
  'the delegated key': new KeyspacesKey(stack, 'DelegatedKey', { delegateUseToIam: true }),
  'a plain key given to a table': plainKey,
};
const deployed = new Deployed(app);

interface Question {
  readonly who: keyof typeof callers;
  readonly action: string;
  readonly on: keyof typeof keys;
  readonly context: Record<string, string>;
}

/** What may be said of a key, and its refused twin, which differs in one thing. */
interface Decision {
  readonly why: string;
  readonly see: string;
  readonly allowed: Question;
  readonly refused: Question;
}

const decision = (why: string, see: string, allowed: Partial<Question>, refused: Partial<Question>): Decision => {
  const question: Question = {
    who: 'a caller without any policy', action: 'kms:Decrypt', on: 'the key', context: KEYSPACES, ...allowed,
  };
  return { why, see, allowed: question, refused: { ...question, ...refused } };
};

const USING = [
  ...['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:DescribeKey', 'kms:CreateGrant']
    .map((action) => decision('whoever Amazon Keyspaces lets in may use the key through it, and not directly', USE,
      { action }, { context: DIRECTLY })),
  decision('not even with every permission of IAM', VIA_SERVICE,
    { who: 'a caller with kms:* of its own' }, { context: DIRECTLY }),
  decision('another service is none of the key\'s business', VIA_SERVICE, {}, { context: DYNAMODB }),
  decision('nor for who has every permission of IAM', VIA_SERVICE,
    { who: 'a caller with kms:* of its own' }, { context: DYNAMODB }),
  decision('the service is named to the end of its name', VIA_SERVICE, {}, { context: ALMOST_KEYSPACES }),
  decision('the permission must not depend on a Region', USE, { context: KEYSPACES_ABROAD }, { context: DIRECTLY }),
  decision('only callers of the account may', CALLER_ACCOUNT, {}, { who: 'a caller of another account with kms:*' }),
  decision('what Amazon Keyspaces never asks for is not allowed through it', USE, {}, { action: 'kms:PutKeyPolicy' }),
  decision('a bound key can be described, which knows no encryption context', USE,
    { on: 'the bound key', action: 'kms:DescribeKey' }, { context: DYNAMODB }),
  decision('a bound key is not described for another account', CALLER_ACCOUNT,
    { on: 'the bound key', action: 'kms:DescribeKey' }, { who: 'a caller of another account with kms:*' }),
  decision('a key made elsewhere in the app gets the same statement', USE,
    { on: 'a plain key given to a table' }, { context: DIRECTLY }),
  decision('a key made elsewhere in the app is not opened to another account', CALLER_ACCOUNT,
    { on: 'a plain key given to a table' }, { who: 'a caller of another account with kms:*' }),
];

const ADMINISTRATOR = { who: 'an administrator of the key', context: DIRECTLY } as const;
const ACCOUNT = { who: 'a caller with kms:* of its own', context: DIRECTLY } as const;

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
    { ...ADMINISTRATOR, action: 'kms:ScheduleKeyDeletion', context: WITHIN(30) }, { context: WITHIN(7) }),
  decision('so does the account', WINDOW,
    { ...ACCOUNT, action: 'kms:ScheduleKeyDeletion', context: WITHIN(30) }, { context: WITHIN(29) }),
  decision('deletion is not for everybody', WINDOW,
    { ...ACCOUNT, action: 'kms:ScheduleKeyDeletion', context: WITHIN(30) }, { who: 'a caller without any policy' }),
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
    { ...ACCOUNT, action: 'kms:DisableKey' }, { who: 'a caller without any policy', context: KEYSPACES }),
];

function ask({ who, action, on, context }: Question): Request {
  const caller = callers[who];
  const key = keys[on];
  const principal = deployed.value(caller, caller.roleArn);
  const account = principal.split(':')[4];
  return {
    principal,
    identityPolicies: deployed.identityPolicies(caller),
    resourcePolicy: deployed.properties(key).KeyPolicy,
    action,
    resource: deployed.value(key, key.keyArn),
    context: { 'aws:PrincipalArn': principal, 'aws:PrincipalAccount': account, 'kms:CallerAccount': account, ...context },
  };
}

const text = ({ who, action, on, context }: Question) =>
  `${who}, ${action} with ${on} ${context['kms:ViaService'] ? `through ${context['kms:ViaService']}` : `directly ${JSON.stringify(context)}`}`;

describe.each(Object.entries({ 'using a key': USING, 'managing a key': MANAGING }))('%s', (_, decisions) => {
  describe.each(decisions)('$why ($see)', ({ allowed, refused }) => {
    test(`allowed: ${text(allowed)}`, async () => expect(await decide(ask(allowed))).toBe('allowed'));
    test(`not granted: ${text(refused)}`, async () => expect(await decide(ask(refused))).toBe('not granted'));
  });
});
