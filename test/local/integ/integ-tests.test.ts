import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selectTests } from '../../../integ/local/integ/integ-tests';

class Refusal extends Error {}
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'integ-'));
  for (const file of ['integ.orders.ts', 'integ.four-stacks.ts', 'app.ts', 'integ.ts']) writeFileSync(join(folder, file), '');
});

afterAll(() => rmSync(folder, { recursive: true }));

test('without a name all are run', () => {
  expect(selectTests({ Refusal }, folder, [])).toEqual(['four-stacks', 'orders']);
});

test.each(['orders', 'integ.orders', 'integ.orders.ts', 'integ/integ.orders.ts'])('%s names one', (name) => {
  expect(selectTests({ Refusal }, folder, [name])).toEqual(['orders']);
});

test('fails on an unknown name, and says the known ones', () => {
  expect(() => selectTests({ Refusal }, folder, ['order'])).toThrow('there is no integration test "order": choose one of four-stacks, orders');
});

test('fails where there is no integration test at all', () => {
  expect(() => selectTests({ Refusal }, __dirname, [])).toThrow('there is no integ.*.ts');
});
