import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** As JSON to be read and pasted by a person: what is known only at deployment stands in angle brackets. */
export function readable(scope: IConstruct, value: unknown): string {
  return JSON.stringify(withoutIntrinsics(Stack.of(scope).resolve(value)));
}

function withoutIntrinsics(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIntrinsics);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (entries.length !== 1 || !(name === 'Ref' || name?.startsWith('Fn::'))) {
    return Object.fromEntries(entries.map(([key, inner]) => [key, withoutIntrinsics(inner)]));
  }
  return name === 'Fn::Join' ? argument[1].map(withoutIntrinsics).join(argument[0]) : `<${[argument].flat().join('.')}>`;
}
