import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { basename, join } from 'path';
import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { BadStack, MutualStack } from './bad-stacks';
import { cfnLint } from './cfn-lint';
import { cloudformationValidate } from './cloudformation-validate';
import { cycle, resourceGraph, stackGraph } from './dependency-graph';
import { type Accepted, type Finding, isAccepted } from './findings';
import { wildcards } from './wildcards';
import { ACKNOWLEDGED } from '../../integ/nag';
import { synthesizeExamples, templatesIn } from '../support/examples';

const INTEG = join(__dirname, '..', '..', 'integ');

const { app: examples, folder: examplesFolder } = synthesizeExamples();
const bad = new App({ outdir: mkdtempSync(join(tmpdir(), 'bad-')) });
new BadStack(bad, 'Bad');
new MutualStack(bad, 'Hen', 'Egg');
new MutualStack(bad, 'Egg', 'Hen');
const badAssembly = bad.synth();
const badTemplate = join(badAssembly.directory, 'Bad.template.json');

/** The examples, and what the integration tests deploy but their assertions, which are not ours. */
const templates = [examplesFolder, ...readdirSync(INTEG).filter((name) => name.endsWith('.snapshot')).map((name) => join(INTEG, name))]
  .flatMap(templatesIn)
  .filter((path) => !basename(path).includes('DeployAssert'));

afterAll(() => [examplesFolder, badAssembly.directory].forEach((folder) => rmSync(folder, { recursive: true })));

const REDUNDANT_DEPENDENCY = 'The AWS CDK lets a function depend on its role as a whole, policies included, beside the reference to the role';

const ACCEPTED: Accepted[] = [
  { rule: 'W3005', logicalId: /OrderFunction/, reason: REDUNDANT_DEPENDENCY },
  { rule: 'W3005', logicalId: /CustomResourceProviderHandler/, reason: REDUNDANT_DEPENDENCY },
  { rule: 'W3005', logicalId: /^(Reader|Reporter|Caller|Uninvited|Newcomer|ReturnsReader|Bound|Free)/, reason: REDUNDANT_DEPENDENCY },
  { rule: 'W3005', logicalId: /^(Watch|CqlOnly|Unaware|Handshake|Stranger|Seed|AWS679f)/, reason: REDUNDANT_DEPENDENCY },
  { rule: 'W3005', logicalId: /LatestStreamArnFunction|InaccessibleTablesFunction/, reason: REDUNDANT_DEPENDENCY },
  { rule: 'W3010', logicalId: /^VpcIsolatedSubnet/, reason: 'In a stack whose account is known the AWS CDK would look the zones up' },
];

/** What the examples allow to anybody or on anything, and why. */
const WILDCARDS = {
  'AWS::IAM::Policy on anything: ec2:DescribeNetworkInterfaces, ec2:DescribeVpcEndpoints': 'neither action knows resources',
  'AWS::IAM::Policy on anything: cassandra:ListStreams': 'the action knows no resources',
  'AWS::IAM::Policy on anything: ecr:GetAuthorizationToken': 'the action knows no resources',
  'AWS::EC2::VPCEndpoint on anything: ListStreams': 'the action knows no resources',
  ...Object.fromEntries([
    'KeyspacesOfThisAccount', 'ReadKeyspacesOfThisAccount', 'Restricted', 'Restricted given aws:PrincipalArn',
    'SystemKeyspaces', 'SystemKeyspaces given aws:PrincipalArn', 'ListStreams', 'LookAtTheShop', 'AssumeTheseRoles',
  ].map((statement) => [`AWS::EC2::VPCEndpoint to anybody: ${statement}`, 'an endpoint policy gives nobody a permission'])),
  ...Object.fromEntries([
    'UseThroughKeyspaces given kms:CallerAccount, kms:ViaService',
    'UseThroughKeyspaces given kms:CallerAccount, kms:EncryptionContext:aws:cassandra:keyspaceName, kms:ViaService',
    'DescribeThroughKeyspaces given kms:CallerAccount, kms:ViaService',
  ].map((statement) => [`AWS::KMS::Key to anybody: ${statement}`, 'anybody of the account whom Amazon Keyspaces lets in'])),
};

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

test('there are templates to check', () => {
  expect(templates.map((path) => basename(path))).toEqual(expect.arrayContaining([
    'PrivateOrders.template.json', 'FourStacks-Network.template.json', 'FourStacks-Service.template.json',
  ]));
});

describe.each([
  {
    check: '@aws/cloudformation-validate',
    findingsOf: cloudformationValidate,
    expected: [
      { rule: 'F3031', logicalId: 'Table' },
      { rule: 'F3004', logicalId: 'First' },
    ],
  },
  {
    check: 'cfn-lint',
    findingsOf: cfnLint,
    expected: [
      { rule: 'E3031', logicalId: 'Table' },
      { rule: 'E3004', logicalId: 'First' },
    ],
  },
])('$check', ({ findingsOf, expected }) => {
  let findings: Finding[];
  beforeAll(() => {
    findings = findingsOf([...templates, badTemplate]);
  }, 600_000);

  const inExamples = () => findings.filter(({ template }) => template !== 'Bad.template.json');

  test('finds nothing in the examples but what stands with a reason', () => {
    expect(inExamples().filter((finding) => !ACCEPTED.some((accepted) => isAccepted(finding, accepted)))).toEqual([]);
  });

  test.each(ACCEPTED)('still finds $rule on $logicalId', (accepted) => {
    expect(inExamples().filter((finding) => isAccepted(finding, accepted))).not.toEqual([]);
  });

  test.each(expected)('bites: finds $rule on $logicalId of the bad template', (finding) => {
    expect(findings).toContainEqual(expect.objectContaining({ ...finding, level: 'error', template: 'Bad.template.json' }));
  });
});

describe('cdk-nag (AwsSolutions)', () => {
  const findings = (app: App, pack = new AwsSolutionsChecks()) =>
    pack.validateScope(app).violations.map(({ ruleName, violatingResources }) => ({
      ruleName, paths: violatingResources.map(({ constructPath }) => constructPath),
    }));

  test('finds nothing in the examples but what is acknowledged', () => {
    expect(findings(examples)).toEqual([]);
  });

  test('still finds whatever is acknowledged', () => {
    const deaf = Object.assign(new AwsSolutionsChecks(), { isAcknowledged: () => false });
    expect(findings(examples, deaf).map(({ ruleName }) => ruleName).sort()).toEqual(ACKNOWLEDGED.map(({ id }) => id).sort());
  });

  test('bites: finds the bad security group', () => {
    expect(findings(bad)).toContainEqual({ ruleName: 'AwsSolutions-EC23', paths: ['Bad/First'] });
  });
});

describe('the order of deployment', () => {
  test.each(templates.map((path) => ({ name: basename(path), path })))('no cycle among the resources of $name', ({ path }) => {
    expect(cycle(resourceGraph(read(path)))).toBeUndefined();
  });

  test('no cycle among the stacks of the examples', () => {
    const graph = stackGraph(examples.synth());
    expect(graph.get('FourStacks-Service')).toEqual(new Set(['FourStacks-Network']));
    expect(graph.get('FourStacks-Data')).toEqual(new Set(['FourStacks-Keys']));
    expect(cycle(graph)).toBeUndefined();
  });

  test('bites: finds the cycle among the resources of the bad template', () => {
    expect(cycle(resourceGraph(read(badTemplate)))).toEqual(['First', 'Second']);
  });

  test('bites: finds the cycle among the bad stacks', () => {
    expect(cycle(stackGraph(badAssembly))).toEqual(['Egg', 'Hen']);
  });
});

describe('wildcards', () => {
  test('the examples allow nothing to anybody and nothing on anything but what stands with a reason', () => {
    const found = templates.flatMap((path) => wildcards(read(path)));
    expect([...new Set(found)].sort()).toEqual(Object.keys(WILDCARDS).sort());
  });

  test('bites: finds the role that anybody may assume to do anything', () => {
    expect(wildcards(read(badTemplate))).toEqual([
      'AWS::IAM::Role to anybody: sts:AssumeRole',
      'AWS::IAM::Role on anything: cassandra:*',
    ]);
  });
});
