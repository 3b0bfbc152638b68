// Notices that npm, which started this, was killed outright: it then could not pass anything on.
import { execFile } from 'child_process';

const EVERY_MILLISECONDS = 1000;

/**
 * Calls back once npm is gone. A command that was started without npm may have been left running on purpose, after its
 * parent's end: it is left alone.
 */
export function whenNpmIsGone(callback) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  // Between npm and this there is npm's shell, unless that shell replaced itself by its command.
  execFile('ps', ['-o', 'ppid=,comm=', '-p', String(parent)], (error, stdout) => {
    const [, grandparent, name] = /^\s*(\d+)\s+(.*?)\s*$/.exec(stdout || '') || [];
    const watched = !error && /sh$/.test(name) ? Number(grandparent) : parent;
    setInterval(() => {
      if (!exists(watched) || process.ppid !== parent) callback();
    }, EVERY_MILLISECONDS).unref();
  });
}

function exists(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
