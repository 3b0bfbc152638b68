import { execFileSync, spawnSync } from 'child_process';
import { basename, join } from 'path';
import type { Finding } from './findings';

const LOCAL = join(__dirname, '..', '..', 'integ', 'local');

interface Match {
  readonly Filename: string;
  readonly Level: string;
  readonly Message: string;
  readonly Location: { readonly Path: (string | number)[] | null };
  readonly Rule: { readonly Id: string };
}

/** All templates in one process: starting it takes longer than checking them. */
export function cfnLint(templates: string[]): Finding[] {
  // Makes the Python environment that it is in, unless that is there.
  execFileSync(process.execPath, [join(LOCAL, 'run.mjs'), 'prepare'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const { stdout, stderr } = spawnSync(join(LOCAL, '.cache', 'venv', 'bin', 'cfn-lint'),
    ['--regions', 'us-east-1', '--format', 'json', '--template', ...templates], { encoding: 'utf8' });
  // It says nothing at all when it could not start.
  if (!stdout.trimStart().startsWith('[')) throw new Error(`cfn-lint did not run: ${stdout}${stderr}`);
  return (JSON.parse(stdout) as Match[]).map(({ Filename, Level, Message, Location, Rule }) => ({
    rule: Rule.Id,
    level: Level === 'Warning' ? 'warning' : 'error',
    template: basename(Filename),
    logicalId: Location.Path?.[0] === 'Resources' ? String(Location.Path[1]) : undefined,
    message: Message,
  }));
}
