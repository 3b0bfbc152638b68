/** What was read from CQL and is of no effect; whoever makes constructs of it warns. */
export interface CqlWarning {
  /** Stable, and without the prefix of this library. */
  readonly id: string;
  readonly message: string;
}
