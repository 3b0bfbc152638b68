import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { type Placeholder, withoutIntrinsics } from './readable';

/** Between which numbers of characters a policy is, when what is a token today is known. */
export interface PolicyLength {
  /** With every token at its shortest, and without white space. */
  readonly shortest: number;
  /** With every token at its longest, and a blank after every comma and colon. */
  readonly longest: number;
}

type Bounds = readonly [shortest: number, longest: number];

/** The names of partitions and Regions from `aws` to `aws-us-gov` and from `sa-east-1` to `ap-southeast-1`. */
const PSEUDO_PARAMETERS: Record<string, Bounds> = {
  'AWS::AccountId': [12, 12],
  'AWS::Partition': [3, 10],
  'AWS::Region': [9, 14],
};

/** From `arn:aws:iam::111122223333:role/r` to a name of 64 characters in the longest partition. */
const ARN: Bounds = [32, 102];

/** A name is at most 48 characters long, an id is less. */
const NAME: Bounds = [1, 48];

export function policyLength(scope: IConstruct, document: unknown): PolicyLength {
  const resolved = Stack.of(scope).resolve(document);
  return {
    shortest: JSON.stringify(withoutIntrinsics(resolved, at(0)) ?? '').length,
    longest: spaced(withoutIntrinsics(resolved, at(1)) ?? '').length,
  };
}

function at(bound: 0 | 1): Placeholder {
  return (name, argument) => 'x'.repeat(boundsOf(name, argument)[bound]);
}

function boundsOf(name: string, argument: unknown): Bounds {
  if (name === 'Ref') return PSEUDO_PARAMETERS[String(argument)] ?? NAME;
  return name === 'Fn::GetAtt' && [argument].flat().pop() === 'Arn' ? ARN : NAME;
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${spaced(inner)}`).join(', ')}}`;
}
