import { execFileSync } from 'child_process';
import { join } from 'path';
import type { Request, Verdict } from './decide';
import { programOfVenv } from '../support/venv';

/** Has another independent policy engine decide, one that knows encryption contexts: on KMS keys only, all requests in one process. */
export function decideOnKeys(requests: Request[]): Verdict[] {
  const input = JSON.stringify(requests);
  return JSON.parse(execFileSync(programOfVenv('python'), [join(__dirname, 'decide_on_keys.py')], { input, encoding: 'utf8', stdio: 'pipe' }));
}
