/** Roles of one account that may assume a role of another one. */
export interface CrossAccountClientOptions {
  /** The account of the clients. */
  readonly account: string;

  /**
   * The names of the roles that may assume, with their paths (`service/orders`) but without a slash at the beginning. They need not exist
   * yet, and one that is deleted and made again still counts.
   */
  readonly roleNames: string[];

  /**
   * What the clients have to give as `ExternalId`: for an account of somebody else who is trusted by others too.
   *
   * @default - none is asked for
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
   */
  readonly externalId?: string;
}
