import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { snapshotFolder } from './integ-tests';

const ASSET = /^asset\./;

/**
 * Puts a renewed snapshot into its place, without the bundled assets (templates name them by their hash), and says whether
 * that changed it: a new salt alone, which every synthesis of an assertion makes up, is no change.
 */
export function takeOver(test: string, from: string, to: string): boolean {
  const [source, target] = [from, to].map((folder) => join(folder, snapshotFolder(test)));
  if (differences(source, target).length === 0) return false;
  rmSync(target, { recursive: true, force: true });
  cpSync(source, target, { recursive: true, filter: (path) => !ASSET.test(basename(path)) });
  return true;
}

/** The files that two snapshots do not have alike, apart from assets and salts. */
export function differences(one: string, other: string): string[] {
  const [first, second] = [contents(one), contents(other)];
  return [...new Set([...Object.keys(first), ...Object.keys(second)])].filter((name) => first[name] !== second[name]).sort();
}

export function changedTemplates(one: string, other: string): string[] {
  return differences(one, other).filter((name) => name.endsWith('.template.json'));
}

/** The files of a snapshot without what follows from the salt: the hash of the template with it, where the assets are listed. */
function contents(folder: string): Record<string, string> {
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => !ASSET.test(name)) : [];
  return Object.fromEntries(files.map((name) => {
    const text = readFileSync(join(folder, name), 'utf8').replaceAll(/"salt": "\d+"/g, '"salt"');
    return [name, /^manifest\.json$|\.assets\.json$/.test(name) ? text.replaceAll(/[0-9a-f]{64}|(?<=-)[0-9a-f]{8}(?=")/g, 'hash') : text];
  }));
}

/** What a snapshot must not hold: paths of the machine that made it, and assets. */
export function machineTraces(folder: string, root: string): string[] {
  if (!existsSync(folder)) return [`${folder} does not exist`];
  const places = [root, homedir(), tmpdir()].filter((place) => place.length > 1);
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    if (ASSET.test(entry.name)) return [`${path} is an asset`];
    if (entry.isDirectory()) return [];
    const text = readFileSync(path, 'utf8');
    return [...new Set([
      ...places.filter((place) => text.includes(`${place}/`)),
      ...text.match(/"(\/(home|root|Users|tmp|var|opt|private)\/|file:\/\/|[A-Z]:\\\\)[^"]*"/g) ?? [],
    ])].map((found) => `${path} has the path ${found}`);
  });
}
