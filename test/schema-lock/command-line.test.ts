import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Checkout } from './checkout';
import { commandOf, parsePs } from '../../src/schema-lock/command-line';

let checkout: Checkout;
beforeEach(() => { checkout = new Checkout(); });
afterEach(() => checkout.remove());

const SOURCES = join(__dirname, '..', '..', 'src');
const CLI = join(dirname(require.resolve('aws-cdk/package.json')), 'bin', 'cdk');

/** Runs the command line as people do, on an app with one table of these columns, with nobody to ask about an account. */
function cdk(columns: Record<string, string>, args: string[], environment: NodeJS.ProcessEnv = {}) {
  writeFileSync(join(checkout.folder, 'cdk.json'), JSON.stringify({ app: `node --import ${pathToFileURL(require.resolve('tsx')).href} app.ts`, versionReporting: false }));
  writeFileSync(join(checkout.folder, 'app.ts'), `
import { App, Stack } from ${JSON.stringify(require.resolve('aws-cdk-lib'))};
import { CfnTable } from ${JSON.stringify(require.resolve('aws-cdk-lib/aws-cassandra'))};
import { SchemaLock } from ${JSON.stringify(SOURCES)};
const app = new App();
SchemaLock.of(app);
new CfnTable(new Stack(app, 'Shop'), 'Orders', {
  keyspaceName: 'shop',
  tableName: 'orders',
  partitionKeyColumns: [{ columnName: 'id', columnType: 'uuid' }],
  regularColumns: Object.entries(${JSON.stringify(columns)}).map(([columnName, columnType]) => ({ columnName, columnType })),
});`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: checkout.folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: checkout.folder, AWS_EC2_METADATA_DISABLED: 'true', CDK_DISABLE_VERSION_CHECK: '1', ...environment },
  });
  return { status, output: stdout + stderr };
}

test('the command line of the AWS CDK writes with synth alone, and never in continuous integration', () => {
  const one = { total: 'decimal' };
  const two = { total: 'decimal', note: 'text' };
  const missing = cdk(one, ['synth', '--quiet'], { CI: 'true' });
  expect(missing.status).toBe(1);
  expect(missing.output).toContain('[SchemaLockMissing]');
  expect(checkout.exists).toBe(false);
  expect(cdk(one, ['ls']).output).toContain('Shop');
  expect(checkout.exists).toBe(false);

  expect(cdk(one, ['synth', '--quiet']).status).toBe(0);
  const { text } = checkout;
  expect(checkout.locked().Orders.columns).toEqual(one);

  // Against a template in a file, for which nobody is asked.
  writeFileSync(join(checkout.folder, 'deployed.json'), '{}');
  const diff = cdk(two, ['diff', 'Shop', '--template', 'deployed.json']);
  expect([diff.status, diff.output]).toEqual([0, expect.stringContaining('[+] AWS::Cassandra::Table Orders')]);
  expect(checkout.text).toBe(text);
  const stale = cdk(two, ['synth', '--quiet'], { CI: 'true' });
  expect([stale.status, stale.output]).toEqual([1, expect.stringContaining('[SchemaLockStale]')]);
  expect(checkout.text).toBe(text);

  expect(cdk(two, ['synth', '--quiet']).status).toBe(0);
  expect(checkout.locked().Orders.columns).toEqual(two);
}, 300_000);

test.each<[string | undefined, string[]]>([
  ['diff', ['node', '/app/node_modules/.bin/cdk', 'diff', '']],
  ['diff', ['node', '--no-warnings', '/app/node_modules/aws-cdk/bin/cdk', '--app', 'node app.js', 'diff', 'deploy']],
  ['deploy', ['/usr/bin/node', '/usr/local/bin/cdklocal', '-c', 'stage=dev', 'deploy', 'diff']],
  ['ls', ['node', 'cdk.js', 'ls']],
  ['integ-runner', ['node', '/app/node_modules/.bin/integ-runner', '--update-on-failed']],
  [undefined, ['npm exec cdk diff']],
  [undefined, ['sh', '-c', 'cdk diff']],
  [undefined, ['node', 'app.js', 'diff']],
  [undefined, ['']],
])('finds %p in %j', (command, args) => {
  expect(commandOf(args)).toBe(command);
});

test('reads what ps says of a process', () => {
  expect(parsePs('  812 node /app/node_modules/.bin/cdk diff\n')).toEqual({ parent: 812, args: ['node', '/app/node_modules/.bin/cdk', 'diff'] });
  expect(parsePs('')).toBeUndefined();
});
