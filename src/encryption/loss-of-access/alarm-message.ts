import { CfnKeyspace, type CfnTable } from 'aws-cdk-lib/aws-cassandra';
import { EventField } from 'aws-cdk-lib/aws-events';
import type { IConstruct } from 'constructs';
import type { KeyCall } from './key-calls';
import { refersToOtherStack } from '../../private/other-stack';
import { referenced } from '../../private/referenced';
import { countGrants, identityOf } from '../count-grants';

/**
 * A template of EventBridge has 8,192 characters at most; the rest of the message has about 1,300.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html
 */
const MAX_CHARACTERS_OF_NAMES = 5_000;

/** What a person needs to know who is woken up by it. */
export function alarmMessage(keyArn: string, { name, did, undo }: KeyCall, tables: string): string {
  const { time, region, account } = EventField;
  return [
    `${EventField.fromPath('$.detail.userIdentity.arn')} ${did}: the key ${keyArn} (account ${account}, Region ${region}), by ${name} at ${time}`
      + ` from ${EventField.fromPath('$.detail.sourceIPAddress')}`
      // Not every identity has an ARN; what an event does not have is left out.
      + ` (${EventField.fromPath('$.detail.userIdentity.type')} of account ${EventField.fromPath('$.detail.userIdentity.accountId')}).`,
    `Tables of Amazon Keyspaces that are encrypted with it: ${tables}.`,
    'They may become unreadable and unwritable, at once or a few minutes later. Amazon Keyspaces deletes a table that has been without its key for seven'
      + ' days; what it then can be restored from for 35 days needs the key, too.',
    `To undo it, ${undo}.`,
    `Event ${EventField.fromPath('$.detail.eventID')} of CloudTrail.`,
  ].join(' ');
}

/** Those of the app, as many as a message can name. */
export function namesOfTables(scope: IConstruct, keyArn: string): string {
  const { tables = [] } = countGrants(scope.node.root).get(identityOf(scope, keyArn)) ?? {};
  if (tables.length === 0) return 'none of the app that made this alarm';
  const names = tables.map((table) => nameOf(scope, table));
  let characters = 0;
  const tooMany = names.findIndex((name) => (characters += `${name}, `.length) > MAX_CHARACTERS_OF_NAMES);
  return tooMany < 0 ? names.join(', ') : `${names.slice(0, tooMany).join(', ')} and ${names.length - tooMany} more`;
}

/** What only another stack knows would have this one deployed after it: there its path in the app has to do. */
function nameOf(scope: IConstruct, { keyspaceName, tableName, node }: CfnTable): string {
  const name = tableName === undefined ? undefined : `${literalOf(keyspaceName)}.${tableName}`;
  return name === undefined || refersToOtherStack(scope, name) ? node.path : name;
}

/** The name of a keyspace that is referred to. */
function literalOf(keyspaceName: string): string {
  const keyspace = referenced(keyspaceName);
  return CfnKeyspace.isCfnKeyspace(keyspace) ? keyspace.keyspaceName ?? keyspaceName : keyspaceName;
}
