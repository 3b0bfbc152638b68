import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import type { Folder } from './folder';
import type { Looked, Measured } from './measured';

const FILE = join(__dirname, 'verdicts.json');

/** What came of a file. Of its text nothing is kept. */
export interface FileVerdict extends Measured {
  readonly path: string;
  readonly commit: string;
  readonly sha256: string;
}

/** What came of the files of an application, one after the other. */
export interface ApplicationVerdict extends Measured {
  readonly name: string;
  readonly repository: string;
  readonly files: number;
}

export interface Verdicts {
  /** In how many files each construct was met. */
  readonly constructs: Readonly<Record<string, number>>;
  readonly applications: ApplicationVerdict[];
  /** By repository. */
  readonly files: Readonly<Record<string, FileVerdict[]>>;
}

export function readVerdicts(): Verdicts {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

export function record(folder: Folder, files: Map<string, Looked>, applications: Map<string, Looked>): void {
  const byRepository: Record<string, FileVerdict[]> = {};
  for (const { file, repository, path, commit, sha256 } of folder.sources) {
    if (!repository || !path || !commit) throw new Error(`the manifest does not say where ${file} is from`);
    (byRepository[repository] ??= []).push({ path, commit, sha256, ...kept(files.get(file)!) });
  }
  const constructs: Record<string, number> = {};
  for (const name of [...files.values()].flatMap((each) => each.constructs).sort()) constructs[name] = (constructs[name] ?? 0) + 1;
  write({
    constructs,
    applications: folder.applications.map(({ name, repository, sources }) =>
      ({ name, repository, files: sources.length, ...kept(applications.get(name)!) })),
    files: byRepository,
  });
}

function kept({ statements, tables, types, verdict, reasons, remaining }: Looked): Measured {
  return { statements, tables, types, verdict, reasons, remaining };
}

/** One line a file, so that a diff shows what has become of which. */
function write({ constructs, applications, files }: Verdicts): void {
  const lines = (items: unknown[]) => `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
  const repositories = Object.entries(files).map(([repository, verdicts]) => `${JSON.stringify(repository)}: ${lines(verdicts)}`);
  writeFileSync(FILE, `{
"constructs": ${JSON.stringify(constructs, undefined, 2)},
"applications": ${lines(applications)},
"files": {
${repositories.join(',\n')}
}
}
`);
}
