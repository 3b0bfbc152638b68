import type { awscdk } from 'projen';

/**
 * `npm test`: everything that needs no deployment. projen's own task neither compiles nor fails
 * without tests, and it rewrites what it lints.
 */
export function defineTasks(project: awscdk.AwsCdkConstructLibrary) {
  const generate = defineGenerated(project);
  const lint = project.addTask('lint', {
    description: 'Lint without rewriting',
    env: { ESLINT_USE_FLAT_CONFIG: 'false', NODE_NO_WARNINGS: '1' },
    exec: 'eslint --ext .ts,.tsx --no-error-on-unmatched-pattern src test integ projenrc .projenrc.ts',
  });
  const types = project.addTask('typecheck', {
    description: 'Check the types of the tests and of the integration tests, which jest and tsx only transpile',
    steps: [{ exec: 'tsc --project test/tsconfig.json' }, { exec: 'tsc --project integ/tsconfig.json' }],
  });
  const venv = project.addTask('venv', {
    description: 'The Python environment with cfn-lint, once and before anything that runs in parallel',
    exec: 'node integ/local/run.mjs prepare',
  });
  const unit = project.addTask('unit', {
    description: 'Unit tests, policy decisions and template checks at the peer floor',
    env: { RECORD_REFUSALS: 'true' },
    exec: 'jest --ci',
    receiveArgs: true,
  });
  const newest = project.addTask('unit:newest', {
    description: 'Unit tests against the newest aws-cdk-lib 2.x, but for what does not meet it: CQL, packages, command lines, generated policies',
    // Its own look at every template takes seven times as long as the tests; test/templates looks at ours, with the same rules.
    env: { CDK_VALIDATION: 'false', JEST_JUNIT_OUTPUT_NAME: 'junit-newest.xml' },
    exec: 'jest --ci --silent --testPathIgnorePatterns /node_modules/ /test/templates/ /test/package/ /test/local/ /test/schema/ /test/corpus/'
      + ' /test/schema-lock/command-line /test/schema-lock/writers /test/policy/properties'
      + ' --moduleNameMapper=\'{"^aws-cdk-lib(|/.*)$":"aws-cdk-lib-newest$1"}\'',
  });
  const docs = project.addTask('docs:check', {
    description: 'The README compiles, API.md and REFUSALS.md are up to date',
    steps: [
      { exec: 'jsii-rosetta extract --strict' },
      { exec: 'jsii-docgen -o test-reports/API.md' },
      { exec: 'diff -u API.md test-reports/API.md' },
      { exec: 'tsx test/refusals/table.ts test-reports/REFUSALS.md' },
      { exec: 'diff -u REFUSALS.md test-reports/REFUSALS.md' },
    ],
  });
  const snapshots = project.addTask('integ:verify', {
    description: 'Compare the integration snapshots with what is synthesized now',
    exec: 'node integ/local/run.mjs snapshots',
  });

  project.addTask('refusals', {
    description: 'Write REFUSALS.md anew, from what the unit tests refuse',
    env: { RECORD_REFUSALS: 'true' },
    steps: [
      { exec: 'rm -rf test-reports/refusals' },
      { exec: 'jest --ci --silent --testPathIgnorePatterns /node_modules/ /test/templates/ /test/package/ /test/local/ --reporters default' },
      { exec: 'tsx test/refusals/table.ts REFUSALS.md' },
    ],
  });
  project.addTask('bench', {
    description: 'What the library costs at synthesis, as ratios to plain L1, how long CQL takes, and how large policies become',
    steps: [{ exec: 'tsx test/bench/synthesis.ts' }, { exec: 'tsx test/bench/cql.ts' }, { exec: 'tsx test/bench/policies.ts' }],
  });

  project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
  project.testTask.reset();
  for (const task of [lint, generate, project.compileTask, types, venv, unit, newest, docs, snapshots]) {
    project.testTask.spawn(task);
  }

  project.package.setScript('cql', 'tsx test/corpus/measure.ts');

  // Plain Node, not projen tasks: these run on a clone where nothing is installed yet.
  project.package.setScript('demo', 'node integ/local/run.mjs demo');
  project.package.setScript('integ', 'node integ/local/run.mjs integ');
  project.package.setScript('integ:update', 'node integ/local/run.mjs integ --update');
  project.package.setScript('restarts', 'node integ/local/run.mjs restarts');
  project.package.setScript('local', 'node integ/local/run.mjs local');
}

/** What is made of sources and not committed, wherever somebody needs it: after an installation, and before tests. */
function defineGenerated(project: awscdk.AwsCdkConstructLibrary) {
  defineGrammar(project);
  project.package.setScript('prepare', 'projen generate');
  return project.addTask('generate', {
    description: 'Generate the parser of CQL, and bundle the handlers',
    steps: [{ spawn: 'grammar' }, { spawn: 'bundle' }],
  });
}

function defineGrammar(project: awscdk.AwsCdkConstructLibrary) {
  const folder = 'schema/cql';
  const grammar = project.addTask('grammar', {
    description: 'Generate the parser of CQL from its grammar',
    exec: `peggy --format commonjs --dts --allowed-start-rules Script,Statement,TypeAlone -o src/${folder}/generated-parser.js src/${folder}/grammar.peggy`,
  });
  project.compileTask.prependSpawn(grammar);
  // jsii compiles TypeScript, and copies nothing.
  project.compileTask.exec(`cp src/${folder}/generated-parser.js src/${folder}/generated-parser.d.ts lib/${folder}/`);
  project.gitignore.addPatterns(`/src/${folder}/generated-parser.*`);
}
