// The only place where processes are started and ended. Each one leads a group of its own, so that a Ctrl-C in the
// terminal reaches this process alone, which then ends them in order; and each has a pipe from here as its standard
// input, so that it notices when this process is gone without having ended it.
import { spawn } from 'child_process';
import { dirname, join } from 'path';
import { fileURLToPath } from 'url';
import { createInterface } from 'readline';

const TETHER = join(dirname(fileURLToPath(import.meta.url)), 'tether.mjs');
const GRACE_MILLISECONDS = 3000;
const running = new Set();
let ending = false;

/**
 * Starts a command. `log` (a file descriptor) or `onLine` takes its output.
 * `watchesInput`: the command ends by itself at the end of its standard input; any other is tethered.
 */
export function start(command, args, { cwd, env, log, onLine, watchesInput = false }) {
  if (ending) throw new Error(`not started, everything is being ended: ${command}`);
  const output = log === undefined ? 'pipe' : log;
  const [file, argv] = watchesInput ? [command, args] : [process.execPath, [TETHER, command, ...args]];
  const child = spawn(file, argv, { cwd, env, detached: true, stdio: ['pipe', output, output] });
  child.stdin.on('error', () => undefined);
  for (const stream of [child.stdout, child.stderr]) {
    if (stream && onLine) createInterface({ input: stream }).on('line', onLine);
  }
  const handle = { pid: child.pid, end: () => child.stdin.end() };
  handle.done = new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 127, error }));
    // What the leader of the group leaves behind ends with it; only then its output is closed.
    child.on('exit', () => killGroup(child.pid, 'SIGKILL'));
    child.on('close', (code, signal) => resolve({ code, signal }));
  }).then((result) => {
    running.delete(handle);
    return result;
  });
  running.add(handle);
  return handle;
}

/** Runs a command to its end; every line of its output goes to `onLine` and is handed back. */
export async function run(command, args, options = {}) {
  const lines = [];
  const { code } = await start(command, args, {
    ...options,
    onLine: (line) => {
      lines.push(line);
      if (options.onLine) options.onLine(line);
    },
  }).done;
  return { code, output: lines.join('\n') };
}

/** Ends everything that still runs, by the end of its input; nothing can be started any more. */
export async function stopAll() {
  ending = true;
  const all = [...running];
  for (const { end } of all) end();
  const force = setTimeout(() => all.forEach(({ pid }) => killGroup(pid, 'SIGKILL')), GRACE_MILLISECONDS);
  await Promise.all(all.map(({ done }) => done));
  clearTimeout(force);
}

function killGroup(pid, signal) {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}
