import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { useThroughKeyspaces } from './key-statements';
import type { Located } from '../private/arns';
import { readable } from '../private/readable';
import { warn } from '../private/warnings';

/** Adds to the policy of a key what a table needs, or says what to add where the policy is not made in this app. */
export function letKeyspacesUse(key: kms.IKeyRef, table: Located): void {
  if (addToPolicy(key)) return;
  // The key is of the table's account, though an ARN that is known at deployment only does not tell.
  const [statement] = useThroughKeyspaces(Token.isUnresolved(key.env.account) ? table : key as Located);
  warn(table, 'keyPolicyNotManaged', 'the policy of the key is not made in this app;'
    + ` the table can only be created if it lets Amazon Keyspaces in: ${readable(table, statement.toStatementJson())}`);
}

function addToPolicy(key: kms.IKeyRef): boolean {
  const [statement] = useThroughKeyspaces(key as Located);
  // Equal statements are written once, however many tables share the key.
  if ('addToResourcePolicy' in key) return (key as kms.IKey).addToResourcePolicy(statement, true).statementAdded;
  const statements = kms.CfnKey.isCfnKey(key) ? statementsOf(key) : undefined;
  if (!statements) return false;
  // Here they would be written again for each table, and two of one Sid are not accepted.
  if (statements.some(({ Sid }) => Sid === statement.sid)) return true;
  return iam.ResourceWithPolicies.of(key)?.addToResourcePolicy(statement).statementAdded ?? false;
}

/** Of a plain key, if its policy can be seen. One that has none gets the policy of AWS KMS, and would lose it by a statement. */
function statementsOf({ keyPolicy }: kms.CfnKey): { readonly Sid?: string }[] | undefined {
  return Token.isUnresolved(keyPolicy) || !keyPolicy?.Statement ? undefined : [keyPolicy.Statement].flat();
}
