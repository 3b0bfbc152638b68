import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..');

interface File {
  readonly path: string;
  readonly text: string;
}

/** A rule about what is committed, and a file that breaks it: a rule that finds nothing there is no rule. */
interface Rule {
  readonly rule: string;
  readonly about: (path: string) => boolean;
  readonly broken: (file: File) => string[];
  readonly bad: File;
}

// Told by their parts, so that this file names none itself.
const REGISTRIES = new RegExp([
  '\\b(npmjs|pypi|pythonhosted|sonatype|nuget|jfrog|rubygems)\\.(org|com|io)\\b',
  '\\b(registry|artifactory|nexus|pkg)\\.[\\w-]+\\.\\w+',
  '\\b(repo1?\\.maven|(proxy|sum)\\.golang)\\.',
].join('|'), 'g');

/** Where checkouts, homes and scratch files lie; "somebody" is nobody. */
const MACHINE_PATHS = /(?<![\w.*~})-])\/(work|workspaces?|root|tmp|mnt|home\/(?!somebody\b)\w+|Users\/(?!somebody\b)\w+)\/\S*/g;

const MAX_LINES = 400;

const isTypeScript = (path: string) => /^(src|test|integ)\/.*\.ts$/.test(path);
const isSource = (path: string) => /^src\/.*\.ts$/.test(path);
const matches = (pattern: RegExp) => ({ text }: File) => text.match(pattern) ?? [];

/** What a file imports or exports from elsewhere. */
function specifiers({ text }: File): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

const LIBRARY = /^(aws-cdk-lib(\/aws-[\w-]+|\/custom-resources|\/region-info)?|constructs|node:\w+(\/\w+)?|\.\.?\/.+)$/;

const RULES: Rule[] = [
  {
    rule: 'no file names the host of a package registry',
    about: () => true,
    broken: matches(REGISTRIES),
    bad: { path: 'README.md', text: ['pypi', 'org'].join('.') },
  },
  {
    rule: 'no file names a path of one machine',
    about: () => true,
    broken: matches(MACHINE_PATHS),
    bad: { path: 'test/support/app.ts', text: `readFileSync('${['', 'home', 'me', 'checkout'].join('/')}')` },
  },
  {
    rule: 'the lock files say no more than versions and hashes',
    about: (path) => path.endsWith('package-lock.json'),
    broken: matches(/"resolved": .*/g),
    bad: { path: 'package-lock.json', text: '"resolved": "https://example.com/constructs-10.5.1.tgz"' },
  },
  {
    rule: 'the library imports the AWS CDK, constructs, what comes with Node.js, and itself',
    about: (path) => isSource(path) && !/\.lambda\.ts$|-function\.ts$/.test(path),
    broken: (file) => specifiers(file).filter((name) => !LIBRARY.test(name)),
    bad: { path: 'src/table/table.ts', text: 'import { runSimulation } from \'@cloud-copilot/iam-simulate\';' },
  },
  {
    rule: 'a handler imports clients of the AWS SDK, types of its events, what comes with Node.js, and the library without the AWS CDK',
    about: (path) => isSource(path) && path.endsWith('.lambda.ts'),
    broken: (file) => specifiers(file).filter((name) => !/^(@aws-sdk\/client-[\w-]+|aws-lambda|node:\w+(\/\w+)?|\.\.?\/.+)$/.test(name)),
    bad: { path: 'src/table/latest-stream-arn.lambda.ts', text: 'import { Stack } from \'aws-cdk-lib\';' },
  },
  {
    rule: 'nothing is imported from the inside of a package of the AWS CDK',
    about: isTypeScript,
    broken: (file) => specifiers(file).filter((name) => /^(aws-cdk-lib|@aws-cdk|cdk-nag)\/(.*\/)?lib\b/.test(name)),
    bad: { path: 'test/table/table.test.ts', text: 'import { lit } from \'aws-cdk-lib/core/lib/private/literal-string\';' },
  },
  {
    rule: `no file of the library is longer than ${MAX_LINES} lines`,
    about: isSource,
    broken: ({ text }) => text.trimEnd().split('\n').length > MAX_LINES ? [`${text.split('\n').length} lines`] : [],
    bad: { path: 'src/table/table.ts', text: '\n'.repeat(MAX_LINES) + '// one too many' },
  },
  {
    rule: 'what is private is not exported',
    about: (path) => path === 'src/index.ts',
    broken: (file) => specifiers(file).filter((name) => name.includes('/private/')),
    bad: { path: 'src/index.ts', text: 'export * from \'./private/arns\';' },
  },
  {
    rule: 'the barrel is the only file that exports others',
    about: (path) => isSource(path) && path !== 'src/index.ts',
    broken: matches(/^export .* from .*$/gm),
    bad: { path: 'src/table/index.ts', text: 'export * from \'./table\';' },
  },
];

/** What is committed and still there, without binary files. */
const files: File[] = execFileSync('git', ['ls-files', '-z', '--cached'], { cwd: ROOT, encoding: 'utf8' })
  .split('\0')
  .filter(Boolean)
  .flatMap((path) => {
    const content = tryRead(path);
    return content && !content.includes(0) ? [{ path, text: content.toString('utf8') }] : [];
  });

function tryRead(path: string): Buffer | undefined {
  try {
    return readFileSync(join(ROOT, path));
  } catch (error) {
    // Deleted and not committed yet, or a link to a folder.
    if (['ENOENT', 'EISDIR'].includes((error as NodeJS.ErrnoException).code!)) return undefined;
    throw error;
  }
}

const complaints = ({ about, broken }: Rule, candidates: File[]) =>
  candidates.filter(({ path }) => about(path)).flatMap((file) => broken(file).map((what) => `${file.path}: ${what}`));

describe.each(RULES)('$rule', (rule) => {
  test('in what is committed', () => {
    expect(files.filter(({ path }) => rule.about(path))).not.toEqual([]);
    expect(complaints(rule, files)).toEqual([]);
  });

  test('or it is noticed', () => {
    expect(complaints(rule, [rule.bad])).toHaveLength(1);
  });
});

test('the package depends on its peers alone', () => {
  const { dependencies, bundledDependencies, bundleDependencies, optionalDependencies, peerDependencies } =
    JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect([dependencies, bundledDependencies, bundleDependencies, optionalDependencies]).toEqual(Array(4).fill(undefined));
  expect(Object.keys(peerDependencies).sort()).toEqual(['aws-cdk-lib', 'constructs']);
});
