import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** As JSON to be read and pasted by a person: what is known only at deployment stands in angle brackets. */
export function readable(scope: IConstruct, value: unknown): string {
  return JSON.stringify(withoutIntrinsics(Stack.of(scope).resolve(value), (_name, argument) => `<${[argument].flat().join('.')}>`));
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
