// Installs what the commands need: npm packages, a Python environment, Cassandra's jars. Each only when its input changed.
import { createHash } from 'crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { CACHE, LOCAL, ROOT } from './paths.mjs';
import { run } from './processes.mjs';
import { step } from './progress.mjs';

/** An expected failure: the message says it all. */
export class Refusal extends Error {}

const UNREACHABLE = new RegExp([
  'ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'ENETUNREACH', 'ERR_SOCKET_TIMEOUT', 'EIDLETIMEOUT',
  'NewConnectionError', 'NameResolutionError', 'ConnectTimeoutError', 'ReadTimeoutError', 'ProxyError', 'Connection refused',
  'Connection timed out', 'Connect timed out', 'Unknown host', 'UnknownHostException', 'Network is unreachable',
  'Temporary failure in name resolution', 'Could not transfer', 'transfer failed for',
].join('|'));

/** The npm packages of the lock file. */
export async function installPackages(npm) {
  if (packagesMatchLock()) return;
  await download('installing the npm packages (npm ci)', 'the npm registry',
    'npm config get registry, npm config get proxy', npm[0], [...npm.slice(1), 'ci', '--include=dev', '--no-audit', '--no-fund',
      // An unreachable registry is said after seconds, not after a minute and a half.
      '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'], ROOT);
}

/** npm's own record of what it installed, held against the lock file. */
function packagesMatchLock() {
  const wanted = readJson(join(ROOT, 'package-lock.json'));
  const installed = readJson(join(ROOT, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || installed === undefined) return false;
  return Object.entries(wanted.packages).every(([path, entry]) => {
    if (path === '') return true;
    const there = installed.packages[path];
    // Optional packages are for other platforms, too.
    if (there === undefined) return Boolean(entry.optional || entry.devOptional || entry.peerOptional);
    return there.version === entry.version && there.integrity === entry.integrity;
  });
}

/** What the sources import and nobody commits: the parser of CQL, and the handlers as they are bundled. */
export async function generateSources() {
  const sources = filesIn(join(ROOT, 'src')).filter((file) => !file.includes('generated-parser'));
  const made = ['assets', join('src', 'schema', 'cql', 'generated-parser.js')].every((path) => existsSync(join(ROOT, path)));
  const hash = hashOf([...sources, join(ROOT, 'package-lock.json')].map((file) => readFileSync(file)));
  const marker = join(CACHE, 'generated.sha256');
  if (made && read(marker) === hash) return;
  for (const task of ['grammar', 'bundle']) {
    await must(`generating what the sources import (projen ${task})`, process.execPath, [join(ROOT, 'node_modules', 'projen', 'bin', 'projen'), task], ROOT);
  }
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(marker, hash);
}

/** The Python of an environment with what requirements.txt lists. */
export async function makeVenv(python) {
  const venv = join(CACHE, 'venv');
  const requirements = join(LOCAL, 'requirements.txt');
  const venvPython = join(venv, 'bin', 'python');
  await once(venv, [python, readFileSync(requirements)], async () => {
    await must('making the Python environment', python, ['-m', 'venv', venv], LOCAL);
    await download('installing the Python packages (pip install)', 'the Python package index', 'pip config list',
      venvPython, ['-m', 'pip', 'install', '--no-input', '--disable-pip-version-check', '-r', requirements], LOCAL);
  });
  return venvPython;
}

/** The folders of classes that Apache Cassandra starts from: its jars and its plug-ins. */
export async function makeCassandra({ maven }) {
  const pom = join(LOCAL, 'cassandra', 'pom.xml');
  const directory = join(CACHE, 'cassandra');
  await once(directory, [pom, ...filesIn(join(LOCAL, 'cassandra', 'src'))].map((file) => readFileSync(file)),
    () => build(maven, 'fetching Apache Cassandra and compiling its plug-ins', pom, 'compile', directory));
  return { jars: join(directory, 'lib'), classes: join(directory, 'classes') };
}

/** The Java driver with AWS's plug-in for it, and EventBridge's engine, which the local stack is held against. */
export async function fetchDrivers({ maven }) {
  for (const [folder, what] of [['drivers', 'the Java driver'], ['event-ruler', 'Event Ruler']]) {
    const pom = join(LOCAL, folder, 'pom.xml');
    const directory = join(CACHE, folder);
    await once(directory, [readFileSync(pom)], () => build(maven, `fetching ${what}`, pom, 'validate', directory));
  }
}

function build(maven, what, pom, goal, directory) {
  return download(`${what} (mvn ${goal})`, 'the Maven repository', 'the mirrors and proxies in ~/.m2/settings.xml',
    // -U: a failure of yesterday, which Maven remembers, is tried again.
    maven, ['-B', '-U', '-ntp', '-f', pom, goal, `-Ddirectory=${directory}`], LOCAL);
}

function filesIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)]));
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Fills a folder, unless it was filled from the same input; an interrupted filling is done again. */
async function once(folder, inputs, fill) {
  const hash = hashOf(inputs);
  const marker = `${folder}.sha256`;
  if (read(marker) === hash) return;
  rmSync(marker, { force: true });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await fill();
  writeFileSync(marker, hash);
}

function hashOf(inputs) {
  return inputs.reduce((sum, input) => sum.update(input).update('\0'), createHash('sha256')).digest('hex');
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

async function must(what, command, args, cwd) {
  const { code, output } = await step(what, () => run(command, args, { cwd }));
  if (code !== 0) throw new Refusal(`${what} failed:\n${tail(output)}`);
}

async function download(what, registry, settings, command, args, cwd) {
  const { code, output } = await step(what, () => run(command, args, { cwd }));
  if (code === 0) return;
  if (UNREACHABLE.test(output)) {
    const line = output.split('\n').find((text) => UNREACHABLE.test(text)).trim();
    throw new Refusal(`${registry} cannot be reached: check the network and what is configured (${settings}), then start again. It said: ${line.slice(0, 300)}`);
  }
  throw new Refusal(`${what} failed:\n${tail(output)}`);
}

function tail(text) {
  return text.trimEnd().split('\n').slice(-20).join('\n');
}
