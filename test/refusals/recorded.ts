import { join } from 'node:path';

/** What a test saw refused or warned about. */
export interface Recorded {
  readonly kind: 'refusal' | 'warning' | 'problem';
  /** A refusal's code, a warning's id, the kind of a problem in CQL. */
  readonly code: string;
  readonly message: string;
  readonly file: string;
  readonly test: string;
}

export const ROOT = join(__dirname, '..', '..');

/** One file of them for each test file. */
export const RECORDS = join(ROOT, 'test-reports', 'refusals');
