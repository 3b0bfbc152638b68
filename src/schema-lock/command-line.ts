import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Stage } from 'aws-cdk-lib';

/**
 * What continuous integration sets: `CI` nearly everywhere, and the systems that do not.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
 */
const CI_VARIABLES = ['CI', 'CODEBUILD_BUILD_ID', 'TF_BUILD', 'JENKINS_URL', 'TEAMCITY_VERSION'];

/** Commands whose synthesis is deployed, or is looked at as what will be. */
const WRITING_COMMANDS = ['deploy', 'synth', 'synthesize', 'watch', 'import'];

const OTHER_COMMANDS = [
  'acknowledge', 'ack', 'bootstrap', 'context', 'destroy', 'diagnose', 'diff', 'docs', 'doc', 'doctor', 'drift', 'flags', 'gc', 'init', 'list', 'ls',
  'metadata', 'migrate', 'notices', 'orphan', 'publish-assets', 'refactor', 'rollback',
];

const CLI = /^cdk(local)?(\.js)?$/;
const INTEG_RUNNER = /^integ-runner(\.js)?$/;

/** npm, shells and interpreters of other languages stand between the command line and the app. */
const MAX_ANCESTORS = 24;

export function isContinuousIntegration(): boolean {
  return CI_VARIABLES.some((name) => !['', '0', 'false', undefined].includes(process.env[name]?.toLowerCase()));
}

/**
 * Whether the CDK command line runs this app to deploy or to show what it makes.
 *
 * The command line says that it is there and, by what is to be bundled, whether the command has stacks at all
 * (`cdk ls` and `cdk destroy` have none). That it is `cdk diff` it tells nobody: this is only seen in the command that
 * started this process. Where no process can be looked at (Windows), `cdk diff` counts as `cdk synth`.
 */
export function isWritingCommand(app: Stage): boolean {
  const { CDK_CLI_VERSION: version, CDK_OUTDIR: folder } = process.env;
  if (!version || !folder || resolve(folder) !== resolve(app.outdir)) return false;
  const bundled = app.node.tryGetContext('aws:cdk:bundling-stacks');
  if (Array.isArray(bundled) && bundled.length === 0) return false;
  const command = commandAbove();
  return command === undefined || WRITING_COMMANDS.includes(command);
}

function commandAbove(): string | undefined {
  let pid = process.ppid;
  for (let level = 0; level < MAX_ANCESTORS && pid > 1; level++) {
    const ancestor = lookAt(pid);
    if (!ancestor) return undefined;
    const command = commandOf(ancestor.args);
    if (command) return command;
    pid = ancestor.parent;
  }
  return undefined;
}

/** @internal */
export function commandOf(args: string[]): string | undefined {
  const programs = args.map((arg) => basename(arg));
  if (programs.slice(0, 3).some((program) => INTEG_RUNNER.test(program))) return 'integ-runner';
  const cli = programs.findIndex((program) => CLI.test(program));
  if (cli < 0) return undefined;
  return args.slice(cli + 1).find((arg) => WRITING_COMMANDS.includes(arg) || OTHER_COMMANDS.includes(arg));
}

function lookAt(pid: number): { parent: number; args: string[] } | undefined {
  if (process.platform === 'win32') return undefined;
  try {
    if (process.platform !== 'linux') return parsePs(spawnSync('ps', ['-o', 'ppid=,args=', '-p', `${pid}`], { encoding: 'utf8', timeout: 2000 }).stdout);
    // The name of the program stands in brackets and may have blanks and brackets itself.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(parent), args: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0') };
  } catch {
    return undefined;
  }
}

/** @internal */
export function parsePs(line: string): { parent: number; args: string[] } | undefined {
  const [parent, ...args] = line.trim().split(/\s+/);
  return /^\d+$/.test(parent) ? { parent: Number(parent), args } : undefined;
}
