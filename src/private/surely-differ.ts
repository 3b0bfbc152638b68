import { type IEnvironmentAware, Token } from 'aws-cdk-lib';

/** Whether two accounts, or two Regions, are known not to be the same: what is a token may be anything. */
export function surelyDiffer(one: string, other: string): boolean {
  return one !== other && !Token.isUnresolved(one) && !Token.isUnresolved(other);
}

/** Whether one thing is surely not in the account and Region of the other. */
export function surelyElsewhere({ env: one }: IEnvironmentAware, { env: other }: IEnvironmentAware): boolean {
  return surelyDiffer(one.account, other.account) || surelyDiffer(one.region, other.region);
}
