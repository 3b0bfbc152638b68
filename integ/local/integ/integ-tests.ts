import { readdirSync } from 'node:fs';
import pLimit from 'p-limit';
import { Context } from '../context';

/** How many are synthesized or deployed at the same time: their stacks, and the names in them, have nothing in common. */
const AT_ONCE = 2;

const FILE = /^integ\.(.+)\.ts$/;

/** The integration tests' names: all, or the one that is asked for. */
export function selectTests({ Refusal }: Pick<Context, 'Refusal'>, folder: string, wanted: string[]): string[] {
  const all = readdirSync(folder).map((file) => FILE.exec(file)?.[1]).filter((name) => name !== undefined).sort();
  if (all.length === 0) throw new Refusal(`there is no integ.*.ts in ${folder}`);
  if (wanted.length === 0) return all;
  return wanted.map((text) => {
    const name = FILE.exec(text.split('/').pop()!)?.[1] ?? text.replace(/^integ\./, '');
    if (!all.includes(name)) throw new Refusal(`there is no integration test ${JSON.stringify(text)}: choose one of ${all.join(', ')}`);
    return name;
  });
}

export async function forEachTest(tests: string[], work: (test: string) => Promise<void>): Promise<void> {
  const oneOfThem = pLimit(AT_ONCE);
  await Promise.all(tests.map((test) => oneOfThem(() => work(test))));
}

export function testFile(name: string): string {
  return `integ.${name}.ts`;
}

/** Where integ-runner keeps what a test synthesizes. */
export function snapshotFolder(name: string): string {
  return `${testFile(name)}.snapshot`;
}
