/** A call that can take a key away from the tables that are encrypted with it. */
export interface KeyCall {
  /** As CloudTrail names it. */
  readonly name: string;
  /** What it did to the key. */
  readonly did: string;
  /** What brings it back. */
  readonly undo: string;
}

/**
 * `RetireGrant` is not among them: Amazon Keyspaces itself retires a grant of each table that is deleted.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.howitworks.html
 */
export const KEY_CALLS: KeyCall[] = [
  {
    name: 'DisableKey',
    did: 'disabled it',
    undo: 'enable it: aws kms enable-key',
  },
  {
    name: 'ScheduleKeyDeletion',
    did: 'scheduled its deletion, which disables it now',
    // https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html
    undo: 'cancel the deletion and then enable the key, which stays disabled otherwise: aws kms cancel-key-deletion, aws kms enable-key',
  },
  {
    name: 'PutKeyPolicy',
    did: 'changed its policy',
    undo: 'look whether the policy still lets callers of this account use it through Amazon Keyspaces, and put back the one that did: aws kms put-key-policy',
  },
  {
    name: 'RevokeGrant',
    did: 'revoked a grant on it',
    // Whether Amazon Keyspaces makes it again, for instance when the table's key is changed, is UNCONFIRMED.
    undo: 'look whether it was one of Amazon Keyspaces (aws kms list-grants); nobody else can make that grant again, so ask AWS Support at once, and tell'
      + ' which tables',
  },
  {
    name: 'DeleteImportedKeyMaterial',
    did: 'deleted its key material',
    undo: 'import the same key material again, no other is accepted: aws kms import-key-material',
  },
];
