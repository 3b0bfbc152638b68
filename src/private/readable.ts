import { Stack, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { IConstruct } from 'constructs';

/** As JSON to be read and pasted by a person: what is known only at deployment stands in angle brackets. */
export function readable(scope: IConstruct, value: unknown): string {
  return JSON.stringify(legible(scope, value));
}

/** The same of a text, which stays one. */
export function legible(scope: IConstruct, value: string): string;
export function legible(scope: IConstruct, value: unknown): unknown;
export function legible(scope: IConstruct, value: unknown): unknown {
  const known = knownIn(Stack.of(scope));
  const placeholder: Placeholder = (name, argument) => {
    const inside = (part: unknown) => typeof part === 'object' ? JSON.stringify(withoutIntrinsics(part, placeholder)) : String(part);
    return (name === 'Ref' && known[argument as string]) || `<${[argument].flat().map(inside).join('.')}>`;
  };
  return withoutIntrinsics(Stack.of(scope).resolve(value), placeholder);
}

/** The pseudo parameters of a stack whose account and Region are known. */
function knownIn({ account, region }: Stack): Record<string, string | undefined> {
  return {
    ...!Token.isUnresolved(account) && { 'AWS::AccountId': account },
    ...!Token.isUnresolved(region) && { 'AWS::Region': region, 'AWS::Partition': RegionInfo.get(region).partition },
  };
}

/** What stands for an intrinsic function, e.g. `Ref` of `AWS::Region`. */
export type Placeholder = (name: string, argument: unknown) => string;

/** A resolved value, with something in the place of each intrinsic function; what is joined is joined. */
export function withoutIntrinsics(value: unknown, placeholder: Placeholder): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutIntrinsics(item, placeholder));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (entries.length !== 1 || !(name === 'Ref' || name?.startsWith('Fn::'))) {
    return Object.fromEntries(entries.map(([key, inner]) => [key, withoutIntrinsics(inner, placeholder)]));
  }
  if (name !== 'Fn::Join') return placeholder(name, argument);
  const [separator, parts] = argument;
  return Array.isArray(parts) ? parts.map((part) => withoutIntrinsics(part, placeholder)).join(separator) : placeholder(name, argument);
}
