import { createHash } from 'crypto';
import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';

/** A file, and where it is from as far as that is known. */
export interface Source {
  /** Relative to the folder. */
  readonly file: string;
  readonly text: string;
  readonly sha256: string;
  readonly repository?: string;
  readonly commit?: string;
  /** In the repository. */
  readonly path?: string;
}

/** Files that make up one schema together, in this order: an application's migrations. */
export interface Application {
  readonly name: string;
  readonly repository: string;
  readonly sources: Source[];
}

export interface Folder {
  readonly sources: Source[];
  readonly applications: Application[];
}

interface Manifest {
  readonly files: Omit<Source, 'text'>[];
  readonly sets: { readonly name: string; readonly repository: string; readonly files: string[] }[];
}

/** All .cql files below a folder, or those that its `manifest.json` lists with where they are from. */
export function readFolder(folder: string): Folder {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) return { sources: filesIn(folder).map((file) => readSource(folder, { file })), applications: [] };
  const { files, sets }: Manifest = JSON.parse(readFileSync(manifest, 'utf8'));
  const sources = files.map((listed) => readSource(folder, listed));
  const applications = sets.map(({ name, repository, files: paths }) => ({
    name,
    repository,
    sources: paths.map((path) => sources.find((source) => source.repository === repository && source.path === path)!),
  }));
  return { sources, applications };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.cql(\.\w+)?$/i.test(path)).sort();
}

function readSource(folder: string, listed: Partial<Source> & { file: string }): Source {
  const bytes = readFileSync(join(folder, listed.file));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (listed.sha256 !== undefined && listed.sha256 !== sha256) throw new Error(`${listed.file} is not the file of the manifest`);
  return { ...listed, sha256, text: bytes.toString('utf8') };
}
