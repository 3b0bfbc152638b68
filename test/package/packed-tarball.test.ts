import { execFileSync, spawnSync } from 'child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..', '..');
const { peerDependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** For the same reader as consumer.js, who has the package and nothing of this repository. */
const TYPED = `
  import { App, Stack } from 'aws-cdk-lib';
  import type * as ec2 from 'aws-cdk-lib/aws-ec2';
  import type * as iam from 'aws-cdk-lib/aws-iam';
  import {
    CqlType, type IKeyspace, type ITable, Keyspace, type PrivateKeyspacesAccess, Table, type TableProps, TableSchema,
  } from 'cdk-keyspaces';

  const stack = new Stack(new App(), 'Typed');
  const keyspace: IKeyspace = new Keyspace(stack, 'Keyspace');
  const props: TableProps = { keyspace, schema: new TableSchema({ partitionKey: [{ name: 'customer_id', type: CqlType.UUID }] }) };
  const table: ITable = new Table(stack, 'Table', props);

  export function connect(access: PrivateKeyspacesAccess, client: ec2.IConnectable & iam.IGrantable): iam.Grant {
    access.admit(client);
    return table.grants.readData(client);
  }
`;
const WRONG = `
  import { App, Stack } from 'aws-cdk-lib';
  import { Keyspace, Table } from 'cdk-keyspaces';
  const stack = new Stack(new App(), 'Typed');
  new Table(stack, 'Table', { keyspace: new Keyspace(stack, 'Keyspace') });
`;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: { readonly path: string }[];
}

let project: string;
let packed: Packed;

/** The output of a failed command is part of the error. */
function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function node(...args: string[]) {
  return spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
}

beforeAll(() => {
  if (!existsSync(join(ROOT, '.jsii'))) throw new Error('there is nothing to pack: run "npx projen compile" first');
  project = mkdtempSync(join(tmpdir(), 'packed-'));
  packed = JSON.parse(npm(ROOT, 'pack', '--json', '--ignore-scripts', '--pack-destination', project))[0];
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  const peers = Object.keys(peerDependencies).map((name) => `${name}@${devDependencies[name]}`);
  npm(project, 'install', '--no-audit', '--no-fund', '--prefer-offline', join(project, packed.filename), ...peers);
}, 300_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

test('holds the library, what jsii knows of it and its documents, and nothing else', () => {
  const paths = packed.files.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining([
    '.jsii', 'API.md', 'LICENSE', 'README.md', 'lib/index.d.ts', 'lib/index.js', 'REFUSALS.md', 'lib/private/arns.js', 'lib/schema/cql/generated-parser.js', 'package.json',
  ]));
  expect(paths.filter((path) => !/^(lib\/.+\.(js|d\.ts)|assets\/.+\.lambda\/index\.js|\.jsii|(API|README|REFUSALS)\.md|LICENSE|package\.json)$/.test(path))).toEqual([]);
});

test('is small', () => {
  expect(packed.size).toBeLessThan(1_000_000);
});

test('brings nothing along but its peers', () => {
  const { dependencies } = JSON.parse(npm(project, 'ls', '--json', '--omit=dev'));
  expect(Object.keys(dependencies).sort()).toEqual(['aws-cdk-lib', 'cdk-keyspaces', 'constructs']);
  const installed = JSON.parse(readFileSync(join(project, 'node_modules', 'cdk-keyspaces', 'package.json'), 'utf8'));
  expect(installed.dependencies).toBeUndefined();
});

test('works when it is required from plain JavaScript', () => {
  copyFileSync(join(__dirname, 'consumer.js'), join(project, 'consumer.js'));
  writeFileSync(join(project, 'schema.cql'), 'CREATE TABLE notes ("Id" uuid PRIMARY KEY, lines list<frozen<set<text>>>);');
  const { status, stderr } = node('consumer.js');
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.anything() });
  const { Resources: resources } = JSON.parse(readFileSync(join(project, 'cdk.out', 'PrivateOrders.template.json'), 'utf8'));
  const types = Object.values<any>(resources).map(({ Type: type }) => type);
  for (const type of ['AWS::Cassandra::Keyspace', 'AWS::KMS::Key', 'AWS::EC2::VPCEndpoint']) {
    expect(types.filter((candidate) => candidate === type)).toHaveLength(1);
  }
  const tables = Object.values<any>(resources).filter(({ Type: type }) => type === 'AWS::Cassandra::Table');
  expect(tables.map(({ Properties: { PartitionKeyColumns: [{ ColumnName: name }] } }) => name).sort()).toEqual(['Id', 'customer_id']);
});

test('holds the function that tells the ARN of a stream, with all that it needs', () => {
  const folder = join(project, 'cdk.out');
  const { Resources: resources } = JSON.parse(readFileSync(join(folder, 'PrivateOrders.template.json'), 'utf8'));
  const { Code: code } = Object.values<any>(resources).find(({ Properties: { Description: text } }) => text?.includes('ARNs of the streams')).Properties;
  expect(Object.values<any>(resources).map(({ Type: type }) => type)).toContain('Custom::KeyspacesLatestStreamArn');
  // What is uploaded has nothing beside it to load from.
  const asset = readdirSync(folder).find((name) => name.startsWith(`asset.${code.S3Key.replace('.zip', '')}`))!;
  const handler = join(folder, asset, 'index.js');
  expect(node('-p', `typeof require(${JSON.stringify(handler)}).handler`).stdout).toBe('function\n');
});

test.each(['cdk-keyspaces/package.json', 'cdk-keyspaces/.jsii'])('%s can be resolved', (path) => {
  expect(node('-p', `require.resolve('${path}')`).status).toBe(0);
});

test.each(['cdk-keyspaces/lib/private/arns', 'cdk-keyspaces/lib/table/table.js'])('%s is nobody\'s to import', (path) => {
  expect(node('-p', `require.resolve('${path}')`).stderr).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
});

describe('its types', () => {
  const errors = new Map<string, string[]>();

  beforeAll(() => {
    const typed = join(project, 'typed.ts');
    const wrong = join(project, 'wrong.ts');
    writeFileSync(typed, TYPED);
    writeFileSync(wrong, WRONG);
    const program = ts.createProgram([typed, wrong], {
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.Node16,
      types: ['node'],
      typeRoots: [join(ROOT, 'node_modules', '@types')],
    });
    const messages = (files: ts.SourceFile[]) => files.flatMap((file) => ts.getPreEmitDiagnostics(program, file))
      .map(({ code, messageText }) => `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
    const declarations = program.getSourceFiles().filter(({ fileName }) => fileName.includes('/node_modules/cdk-keyspaces/lib/'));
    expect(declarations.length).toBeGreaterThan(10);
    errors.set('declarations', messages(declarations));
    errors.set('typed', messages([program.getSourceFile(typed)!]));
    errors.set('wrong', messages([program.getSourceFile(wrong)!]));
  }, 120_000);

  test('are themselves without a mistake', () => {
    expect(errors.get('declarations')).toEqual([]);
  });

  test('let a consumer compile strictly', () => {
    expect(errors.get('typed')).toEqual([]);
  });

  test('refuse a table without a schema', () => {
    expect(errors.get('wrong')).toEqual([expect.stringContaining('Property \'schema\' is missing')]);
  });
});
