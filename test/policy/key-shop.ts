import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Request } from './decide';
import { Keyspace, KeyspacesKey, Table, TableEncryption } from '../../src';
import { ACCOUNT, REGION } from '../support/app';
import { Deployed, type NamedPolicy } from '../support/deployed';
import { ORDERS } from '../support/schemas';

const OTHER_ACCOUNT = '444455556666';

const ANYTHING = { name: 'anything', policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } };

const app = new App();
const stack = new Stack(app, 'Keys');
const elsewhere = new Stack(app, 'Elsewhere', { env: { account: OTHER_ACCOUNT, region: REGION } });

const role = (at: Stack, id: string, ...actions: string[]) => {
  const made = new iam.Role(at, id, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  if (actions.length > 0) made.addToPolicy(new iam.PolicyStatement({ actions, resources: ['*'] }));
  return made;
};

const roles = {
  'a caller without any policy': role(stack, 'Caller'),
  'a caller with kms:* of its own': role(stack, 'AccountAdministrator', 'kms:*'),
  'an administrator of the key': role(stack, 'KeyAdministrator'),
  'the execution role of CloudFormation': role(stack, 'Execution', '*'),
  'who the AWS CDK lets encrypt and decrypt': role(stack, 'Granted'),
  'a caller of another account with kms:*': role(elsewhere, 'Stranger', 'kms:*'),
  'the execution role of another account': role(elsewhere, 'OtherExecution', '*'),
};
const roots = { 'the root of the account': ACCOUNT, 'the root of another account': OTHER_ACCOUNT };

const administrators = [roles['an administrator of the key']];
const keyspaces = ['shop', 'books'].map((keyspaceName) => new Keyspace(stack, keyspaceName, { keyspaceName }));
const plainKey = new kms.Key(stack, 'PlainKey');
new Table(stack, 'Table', { keyspace: keyspaces[0], schema: ORDERS, encryption: TableEncryption.customerManagedKey(plainKey) });

const keys = {
  'the key': new KeyspacesKey(stack, 'Key', { administrators }),
  'the bound key': new KeyspacesKey(stack, 'BoundKey', { administrators, keyspaces }),
  'the delegated key': new KeyspacesKey(stack, 'DelegatedKey', { administrators, delegateUseToIam: true }),
  'the bound and delegated key': new KeyspacesKey(stack, 'BoundAndDelegatedKey', { administrators, keyspaces, delegateUseToIam: true }),
  'a plain key given to a table': plainKey,
};
// What the AWS CDK grants on a key that trusts IAM: a permission of IAM, and nothing in the policy of the key.
for (const key of Object.values(keys)) kms.KeyGrants.fromKey(key).encryptDecrypt(roles['who the AWS CDK lets encrypt and decrypt']);
const deployed = new Deployed(app);

export const KEYSPACES = `cassandra.${REGION}.amazonaws.com`;
export const KEYSPACES_ABROAD = 'cassandra.eu-west-1.amazonaws.com';
export const DYNAMODB = `dynamodb.${REGION}.amazonaws.com`;

/** A request to AWS KMS. */
export interface Question {
  readonly who: keyof typeof roles | keyof typeof roots;
  readonly action: string;
  readonly on: keyof typeof keys;
  /** The service that asks on behalf of who; undefined for who asks directly. */
  readonly via?: string;
  /** Of the encryption context, which a request without keyspace has none of. */
  readonly keyspace?: string;
  readonly table?: string;
  /** For taking a deletion back. */
  readonly days?: number;
  /** Whether the grant that is created or revoked is one for an AWS service. */
  readonly isForService?: boolean;
}

/** What may be said of a key, and its refused twin. */
export interface Decision {
  readonly why: string;
  readonly see: string;
  readonly allowed: Question;
  readonly refused: Question;
}

/** Refused is who differs from who is allowed in one thing alone. */
export function decision(why: string, see: string, allowed: Partial<Question>, refused: Partial<Question>): Decision {
  const question: Question = { who: 'a caller without any policy', action: 'kms:Decrypt', on: 'the key', via: KEYSPACES, ...allowed };
  if (Object.keys(refused).length !== 1) throw new Error(`more than one thing differs: ${JSON.stringify(refused)}`);
  return { why, see, allowed: question, refused: { ...question, ...refused } };
}

export function ask(question: Question): Request {
  const { who, action, on } = question;
  const { principal, principalArn, identityPolicies } = caller(who);
  const account = principal.split(':')[4];
  return {
    principal,
    identityPolicies,
    resourcePolicy: deployed.properties(keys[on]).KeyPolicy,
    action,
    resource: deployed.value(keys[on], keys[on].keyArn),
    context: {
      'aws:PrincipalArn': principalArn,
      'aws:PrincipalAccount': account,
      'aws:ViaAWSService': String(question.via !== undefined),
      'kms:CallerAccount': account,
      ...question.via !== undefined && { 'kms:ViaService': question.via },
      ...question.days !== undefined && { 'kms:ScheduleKeyDeletionPendingWindowInDays': String(question.days) },
      ...question.isForService !== undefined && { 'kms:GrantIsForAWSResource': String(question.isForService) },
      ...encryptionContext(question),
    },
  };
}

function caller(who: Question['who']): { principal: string; principalArn: string; identityPolicies: NamedPolicy[] } {
  if (who in roots) {
    const arn = `arn:aws:iam::${roots[who as keyof typeof roots]}:root`;
    // It needs none.
    return { principal: arn, principalArn: arn, identityPolicies: [ANYTHING] };
  }
  const asking = roles[who as keyof typeof roles];
  const arn = deployed.value(asking, asking.roleArn);
  return { principal: arn, principalArn: arn, identityPolicies: deployed.identityPolicies(asking) };
}

/** https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.customermanaged.html#encryption-context */
function encryptionContext({ keyspace, table = 'orders' }: Question): Record<string, string | string[]> {
  if (keyspace === undefined) return {};
  const context = { 'aws:cassandra:keyspaceName': keyspace, 'aws:cassandra:tableName': table, 'aws:cassandra:subscriberId': ACCOUNT };
  return {
    ...Object.fromEntries(Object.entries(context).map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
    'kms:EncryptionContextKeys': Object.keys(context),
  };
}

export function text({ who, action, on, via, keyspace, table, days, isForService }: Question): string {
  return [
    `${who}, ${action} with ${on}`,
    via === undefined ? 'directly' : `through ${via}`,
    keyspace !== undefined && `for the keyspace "${keyspace}"`,
    table !== undefined && `and the table "${table}"`,
    days !== undefined && `within ${days} days`,
    isForService !== undefined && `a grant for ${isForService ? 'a service' : 'nobody special'}`,
  ].filter((part) => part !== false).join(' ');
}
