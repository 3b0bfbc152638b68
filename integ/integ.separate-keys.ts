import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicies, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { expectTable } from './assertions';
import type { Table } from '../src';
import { ImportedKey } from './stacks/separate-keys/imported-key';
import { KeyPerTable } from './stacks/separate-keys/key-per-table';

/** A key that is made without this library, with what the warning of the imported key says as its policy. */
class OtherTeam extends Stack {
  public readonly key: kms.Key;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.key = new kms.Key(this, 'Key', {
      policy: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            actions: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'],
            principals: [new iam.AccountRootPrincipal()],
            resources: ['*'],
          }),
          new iam.PolicyStatement({
            sid: 'UseThroughKeyspaces',
            actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
            principals: [new iam.AnyPrincipal()],
            resources: ['*'],
            conditions: {
              StringEquals: { 'kms:CallerAccount': this.account },
              StringLike: { 'kms:ViaService': 'cassandra.*.amazonaws.com' },
            },
          }),
        ],
      }),
    });
  }
}

const app = new App();
const separate = new KeyPerTable(app, 'IntegKeyPerTable');
const otherTeam = new OtherTeam(app, 'IntegOtherTeam');
const imported = new ImportedKey(app, 'IntegImportedKey', { keyArn: otherTeam.key.keyArn });
RemovalPolicies.of(app).destroy();
const integ = new IntegTest(app, 'SeparateKeys', { testCases: [separate, otherTeam, imported] });

const own: [Table, kms.IKeyRef][] = [
  [separate.orders, separate.ordersKey], [separate.payments, separate.paymentsKey], [imported.ledger, otherTeam.key],
];
const told = own.map(([table, { keyRef: { keyArn } }]) => {
  // Two grants, for this table and no other one.
  const ofTable = Match.objectLike({
    Constraints: { EncryptionContextSubset: Match.objectLike({ 'aws:cassandra:keyspaceName': table.keyspaceName, 'aws:cassandra:tableName': table.tableName }) },
  });
  integ.assertions.awsApiCall('KMS', 'listGrants', { KeyId: keyArn }).expect(ExpectedResult.objectLike({ Grants: [ofTable, ofTable] }));
  return expectTable(integ, table, { encryptionSpecification: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: keyArn } });
});

// Who loses the key of the payments can still read the orders.
const turn = (api: 'disableKey' | 'enableKey') => integ.assertions.awsApiCall('KMS', api, { KeyId: separate.paymentsKey.keyId });
told[1].next(turn('disableKey'))
  .next(expectTable(integ, separate.payments, { status: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' }))
  .next(expectTable(integ, separate.orders, { status: 'ACTIVE' }))
  .next(turn('enableKey'))
  .next(expectTable(integ, separate.payments, { status: 'ACTIVE' }));
