import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, RemovalPolicies } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { expectAnswer, expectTable } from './assertions';
import { WatchedKey } from './stacks/watched-key';

const app = new App();
const stack = new WatchedKey(app, 'IntegWatchedKey');
const { key, tables: [orders, returns] } = stack;
const lookout = stack.inaccessibleTables.node.findChild('Function') as unknown as IFunction;

RemovalPolicies.of(app).destroy();
const integ = new IntegTest(app, 'WatchedKey', { testCases: [stack] });

for (const table of [orders, returns]) {
  expectTable(integ, table, { encryptionSpecification: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyIdentifier: key.keyArn } });
}

// What the schedule asks, before the key is disabled, meanwhile, and after it is enabled again.
const look = { tables: [orders, returns].map(({ keyspaceName, tableName }) => [keyspaceName, tableName]) };
const lost = ({ keyspaceName, tableName }: typeof orders) => ({ table: `${keyspaceName}.${tableName}`, status: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' });
const turn = (api: 'disableKey' | 'enableKey') => {
  const call = integ.assertions.awsApiCall('KMS', api, { KeyId: key.keyId });
  call.provider.addToRolePolicy({ Effect: 'Allow', Action: ['kms:DisableKey', 'kms:EnableKey'], Resource: [key.keyArn] });
  return call;
};
expectAnswer(integ, lookout, look, { inaccessible: [] })
  .next(turn('disableKey'))
  .next(expectAnswer(integ, lookout, look, { inaccessible: [lost(orders), lost(returns)] }))
  .next(turn('enableKey'))
  .next(expectAnswer(integ, lookout, look, { inaccessible: [] }));
