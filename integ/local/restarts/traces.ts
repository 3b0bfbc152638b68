import { readdirSync, readFileSync } from 'node:fs';

const LISTEN = '0A';
const ZOMBIE = 'Z';

/** A process: its number may be given anew, together with the time of its start it is not. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  readonly started: string;
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function processes(): Process[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    const stat = read(`/proc/${name}/stat`);
    if (stat === undefined) return [];
    // The second field, the command in parentheses, may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // It has ended, and nobody has asked how.
    if (fields[0] === ZOMBIE) return [];
    return [{ pid: Number(name), parent: Number(fields[1]), command: stat.slice(stat.indexOf('('), stat.lastIndexOf(')') + 1), started: fields[19] }];
  });
}

/** The processes below one, whatever groups they lead. */
export function descendants(pid: number): Process[] {
  const all = processes();
  const below = (parent: number): Process[] => all.filter((process) => process.parent === parent)
    .flatMap((process) => [process, ...below(process.pid)]);
  return below(pid);
}

export function stillRunning(wanted: Process[]): Process[] {
  const running = new Set(processes().map(({ pid, started }) => `${pid} ${started}`));
  return wanted.filter(({ pid, started }) => running.has(`${pid} ${started}`));
}

/** Memory that these processes hold, shared pages counted once. @see https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html */
export function megabytes(of: Process[]): number {
  const kilobytes = of.map(({ pid }) => Number(/^Pss: +(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? 0));
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1024);
}

/** What is listened on: addresses as the kernel writes them, and the paths of sockets. */
export function listeners(): Set<string> {
  const addresses = ['tcp', 'tcp6'].flatMap((table) => lines(`/proc/net/${table}`).map((line) => line.trim().split(/\s+/)))
    .filter(([, , , state]) => state === LISTEN).map(([, address]) => address);
  const paths = lines('/proc/net/unix').map((line) => line.trim().split(/\s+/)[7]).filter((path) => path !== undefined);
  return new Set([...addresses, ...paths]);
}

function lines(path: string): string[] {
  return read(path)?.trimEnd().split('\n').slice(1) ?? [];
}

/** Undefined for a process that has ended meanwhile. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
