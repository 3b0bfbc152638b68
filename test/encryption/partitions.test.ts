import * as iam from 'aws-cdk-lib/aws-iam';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Keyspace, KeyspacesKey, Table, TableEncryption } from '../../src';
import type { Request, Verdict } from '../policy/decide';
import { decideOnKeys } from '../policy/decide-on-keys';
import { ACCOUNT, literalApp, literalStack } from '../support/app';
import { ORDERS } from '../support/schemas';

/** One Region of each partition, and by which name Amazon Keyspaces may call AWS KMS there. */
const PARTITIONS: [partition: string, region: string, suffixes: string[]][] = [
  ['aws', 'eu-west-1', ['amazonaws.com']],
  ['aws-us-gov', 'us-gov-west-1', ['amazonaws.com']],
  ['aws-cn', 'cn-north-1', ['amazonaws.com', 'amazonaws.com.cn']],
  ['aws-eusc', 'eusc-de-east-1', ['amazonaws.com', 'amazonaws.eu']],
  ['aws-iso', 'us-iso-east-1', ['amazonaws.com', 'c2s.ic.gov']],
  ['aws-iso-b', 'us-isob-east-1', ['amazonaws.com', 'sc2s.sgov.gov']],
  ['aws-iso-e', 'eu-isoe-west-1', ['amazonaws.com', 'cloud.adc-e.uk']],
  ['aws-iso-f', 'us-isof-south-1', ['amazonaws.com', 'csp.hci.ic.gov']],
];

/** A table with a key in a Region: the template as CloudFormation gets it. */
function resourcesIn(region: string): any[] {
  const app = literalApp();
  const stack = literalStack(app, 'Stack', { env: { account: ACCOUNT, region } });
  const keyspace = new Keyspace(stack, 'Shop', { keyspaceName: 'shop' });
  const administrators = [iam.Role.fromRoleName(stack, 'Administrator', 'db-team')];
  const key = new KeyspacesKey(stack, 'Key', { keyspaces: [keyspace], administrators, delegateUseToIam: true });
  new Table(stack, 'Orders', { keyspace, tableName: 'orders', schema: ORDERS, encryption: TableEncryption.customerManagedKey(key) });
  return Object.values(app.synth().getStackByName('Stack').template.Resources);
}

const policyIn = (region: string) => resourcesIn(region).find(({ Type: type }) => type === 'AWS::KMS::Key').Properties.KeyPolicy;

test('every partition that the AWS CDK knows is here', () => {
  const known = new Set(RegionInfo.regions.map(({ partition }) => partition));
  expect(PARTITIONS.map(([partition]) => partition).sort()).toEqual([...known].sort());
});

interface Asked {
  readonly who: string;
  readonly action: string;
  readonly via?: string;
  readonly expected: Verdict;
}

/** What is asked in one partition, and what the answer is to be. */
const asked = (region: string, suffixes: string[]): Asked[] => [
  // https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.customermanaged.html; the other suffixes are UNCONFIRMED.
  ...suffixes.flatMap((suffix): Asked[] => [
    { who: 'role/shop', action: 'kms:Decrypt', via: `cassandra.${region}.${suffix}`, expected: 'allowed' },
    { who: 'role/shop', action: 'kms:Decrypt', via: `dynamodb.${region}.${suffix}`, expected: 'not granted' },
  ]),
  { who: 'role/shop', action: 'kms:Decrypt', via: `cassandra.${region}.example.com`, expected: 'not granted' },
  { who: 'role/shop', action: 'kms:Decrypt', expected: 'not granted' },
  // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
  { who: 'role/db-team', action: 'kms:RevokeGrant', expected: 'allowed' },
  { who: 'role/shop', action: 'kms:RevokeGrant', expected: 'not granted' },
];

const policies = new Map(PARTITIONS.map(([, region]) => [region, policyIn(region)]));
const requestOf = (partition: string, region: string, { who, action, via }: Asked): Request => ({
  principal: `arn:${partition}:iam::${ACCOUNT}:${who}`,
  identityPolicies: [],
  resourcePolicy: policies.get(region),
  action,
  resource: `arn:${partition}:kms:${region}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
  context: { 'kms:CallerAccount': ACCOUNT, 'kms:EncryptionContext:aws:cassandra:keyspaceName': 'shop', ...via && { 'kms:ViaService': via } },
});

const all = PARTITIONS.flatMap(([partition, region, suffixes]) => asked(region, suffixes).map((each) => ({ partition, region, ...each })));
const answers = decideOnKeys(all.map((each) => requestOf(each.partition, each.region, each)));

test.each(PARTITIONS)('in %s all ARNs of a template are of the partition', (partition, region) => {
  const arns = JSON.stringify(resourcesIn(region)).match(/arn:[^"]*/g)!;
  expect(new Set(arns)).toEqual(new Set([`arn:${partition}:iam::${ACCOUNT}:root`, `arn:${partition}:iam::${ACCOUNT}:role/db-team`]));
});

const answered = all.map((each, index) => ({ ...each, answer: answers[index] }));
test.each(answered)('in $partition $who, $action through $via: $expected', ({ answer, expected }) => {
  expect(answer).toBe(expected);
});

test('a Region that the AWS CDK does not know has whatever suffix it will have', () => {
  const [{ Condition: condition }] = policyIn('eu-north-9').Statement;
  expect(condition.StringLike['kms:ViaService']).toEqual([
    'cassandra.*.amazonaws.com', { 'Fn::Join': ['', ['cassandra.*.', { Ref: 'AWS::URLSuffix' }]] },
  ]);
});
