// What must be on the machine, checked before anything is installed or started. Each problem is one sentence with its remedy.
import { execFile } from 'child_process';
import { readFileSync } from 'fs';
import { connect, createServer } from 'net';
import { join } from 'path';
import { ROOT } from './paths.mjs';

const LOOPBACK = '127.0.0.1';
// Of the first network interface of an endpoint: aws/network/doors.py.
const INTERFACE = '127.64.0.1';
/** What listens where: both addresses are known to the clients. */
const PORTS = { 4566: 'the local AWS', 9142: 'Apache Cassandra' };
const OLDEST_PYTHON = [3, 10];
// Cassandra 5.0 installs a security manager, which Java 24 has no more: https://openjdk.org/jeps/486
const OLDEST_JAVA = 17;
const NEWEST_JAVA = 23;
// Of maven-dependency-plugin 3.8.1: https://maven.apache.org/plugins-archives/maven-dependency-plugin-3.8.1/
const OLDEST_MAVEN = [3, 6, 3];
const MISSING = 'missing';

/**
 * Hands back the tools that were found, and the sentences about those that were not.
 * `only`: some of node, python, java, maven, ports.
 */
export async function checkPrerequisites(only) {
  const checks = { node: findNode, python: findPython, java: findJava, maven: findMaven, ports: findPorts };
  const problems = [];
  const found = await Promise.all(only.map((name) => checks[name](problems)));
  return { problems, tools: Object.assign({}, ...found) };
}

/** The output (both streams) of a command; undefined when it fails, and when it is missing, unless that is to be told apart. */
function output(command, args, ifMissing = undefined) {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: 30_000 }, (error, stdout, stderr) => {
      if (error) resolve(error.code === 'ENOENT' ? ifMissing : undefined);
      else resolve(stdout + stderr);
    });
  });
}

function olderThan(version, oldest) {
  const i = oldest.findIndex((part, index) => version[index] !== part);
  return i !== -1 && version[i] < oldest[i];
}

async function findNode(problems) {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const oldest = engines.node.match(/\d+/g).map(Number);
  if (olderThan(process.versions.node.split('.').map(Number), oldest)) {
    problems.push(`Node.js ${process.versions.node} is too old: install Node.js ${oldest.join('.')} or newer.`);
  }
  if (process.platform === 'win32') {
    problems.push('Windows has no process groups, by which everything here is ended: run it in the Windows Subsystem for Linux.');
  }
  const script = process.env.npm_execpath;
  const npm = script && /npm-cli\.c?js$/.test(script) ? [process.execPath, script] : ['npm'];
  if (await output(npm[0], [...npm.slice(1), '--version']) === undefined) {
    problems.push('npm is missing: install it, it usually comes with Node.js.');
  }
  return { npm };
}

async function findPython(problems) {
  const wanted = OLDEST_PYTHON.join('.');
  const names = ['python3', 'python', ...[14, 13, 12, 11, 10].map((minor) => `python3.${minor}`)];
  let tooOld;
  for (const name of names) {
    const answer = await output(name, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2], sys.executable)']);
    const [, version, executable] = /^(\d+\.\d+) (.+)$/m.exec(answer || '') || [];
    if (version === undefined) continue;
    if (olderThan(version.split('.').map(Number), OLDEST_PYTHON)) {
      tooOld = tooOld || version;
      continue;
    }
    if (await output(executable, ['-c', 'import venv, ensurepip']) !== undefined) return { python: executable };
    problems.push(`Python ${version} is there without venv and pip: install them (Debian, Ubuntu: apt-get install python3-venv).`);
    return {};
  }
  problems.push(tooOld
    ? `Python ${tooOld} is too old: install Python ${wanted} or newer, with venv.`
    : `Python is missing: install Python ${wanted} or newer, with venv.`);
  return {};
}

async function findJava(problems) {
  const home = process.env.JAVA_HOME;
  const [java, javac] = ['java', 'javac'].map((name) => home ? join(home, 'bin', name) : name);
  const where = home ? ` under JAVA_HOME (${home})` : '';
  const remedy = `install a JDK ${OLDEST_JAVA}${home ? ', or point JAVA_HOME to one' : ''} (Debian, Ubuntu: apt-get install openjdk-17-jdk-headless).`;
  const version = Number((/version "(\d+)/.exec(await output(java, ['-version']) || '') || [])[1]);
  if (!version) {
    problems.push(`Java is missing${where}: ${remedy}`);
  } else if (version < OLDEST_JAVA) {
    problems.push(`Java ${version}${where} is too old for Apache Cassandra 5.0: ${remedy}`);
  } else if (version > NEWEST_JAVA) {
    problems.push(`Java ${version}${where} is too new for Apache Cassandra 5.0, which needs its security manager: ${remedy}`);
  } else if (await output(javac, ['-version']) === undefined) {
    problems.push(`Java ${version}${where} has no compiler, only the runtime is installed: ${remedy}`);
  }
  return { java, javaVersion: version };
}

async function findMaven(problems) {
  const wanted = OLDEST_MAVEN.join('.');
  const remedy = `install Maven ${wanted} or newer (Debian, Ubuntu: apt-get install maven).`;
  const answer = await output('mvn', ['--version'], MISSING);
  const version = (/Apache Maven (\d+)\.(\d+)\.(\d+)/.exec(answer || '') || []).slice(1).map(Number);
  if (answer === MISSING) problems.push(`Maven (mvn) is missing: ${remedy}`);
  else if (version.length > 0 && olderThan(version, OLDEST_MAVEN)) problems.push(`Maven ${version.join('.')} is too old: ${remedy}`);
  // Any other failure is that it finds no Java, which has its own sentence.
  return { maven: 'mvn' };
}

async function findPorts(problems) {
  for (const [port, user] of Object.entries(PORTS)) {
    if (await answers(Number(port)) || !await canListen(Number(port))) {
      problems.push(`port ${port}, where ${user} listens, is taken: end what listens there, perhaps another demo or `
        + `local stack of this project (lsof -nP -iTCP:${port} -sTCP:LISTEN names it).`);
    }
  }
  if (!await canListen(0, INTERFACE)) {
    problems.push(`${INTERFACE} cannot be listened on, where an endpoint's network interface will be: run it on Linux, which has all of 127.0.0.0/8.`);
  }
  return {};
}

// Some systems let a loopback address be listened on that another process already serves through all addresses.
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, LOOPBACK);
    socket.on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
  });
}

function canListen(port, address = LOOPBACK) {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, address, () => server.close(() => resolve(true)));
  });
}
