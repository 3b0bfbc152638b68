import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Checkout, table } from './checkout';
import { readText, replaceText } from '../../src/schema-lock/write-lock';

let checkout: Checkout;
beforeEach(() => { checkout = new Checkout(); });
afterEach(() => checkout.remove());

const SOURCES = join(__dirname, '..', '..', 'src');
const LOADER = pathToFileURL(require.resolve('tsx')).href;
const [WRITERS, TURNS] = [4, 25];

/** Runs a script in a process of its own. */
function start(name: string, script: string, environment: NodeJS.ProcessEnv = {}): ChildProcess {
  const path = join(checkout.folder, name);
  writeFileSync(path, script);
  return spawn(process.execPath, ['--import', LOADER, path], { env: { ...process.env, ...environment }, stdio: ['ignore', 'ignore', 'inherit'] });
}

const end = (child: ChildProcess) => new Promise((resolve) => child.on('exit', resolve));

/** What each process does: it adds to a list, one word a turn. */
const writer = (id: number) => `
import { replaceText } from ${JSON.stringify(join(SOURCES, 'schema-lock', 'write-lock'))};
for (let turn = 0; turn < ${TURNS}; turn++) {
  replaceText(${JSON.stringify(checkout.file)}, (text) => JSON.stringify([...JSON.parse(text ?? '[]'), '${id}-' + turn, 'x'.repeat(20_000)]));
}`;

test('processes that write at the same time lose nothing, and nobody reads half a file', async () => {
  const children = Array.from({ length: WRITERS }, (_, id) => start(`writer-${id}.ts`, writer(id)));
  let running = true;
  const ends = Promise.all(children.map(end)).then((codes) => { running = false; return codes; });
  let read = 0;
  while (running) {
    const text = readText(checkout.file);
    if (text !== undefined) read += JSON.parse(text).length > 0 ? 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(await ends).toEqual(Array(WRITERS).fill(0));
  expect(read).toBeGreaterThan(0);
  const words = (JSON.parse(checkout.text) as string[]).filter((word) => word.includes('-'));
  const all = Array.from({ length: WRITERS }, (_, id) => Array.from({ length: TURNS }, (_turn, turn) => `${id}-${turn}`)).flat();
  expect(words.sort()).toEqual(all.sort());
  expect(readdirSync(checkout.folder).filter((name) => name.startsWith('schema-lock'))).toEqual(['schema-lock.json']);
}, 120_000);

/** An app that adds a stack of its own. */
const app = (stack: string, folder: string) => `
import { App, Stack } from ${JSON.stringify(require.resolve('aws-cdk-lib'))};
import { CfnTable } from ${JSON.stringify(require.resolve('aws-cdk-lib/aws-cassandra'))};
import { SchemaLock } from ${JSON.stringify(SOURCES)};
const app = new App({ outdir: ${JSON.stringify(folder)} });
SchemaLock.of(app, { file: ${JSON.stringify(checkout.file)} });
new CfnTable(new Stack(app, '${stack}'), 'Orders', { keyspaceName: 'shop', partitionKeyColumns: [{ columnName: 'id', columnType: 'uuid' }] });
app.synth();`;

test('apps that are synthesized at the same time are all held', async () => {
  const stacks = ['One', 'Two', 'Three'];
  const children = stacks.map((stack) => {
    const folder = join(checkout.folder, stack);
    return start(`${stack}.ts`, app(stack, folder), { CDK_CLI_VERSION: '2.1148.1', CDK_OUTDIR: folder, CI: '' });
  });
  expect(await Promise.all(children.map(end))).toEqual([0, 0, 0]);
  expect(Object.keys(checkout.json.stacks)).toEqual(['One', 'Three', 'Two']);
}, 120_000);

test('what a dead process left behind stops nobody', () => {
  const guard = `${checkout.file}.writing`;
  writeFileSync(guard, '');
  const past = Date.now() / 1000 - 60;
  utimesSync(guard, past, past);
  expect(checkout.table({})).toEqual({ error: '', warnings: [] });
  expect(checkout.exists).toBe(true);
  expect(readdirSync(checkout.folder)).not.toContain('schema-lock.json.writing');
});

test('what another process has written meanwhile is kept, and compared again', () => {
  const addsMeanwhile = (type: string) => checkout.stack((stack) => {
    table(stack, {}, 'Mine');
    stack.node.addValidation({
      // The last validation of all: after the comparison, before the file is written.
      validate: () => {
        checkout.text = JSON.stringify({
          version: 1,
          stacks: {
            Other: { stackName: 'Other', resources: { Theirs: { type: 'AWS::Cassandra::Table', name: 'theirs' } } },
            Shop: { stackName: 'Shop', resources: { Mine: { type: 'AWS::Cassandra::Table', keyspace: 'shop', name: 'orders', partitionKey: [`customer_id ${type}`] } } },
          },
        });
        return [];
      },
    });
  });
  expect(addsMeanwhile('uuid').error).toBe('');
  expect(Object.keys(checkout.json.stacks)).toEqual(['Other', 'Shop']);
  expect(checkout.locked().Mine.columns).toEqual({ total: 'decimal' });
  const before = readFileSync(checkout.file, 'utf8');
  checkout.text = '{"version":1,"stacks":{}}';
  expect(addsMeanwhile('text').error).toContain('[SchemaLockKeyChanged]');
  expect(checkout.text).not.toBe(before);
});

test('a text that is not to be replaced stays, and the next one may write', () => {
  checkout.text = 'present';
  replaceText(checkout.file, () => undefined);
  expect(() => replaceText(checkout.file, () => { throw new Error('on the way'); })).toThrow('on the way');
  replaceText(checkout.file, (text) => `${text}, and more`);
  expect(checkout.text).toBe('present, and more');
});
