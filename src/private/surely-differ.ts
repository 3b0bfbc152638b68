import { Token } from 'aws-cdk-lib';

/** Whether two accounts, or two Regions, are known not to be the same: what is a token may be anything. */
export function surelyDiffer(one: string, other: string): boolean {
  return one !== other && !Token.isUnresolved(one) && !Token.isUnresolved(other);
}
