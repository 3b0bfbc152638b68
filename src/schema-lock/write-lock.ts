import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { refusal } from '../private/errors';

/** How long another process may take to write before it counts as dead. */
const DEAD_AFTER_MILLISECONDS = 10_000;
const PAUSE_MILLISECONDS = 20;

/** The text of a lock file; undefined if there is none. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Replaces a lock file in one step, so that nobody ever reads half of it. Processes that write at the same time do so one
 * after the other, each on top of what the one before has written.
 *
 * @param render makes the new text from the present one; undefined leaves it alone
 */
export function replaceText(path: string, render: (present: string | undefined) => string | undefined): void {
  const guard = `${path}.writing`;
  take(guard);
  try {
    const text = render(readText(path));
    if (text !== undefined) replace(path, text);
  } finally {
    rmSync(guard, { force: true });
  }
}

function replace(path: string, text: string): void {
  const scratch = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(scratch, text, { flag: 'wx' });
    renameSync(scratch, path);
  } catch (error) {
    rmSync(scratch, { force: true });
    throw unwritable(path, error);
  }
}

function take(guard: string): void {
  while (!create(guard)) {
    if (isDead(guard)) rmSync(guard, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MILLISECONDS);
  }
}

function create(guard: string): boolean {
  try {
    closeSync(openSync(guard, 'wx'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw unwritable(guard, error);
  }
}

function isDead(guard: string): boolean {
  const { mtimeMs } = statSync(guard, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
  return Date.now() - mtimeMs > DEAD_AFTER_MILLISECONDS;
}

function unwritable(path: string, error: unknown): Error {
  return refusal('SchemaLockUnwritable', undefined, {
    what: 'the schema lock',
    got: basename(path),
    expected: `a file that can be written, in a folder that can be (${(error as Error).message})`,
    remedy: 'make them writable, or set CI to compare alone',
  });
}
