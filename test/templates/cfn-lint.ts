import { spawnSync } from 'child_process';
import { basename } from 'path';
import type { Finding } from './findings';
import { programOfVenv } from '../support/venv';

interface Match {
  readonly Filename: string;
  readonly Level: string;
  readonly Message: string;
  readonly Location: { readonly Path: (string | number)[] | null };
  readonly Rule: { readonly Id: string };
}

/** All templates in one process: starting it takes longer than checking them. */
export function cfnLint(templates: string[]): Finding[] {
  const { stdout, stderr } = spawnSync(programOfVenv('cfn-lint'),
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
