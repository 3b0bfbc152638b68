import { mkdtempSync, readdirSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { App } from 'aws-cdk-lib';

const ROOT = join(__dirname, '..', '..');

export interface Synthesized {
  readonly app: App;
  /** The cloud assembly. */
  readonly folder: string;
}

/** Synthesizes every example with the settings that the CDK command line takes from cdk.json. */
export function synthesizeExamples(): Synthesized {
  const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'examples-'));
  Object.assign(process.env, { CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(context) });
  const { app } = jest.requireActual<typeof import('../../integ/app')>('../../integ/app');
  return { app, folder };
}

/** All templates in a cloud assembly, nested stacks and Stages included. */
export function templatesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.template.json'))
    .sort()
    .map((path) => join(folder, path));
}
