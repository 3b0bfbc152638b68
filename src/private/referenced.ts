import { Reference, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * What in this app a value refers to, also through a construct that was imported by that value; undefined for a literal, and for
 * what comes from elsewhere.
 */
export function referenced(value: string): IConstruct | undefined {
  const { firstToken } = Tokenization.reverseString(value);
  return Reference.isReference(firstToken) ? firstToken.target : undefined;
}
