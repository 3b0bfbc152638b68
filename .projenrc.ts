import { readFileSync } from 'node:fs';
import { awscdk, DependencyType, javascript, JsonFile } from 'projen';
import { defineTasks } from './projenrc/tasks';
import { omitRegistryHosts } from './projenrc/workflows';

/** The peer floor: the newest version whose cloud assembly the newest integ-runner reads. */
const CDK_FLOOR = '2.257.0';
/** The unit tests run against this version too. */
const CDK_NEWEST = '2.276.0';

/**
 * Handed on to the bundler, which knows more options than a function's are declared to. What finds credentials anywhere but in
 * the environment is loaded on demand only, and Lambda has them there; the ES modules leave out what is not used.
 */
const BUNDLING: javascript.AddBundleOptions = {
  platform: 'node',
  target: 'node24',
  externals: ['http', 'ini', 'login', 'process', 'sso', 'web-identity'].map((source) => `@aws-sdk/credential-provider-${source}`),
  sourcemap: false,
  esbuildArgs: { '--minify': true, '--main-fields': 'module,main' },
};

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-keyspaces',
  description: 'Private, encrypted, least-privilege Amazon Keyspaces (for Apache Cassandra) with the AWS CDK',
  keywords: ['aws', 'awscdk', 'cassandra', 'keyspaces', 'amazon-keyspaces', 'privatelink', 'vpc-endpoint'],
  author: 'cdk-keyspaces',
  authorOrganization: true,
  authorAddress: 'cdk-keyspaces@users.noreply.github.com',
  copyrightOwner: 'cdk-keyspaces',
  repositoryUrl: 'https://github.com/cdk-keyspaces/cdk-keyspaces.git',
  defaultReleaseBranch: 'main',
  license: 'Apache-2.0',
  stability: 'experimental',

  cdkVersion: CDK_FLOOR,
  constructsVersion: '10.5.1',
  jsiiVersion: '~6.0.0',
  minNodeVersion: '20.16.0',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  sampleCode: false,
  githubOptions: { mergify: false },
  autoDetectBin: false,
  bumpPackage: 'commit-and-tag-version@^12',
  docgen: true,
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'integ', 'projenrc'] },
  // The published surface is flat: folders are for readers, never part of a type's name.
  entrypoint: 'lib/index.js',
  integrationTestAutoDiscover: false,
  // Handlers are bundled when the library is built: a customer's synthesis runs no bundler. The SDK is bundled too, because
  // Lambda's own differs from Region to Region, and drops the members of an answer that it does not know.
  lambdaAutoDiscover: true,
  // Exact, as its output is the hash of a bundled function in the integration tests' snapshots.
  bundlerOptions: { esbuildVersion: '0.28.2' },
  lambdaOptions: {
    runtime: awscdk.LambdaRuntime.NODEJS_24_X,
    bundlingOptions: BUNDLING,
  },

  publishToPypi: { distName: 'cdk-keyspaces', module: 'cdk_keyspaces', trustedPublishing: true },
  publishToMaven: {
    mavenGroupId: 'io.github.cdk-keyspaces',
    mavenArtifactId: 'cdk-keyspaces',
    javaPackage: 'io.github.cdkkeyspaces',
    mavenServerId: 'central-ossrh',
  },
  publishToNuget: { packageId: 'CdkKeyspaces', dotNetNamespace: 'CdkKeyspaces', trustedPublishing: true },
  publishToGo: { moduleName: 'github.com/cdk-keyspaces/cdk-keyspaces-go' },
  npmTrustedPublishing: true,

  devDeps: [
    'projen@0.103.25',
    'tsx@^4',
    'yaml@^2',
    'fast-check@^4',
    'cdk-nag@3.0.2',
    'aws-cdk@2.1148.1',
    '@aws-cdk/integ-runner@2.197.10',
    '@aws-cdk/integ-tests-alpha@2.245.0-alpha.0',
    '@aws/cloudformation-validate@1.9.0-beta',
    '@cloud-copilot/iam-simulate@^0.1',
    'cassandra-driver@4.10.0',
    'peggy@5.1.0',
    'aws-sdk-client-mock@^4',
    '@types/aws-lambda@^8',
    'p-limit@^3',
    '@aws-sdk/client-cloudformation@^3',
    '@aws-sdk/client-ec2@^3',
    '@aws-sdk/client-iam@^3',
    '@aws-sdk/client-keyspaces@^3',
    '@aws-sdk/client-kms@^3',
    '@aws-sdk/client-lambda@^3',
    '@aws-sdk/client-sqs@^3',
    '@aws-sdk/client-sts@^3',
    '@smithy/signature-v4@^5',
  ],

  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    passWithNoTests: false,
    coverageText: false,
    jestConfig: {
      collectCoverage: false,
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/integ/'],
      setupFilesAfterEnv: ['<rootDir>/test/refusals/record.ts'],
    },
  },
  gitignore: ['cdk.out/', '.jsii.tabl.json', '/integ/local/.cache/', '/integ/local/.run/', 'asset.*/', '__pycache__/', '*.pyc'],
});

for (const path of ['/integ/', '/.ci/', '/cdk.json', '/.npmrc', '/.jsii.tabl.json']) project.npmignore?.exclude(path);

project.package.addField('exports', {
  '.': './lib/index.js',
  './package.json': './package.json',
  './.jsii': './.jsii',
});
project.deps.addDependency(`aws-cdk-lib-newest@npm:aws-cdk-lib@${CDK_NEWEST}`, DependencyType.DEVENV);
// With later versions `npm ci` refuses its own fresh lock file: their optional packages cannot all be had.
project.package.addPackageResolutions('unrs-resolver@1.12.2');
// The lock file holds versions and hashes, and no host name.
new javascript.NpmConfig(project).addConfig('omit-lockfile-registry-resolved', 'true');

new JsonFile(project, 'cdk.json', {
  obj: {
    app: 'npx tsx integ/app.ts',
    output: 'cdk.out',
    context: JSON.parse(readFileSync(require.resolve('aws-cdk-lib/recommended-feature-flags.json'), 'utf8')),
  },
});

new JsonFile(project, 'integ/tsconfig.json', {
  obj: {
    extends: '../tsconfig.json',
    compilerOptions: { noEmit: true, rootDir: '..', stripInternal: true, isolatedModules: true },
    include: ['**/*.ts'],
    exclude: ['node_modules', 'local/.cache', 'local/.run', '**/*.snapshot'],
  },
});

defineTasks(project);
omitRegistryHosts(project);

project.synth();
