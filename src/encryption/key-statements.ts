import { Aws, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Located } from '../private/arns';

/**
 * What Amazon Keyspaces does with a key in the name of whoever creates, changes, reads or writes a table.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.customermanaged.html
 */
export const USE_ACTIONS = [
  'kms:CreateGrant',
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey*',
  'kms:ReEncrypt*',
];

/** Knows no encryption context, so it needs a statement of its own as soon as a key is bound to keyspaces. */
export const DESCRIBE_ACTION = 'kms:DescribeKey';

/** All of managing a key, one by one: nothing cryptographic, no creation of grants, no deletion. */
const MANAGEMENT_ACTIONS = [
  'kms:CancelKeyDeletion',
  'kms:CreateAlias',
  'kms:DeleteAlias',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:EnableKeyRotation',
  'kms:GetKeyLastUsage',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus',
  'kms:ListGrants',
  'kms:ListKeyPolicies',
  'kms:ListKeyRotations',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:RevokeGrant',
  'kms:RotateKeyOnDemand',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateAlias',
  'kms:UpdateKeyDescription',
];

/** The longest time that a deletion can be taken back, in days. */
export const DELETION_WINDOW_DAYS = 30;

/**
 * Use of a key through Amazon Keyspaces and nothing else, by callers of the key's own account.
 *
 * Which principal decrypts when a table is read, the reader or the service, the documentation leaves open; any caller
 * of the account who is let in by Amazon Keyspaces may, so either is right.
 *
 * @param keyspaceNames binds the key to these keyspaces by the encryption context; all keyspaces when undefined
 */
export function useThroughKeyspaces(at: Located, keyspaceNames?: string[]): iam.PolicyStatement[] {
  const statement = (sid: string, actions: string[], context = {}) => new iam.PolicyStatement({
    sid,
    actions,
    principals: [new iam.AnyPrincipal()],
    resources: ['*'],
    conditions: {
      StringEquals: { 'kms:CallerAccount': at.env.account, ...context },
      StringLike: { 'kms:ViaService': viaKeyspaces(at) },
    },
  });
  if (!keyspaceNames) return [statement('UseThroughKeyspaces', [...USE_ACTIONS, DESCRIBE_ACTION].sort())];
  return [
    statement('UseThroughKeyspaces', USE_ACTIONS, {
      'kms:EncryptionContext:aws:cassandra:keyspaceName': keyspaceNames,
    }),
    statement('DescribeThroughKeyspaces', [DESCRIBE_ACTION]),
  ];
}

/** Encrypting and decrypting with a key directly, for whoever the account's IAM policies allow to. No creation of grants. */
export function useByIam(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'UseByIam',
    actions: [...USE_ACTIONS.filter((action) => action !== 'kms:CreateGrant'), DESCRIBE_ACTION].sort(),
    principals: [new iam.AccountRootPrincipal()],
    resources: ['*'],
  });
}

/** Managing a key, and deleting it only with the full window for taking that back. */
export function manage(sid: string, principals: iam.IPrincipal[]): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({ sid, actions: MANAGEMENT_ACTIONS, principals, resources: ['*'] }),
    new iam.PolicyStatement({
      sid: `${sid}Deletion`,
      actions: ['kms:ScheduleKeyDeletion'],
      principals,
      resources: ['*'],
      conditions: {
        NumericGreaterThanEquals: { 'kms:ScheduleKeyDeletionPendingWindowInDays': String(DELETION_WINDOW_DAYS) },
      },
    }),
  ];
}

/**
 * Independent of any one Region, as the documentation demands. Outside of the suffix that it shows it is not documented what
 * the service is called, so where a partition has one of its own that is let in too (UNCONFIRMED). Where the Region is not known
 * yet it may be one of China: for any other partition the stack has to have its Region.
 */
export function viaKeyspaces(at: Located): string[] {
  const { region } = Stack.of(at);
  const ofPartition = Token.isUnresolved(region) ? 'amazonaws.com.cn' : RegionInfo.get(region).domainSuffix ?? Aws.URL_SUFFIX;
  return [...new Set(['amazonaws.com', ofPartition])].map((suffix) => `cassandra.*.${suffix}`);
}
