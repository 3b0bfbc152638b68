import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import type { CrossAccountClientOptions } from './cross-account-client';
import { refusal } from '../../private/errors';

const ACCOUNT = /^\d{12}$/;

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const ROLE_NAME = /^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

/**
 * The account as the principal, and the roles in a condition: a role as the principal has to exist already, and IAM keeps its unique
 * id, so that a role that is made again under the same name is another one.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export function trustIn(scope: IConstruct, clients: CrossAccountClientOptions[]): iam.IPrincipal {
  if (clients.length === 0) throw missing(scope, 'clients', clients);
  return new iam.CompositePrincipal(...clients.map((client) => trustInAccount(scope, client)));
}

function trustInAccount(scope: IConstruct, { account, roleNames, externalId }: CrossAccountClientOptions): iam.PrincipalBase {
  requireMatch('ClientAccountInvalid', scope, 'account of clients', account, ACCOUNT, 'an account id of 12 digits');
  if (roleNames.length === 0) throw missing(scope, `names of roles of account ${account},`, roleNames);
  for (const name of roleNames) {
    requireMatch('ClientRoleNameInvalid', scope, 'name of a client\'s role', name, ROLE_NAME, 'the name of one role, with its path, without a wildcard');
  }
  if (externalId !== undefined) {
    requireMatch('ExternalIdInvalid', scope, 'external id', externalId, EXTERNAL_ID, '2 to 1,224 letters, digits and =,.@:/-_+');
  }
  return new iam.PrincipalWithConditions(new iam.AccountPrincipal(account), {
    ArnEquals: { 'aws:PrincipalArn': roleNames.map((name) => roleArn(scope, account, name)) },
    ...externalId === undefined ? {} : { StringEquals: { 'sts:ExternalId': externalId } },
  });
}

function roleArn(scope: IConstruct, account: string, resourceName: string): string {
  return Stack.of(scope).formatArn({ service: 'iam', region: '', account, resource: 'role', resourceName });
}

function requireMatch(code: string, scope: IConstruct, what: string, got: string, pattern: RegExp, expected: string): void {
  if (Token.isUnresolved(got) || pattern.test(got)) return;
  throw refusal(code, scope, { what, got, expected, remedy: 'write it as it is in the other account: this trust is by names, not by references' });
}

function missing(scope: IConstruct, what: string, got: unknown[]): Error {
  return refusal('CrossAccountClientsMissing', scope, {
    what: `the ${what}`,
    got,
    expected: 'at least one role that may assume this one',
    remedy: 'name the roles of the other account; they need not exist yet',
  });
}
