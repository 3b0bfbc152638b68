import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { descendants, listeners, megabytes, stillRunning } from './traces';
import { Context } from '../context';
import { workingTree } from '../integ/scratch-copy';
import { READY } from '../look-around';
import { Results } from '../results';

const TIMES = 10;

/** `npm run restarts [-- TIMES]`: starts and stops the stack in a row, and looks for what it leaves: processes, listeners, files. */
export async function main(context: Context): Promise<number> {
  const [times = TIMES] = context.args.map(Number);
  if (context.args.length > 1 || !Number.isInteger(times) || times < 1) throw new context.Refusal(`restarts takes how often, ${TIMES} unless given; not ${context.args.join(' ')}`);
  const results = new Results(context, 'restarts');
  for (let time = 1; time <= times; time++) await startAndStop(context, results, `start ${time} of ${times}`);
  return results.finish();
}

async function startAndStop(context: Context, results: Results, name: string): Promise<void> {
  const { paths: { RUN, LOCAL, ROOT }, processes, say } = context;
  const temporary = mkdtempSync(join(tmpdir(), 'restart-'));
  context.atEnd(() => rmSync(temporary, { recursive: true, force: true }));
  const before = { listeners: listeners(), tree: await workingTree(context) };
  const begun = Date.now();
  let ready = () => {};
  const isReady = new Promise<boolean>((resolve) => { ready = () => resolve(true); });
  const child = processes.start(process.execPath, [join(LOCAL, 'run.mjs'), 'local'], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: temporary },
    onLine: (line) => line.includes(READY) && ready(),
    // It is ended by a signal, so nothing may stand between.
    watchesInput: true,
  });
  const started = await Promise.race([isReady, child.done.then(() => false)]);
  const seconds = (Date.now() - begun) / 1000;
  const running = descendants(child.pid);
  const listening = [...listeners()].filter((one) => !before.listeners.has(one));
  say(`${name}: ready after ${seconds.toFixed(1)} s, ${running.length} processes with ${megabytes(running)} MB, ${listening.length} listeners`);
  if (started) process.kill(child.pid, 'SIGINT');
  const { code } = await child.done;

  const left = [
    ...stillRunning(running).map(({ pid, command }) => `process ${pid} ${command}`),
    ...listening.filter((one) => listeners().has(one)).map((one) => `listener ${one}`),
    ...readdirSync(temporary).map((file) => `temporary file ${file}`),
    ...existsSync(RUN) ? [RUN] : [],
    ...await workingTree(context) === before.tree ? [] : ['a changed working tree'],
  ];
  rmSync(temporary, { recursive: true });
  results.add(`${name} works and ends at Ctrl-C`, started && code === 0 && running.length > 0 && listening.length > 0);
  results.add(`${name} leaves nothing${left.length > 0 ? `, but ${left.join(', ')}` : ''}`, left.length === 0);
}
