// node tether.mjs COMMAND [ARGUMENT...] runs a command that ends with whoever started it: when the pipe that is the
// standard input ends, however that came about, this process' whole group is killed. The command itself reads nothing.
import { spawn } from 'child_process';

process.stdin.resume();
for (const event of ['end', 'error']) {
  process.stdin.on(event, () => process.kill(-process.pid, 'SIGKILL'));
}

const child = spawn(process.argv[2], process.argv.slice(3), { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on('exit', (code, signal) => process.exit(signal === null ? code : 1));
