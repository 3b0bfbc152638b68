import { Token } from 'aws-cdk-lib';
import type { Column } from './column';
import { refusal, type Refusal } from '../private/errors';

/** What is wrong with a schema, and where: all of it is told at once where it was read from a file. */
export interface SchemaProblem {
  readonly error: Error;

  /** The column or the field that is to blame; the whole otherwise. */
  readonly column?: string;
}

/** Throws the first, where a program made the schema: its stack tells the place. */
export function throwFirst(problems: Iterable<SchemaProblem>): void {
  for (const { error } of problems) throw error;
}

/** What a check throws, as a problem. */
export function* problemOf(check: () => unknown, column?: string): Iterable<SchemaProblem> {
  try {
    check();
  } catch (error) {
    yield { error: error as Error, column };
  }
}

/** Every name that was there before. */
export function* problemsOfRepetition(columns: Column[], code: string, fault: Omit<Refusal, 'got'>): Iterable<SchemaProblem> {
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name) && !Token.isUnresolved(name)) yield { column: name, error: refusal(code, undefined, { ...fault, got: name }) };
    seen.add(name);
  }
}
