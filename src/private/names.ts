import { Names, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { refusal } from './errors';

/** The longest name of a keyspace, a table, a column or a user-defined type. */
const MAX_NAME_LENGTH = 48;

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_]{1,47}$/;
const NAME_OF_SERVICE = /^[a-zA-Z0-9][a-zA-Z0-9_]{0,47}$/;
const RESERVED = /^system/i;

const CODES = { keyspace: 'KeyspaceNameInvalid', table: 'TableNameInvalid', column: 'ColumnNameInvalid' };

/**
 * CloudFormation is stricter than CQL: it takes neither one-letter names nor leading underscores.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-table.html
 */
export function requireName(scope: IConstruct | undefined, kind: 'keyspace' | 'table' | 'column', name: string): void {
  if (Token.isUnresolved(name) || NAME.test(name)) return;
  throw refusal(CODES[kind], scope, {
    what: `${kind} name`,
    got: name,
    expected: '2 to 48 letters, digits and underscores, the first one a letter or a digit',
    remedy: 'choose another name; CloudFormation refuses this one although CQL may take it',
  });
}

/**
 * The name of what exists already: the service itself also takes a single character.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_CreateKeyspace.html
 */
export function requireExistingName(scope: IConstruct, kind: 'keyspace' | 'table', name: string): void {
  if (Token.isUnresolved(name) || NAME_OF_SERVICE.test(name)) return;
  throw refusal(CODES[kind], scope, {
    what: `the name of an existing ${kind}`,
    got: name,
    expected: '1 to 48 letters, digits and underscores, the first one a letter or a digit',
    remedy: 'compare it with what the service lists',
  });
}

/** The name of a keyspace that is made. */
export function requireNewKeyspaceName(scope: IConstruct | undefined, name: string): void {
  requireName(scope, 'keyspace', name);
  requireUnreserved(scope, name);
}

/** Every client may read `system*`, and that would include a keyspace called `systems`. */
function requireUnreserved(scope: IConstruct | undefined, name: string): void {
  if (Token.isUnresolved(name) || !RESERVED.test(name)) return;
  throw refusal('KeyspaceNameReserved', scope, {
    what: 'keyspace name',
    got: name,
    expected: 'a name that does not begin with "system"',
    remedy: 'choose another name; every client is allowed to read "system*", so it could read this keyspace too',
  });
}

/**
 * In double quotes CQL takes any characters.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/keyspaces-create-udt.html
 */
export function requireTypeName(scope: IConstruct | undefined, name: string): void {
  if (Token.isUnresolved(name) || (name.length > 0 && name.length <= MAX_NAME_LENGTH)) return;
  throw refusal('UserDefinedTypeNameInvalid', scope, {
    what: 'name of a user-defined type',
    got: name,
    expected: `1 to ${MAX_NAME_LENGTH} characters`,
    remedy: 'choose another name',
  });
}

/**
 * A name made at construction, so that ARNs, key policies and endpoint policies can be written as literals and a
 * replacement with the same name fails instead of starting an empty table.
 */
export function makeName(construct: IConstruct): string {
  const made = (maxLength: number) => Names.uniqueResourceName(construct, {
    maxLength,
    separator: '_',
    allowedSpecialCharacters: '_',
  }).toLowerCase();
  const name = made(MAX_NAME_LENGTH);
  return NAME.test(name) && !RESERVED.test(name) ? name : `ks_${made(MAX_NAME_LENGTH - 'ks_'.length)}`;
}
