import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { refusal } from './errors';

export interface WholeNumberBounds {
  /** Names the value in the message, e.g. `read capacity units`. */
  readonly what: string;
  readonly min: number;
  readonly max: number;
  readonly remedy: string;
}

/** A whole number within bounds; a token passes. */
export function requireWholeNumber(code: string, scope: IConstruct | undefined, value: number, bounds: WholeNumberBounds): void {
  if (Token.isUnresolved(value)) return;
  if (Number.isInteger(value) && value >= bounds.min && value <= bounds.max) return;
  throw refusal(code, scope, {
    what: bounds.what,
    got: value,
    expected: bounds.max === Number.MAX_SAFE_INTEGER
      ? `a whole number from ${bounds.min} on`
      : `a whole number from ${bounds.min} to ${bounds.max}`,
    remedy: bounds.remedy,
  });
}
