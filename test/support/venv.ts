import { execFileSync } from 'child_process';
import { join } from 'path';

const LOCAL = join(__dirname, '..', '..', 'integ', 'local');

/** Where a program of the local stack's Python environment is, which is made unless it is there. */
export function programOfVenv(name: string): string {
  execFileSync(process.execPath, [join(LOCAL, 'run.mjs'), 'prepare'], { stdio: ['ignore', 'ignore', 'pipe'] });
  return join(LOCAL, '.cache', 'venv', 'bin', name);
}
