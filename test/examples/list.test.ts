import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';

const EXAMPLES = join(__dirname, '../../integ/stacks');
const LIST = readFileSync(join(EXAMPLES, 'README.md'), 'utf8');
const links = [...LIST.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link);

test('every example is in the list', () => {
  const examples = readdirSync(EXAMPLES).filter((name) => name !== 'README.md');
  const linked = new Set(links.map((link) => link.split('/')[0]));
  expect(examples.length).toBeGreaterThan(0);
  expect(examples.filter((name) => !linked.has(name))).toEqual([]);
});

test('every integration test is in the list', () => {
  const tests = readdirSync(join(EXAMPLES, '..')).filter((name) => /^integ\..+\.ts$/.test(name));
  expect(tests.length).toBeGreaterThan(0);
  expect(tests.filter((name) => !links.includes(`../${name}`))).toEqual([]);
});

test('what is linked exists', () => {
  expect(links.filter((link) => !existsSync(join(EXAMPLES, link)))).toEqual([]);
});
