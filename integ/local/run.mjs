// node integ/local/run.mjs demo|integ|local|restarts|snapshots|prepare [ARGUMENT...]
// Checks what must be there, installs what is missing, runs the command, and ends everything that was started, whatever happens.
// Only Node.js built-ins, here and in what this imports: it runs on a clone where nothing is installed yet.
import { fetchDrivers, generateSources, installPackages, makeVenv, makeCassandra, Refusal } from './machine/install.mjs';
import { whenNpmIsGone } from './machine/npm-watch.mjs';
import * as paths from './machine/paths.mjs';
import { checkPrerequisites } from './machine/prerequisites.mjs';
import * as processes from './machine/processes.mjs';
import { say, step } from './machine/progress.mjs';

const EVERYTHING = ['node', 'python', 'java', 'maven', 'ports'];
/** What each command needs, and where it is. */
const COMMANDS = {
  demo: { needs: EVERYTHING, file: './demo/demo.ts' },
  integ: { needs: EVERYTHING, drivers: true, file: './integ/integ.ts' },
  local: { needs: EVERYTHING, file: './local.ts' },
  restarts: { needs: EVERYTHING, file: './restarts/restarts.ts' },
  snapshots: { needs: ['node'], file: './integ/verify.ts' },
  // Makes the Python environment alone, for tests that use its tools.
  prepare: { needs: ['node', 'python'] },
};
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

const [command, ...args] = process.argv.slice(2);
const cleanUps = [];
let ending = false;
let interrupted;

async function main() {
  if (!Object.hasOwn(COMMANDS, command)) {
    console.error(`usage: node integ/local/run.mjs ${Object.keys(COMMANDS).join('|')} [ARGUMENT...]`);
    return 2;
  }
  const { needs, drivers, file } = COMMANDS[command];
  const { problems, tools } = await checkPrerequisites(needs);
  if (problems.length > 0) {
    problems.forEach((problem) => console.error(problem));
    return 1;
  }
  if (file) {
    await installPackages(tools.npm);
    await generateSources();
  }
  if (needs.includes('python')) tools.python = await makeVenv(tools.python);
  if (needs.includes('java')) Object.assign(tools, await makeCassandra(tools));
  if (drivers) await fetchDrivers(tools);
  if (!file) return 0;
  // No cache among the temporary files of the machine.
  process.env.TSX_DISABLE_CACHE = '1';
  const tsx = await import('tsx/cjs/api');
  const { main: run } = tsx.require(file, import.meta.url);
  return run({
    args, paths, processes, say, step, Refusal, tools,
    atEnd: (cleanUp) => cleanUps.push(cleanUp),
    untilInterrupted: () => new Promise((resolve) => { interrupted = resolve; }),
  });
}

/** The first reason counts: what breaks because everything is being ended is no news. */
async function finish(code, error) {
  if (ending) return;
  ending = true;
  await processes.stopAll();
  const outcome = error ? 'broken' : code === 1 ? 'failed' : 'over';
  for (const cleanUp of cleanUps.reverse()) await cleanUp(outcome);
  if (error) console.error(error instanceof Refusal ? error.message : error.stack);
  process.exit(code);
}

function interrupt(reason, code) {
  if (ending) return;
  say(`${reason}: ending everything`);
  if (interrupted) interrupted();
  else finish(code);
}

const fail = (error) => finish(1, error);

for (const [signal, code] of Object.entries(SIGNALS)) process.on(signal, () => interrupt(signal, code));
process.on('uncaughtException', fail);
// A closed terminal takes no output, and still everything must be ended.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

whenNpmIsGone(() => interrupt('npm, which started this, is gone', 1));

main().then((code) => finish(code), fail);
