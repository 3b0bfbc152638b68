import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * The one way this library warns.
 *
 * `id` is API: stable, never renamed, and prefixed here so that a reader of an acknowledgement knows whose it is.
 */
export function warn(scope: IConstruct, id: string, message: string): void {
  Validations.of(scope).addWarning(`cdk-keyspaces:${id}`, message);
}
