import { ValidationError } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** What every refusal has to say, so that none is written without its remedy. */
export interface Refusal {
  /** What was given, named as the user knows it, e.g. `column name`. */
  readonly what: string;
  /** The value itself; shown as JSON. */
  readonly got: unknown;
  /** What would have been accepted. */
  readonly expected: string;
  /** What to do about it. */
  readonly remedy: string;
}

// The parameter's type is not exported; the codes of this library are literals at every call.
type Code = ConstructorParameters<typeof ValidationError>[0];

/**
 * The one way this library refuses something.
 *
 * `code` is API: PascalCase, stable, never reused. It becomes the name of the error, and ends the message because the
 * name does not reach every language. The constructor of `ValidationError` has changed between minor releases of the
 * AWS CDK; this is the only file that knows it.
 *
 * @param scope the construct to blame; undefined where the shape of data is described without constructs
 */
export function refusal(code: string, scope: IConstruct | undefined, { what, got, expected, remedy }: Refusal): Error {
  const message = `${what} ${shown(got)}: expected ${expected}; ${remedy} [${code}]`;
  return new ValidationError(code as Code, message, scope as IConstruct);
}

// JSON knows neither NaN nor Infinity.
function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
