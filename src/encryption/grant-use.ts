import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { DESCRIBE_ACTION, USE_ACTIONS, viaKeyspaces } from './key-statements';
import type { Located } from '../private/arns';
import { grantToPrincipal } from '../private/grants';

/**
 * Lets a principal use a key through Amazon Keyspaces and nothing else, by its own policy: for keys whose policy leaves
 * that to IAM. The policy of a `KeyspacesKey` needs no such help, and is not opened by it.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.customermanaged.html
 */
export function grantUseThroughKeyspaces(grantee: iam.IGrantable, key: kms.IKeyRef, on: Located): iam.Grant {
  return grantToPrincipal({
    grantee,
    actions: [...USE_ACTIONS, DESCRIBE_ACTION].sort(),
    resourceArns: [key.keyRef.keyArn],
    conditions: { StringLike: { 'kms:ViaService': viaKeyspaces(on) } },
    on,
    family: 'key',
  });
}
