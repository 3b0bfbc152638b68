import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import {
  CancelKeyDeletionCommand, CreateGrantCommand, CreateKeyCommand, DisableKeyCommand, EnableKeyCommand, GetKeyPolicyCommand, KMSClient,
  PutKeyPolicyCommand, RetireGrantCommand, RevokeGrantCommand, ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { SignatureV4 } from '@smithy/signature-v4';
import { App, Stack as CdkStack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LossOfAccessAlarm } from '../../../src';
import { AWS_ENDPOINT } from '../aws/start';
import { cleanUp } from '../conformance/clean-up';
import { deployed, heard, listener, trail } from '../conformance/cloudformation/key-calls';
import { Stack } from '../conformance/cloudformation/stack';
import { allow, session } from '../conformance/identities';
import { account } from '../conformance/target';

const { LOCAL_JAVA: java = 'java' } = process.env;
const JARS = join(__dirname, '..', '.cache', 'event-ruler', '*');

// A trail logs all of a Region, and other tests need one where none does.
const region = 'eu-west-1';
const kms = new KMSClient({ region });
let patterns: Record<string, object>;
let events: Record<string, any>;

afterAll(() => Stack.deleteAll());
afterAll(cleanUp);

/** What the rules of the alarm take. */
function patternsOf(keyArn: string): Record<string, object> {
  const stack = new CdkStack(new App({ analyticsReporting: false }), 'Stack', { env: { account, region } });
  new LossOfAccessAlarm(stack, 'Alarm', { key: Key.fromKeyArn(stack, 'Key', keyArn) });
  const rules = Object.entries(Template.fromStack(stack).findResources('AWS::Events::Rule'));
  return Object.fromEntries(rules.map(([id, { Properties }]) => [id.replace(/^Alarm(.*).{8}$/, '$1'), Properties.EventPattern]));
}

/** The events of real calls, as they arrive; and what differs from them in one thing. */
beforeAll(async () => {
  const [key, other] = await Promise.all([1, 2].map(async () => (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!));
  const KeyId = key.split('/')[1];
  const { outputs: { queue } } = await deployed({ ...listener(key), ...trail() }, new Stack(region));
  const { outputs: { queue: ofOther } } = await deployed(listener(other), new Stack(region));
  const nobody = new KMSClient({ region, credentials: (await session(allow('kms:DescribeKey'))).credentials });
  const grant = () => kms.send(new CreateGrantCommand({ KeyId, GranteePrincipal: `arn:aws:iam::${account}:root`, Operations: ['Decrypt'] }));
  const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));

  await nobody.send(new DisableKeyCommand({ KeyId })).catch(() => undefined);
  await kms.send(new DisableKeyCommand({ KeyId: other }));
  await kms.send(new DisableKeyCommand({ KeyId }));
  await kms.send(new PutKeyPolicyCommand({ KeyId, Policy }));
  await kms.send(new EnableKeyCommand({ KeyId }));
  await kms.send(new RevokeGrantCommand({ KeyId, GrantId: (await grant()).GrantId }));
  await kms.send(new RetireGrantCommand({ KeyId: key, GrantId: (await grant()).GrantId }));
  await kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
  await kms.send(new CancelKeyDeletionCommand({ KeyId }));

  const [refused, ...told] = await heard(queue, 'CancelKeyDeletion', region);
  const [disabledOther] = await heard(ofOther, 'DisableKey', region);
  const named = Object.fromEntries(told.map((event) => [event.detail.eventName, event]));
  const but = (event: any, detail: object) => ({ ...event, detail: { ...event.detail, ...detail } });
  const [resource] = named.DisableKey.detail.resources;
  patterns = patternsOf(key);
  events = {
    ...named,
    'DisableKey, refused': refused,
    'DisableKey of another key': disabledOther,
    'DisableKey by another service': { ...named.DisableKey, source: 'aws.s3' },
    'DisableKey of no key': but(named.DisableKey, { resources: [] }),
    'DisableKey of two': but(named.DisableKey, { resources: [disabledOther.detail.resources[0], resource] }),
    'DisableKey, an error that is null': but(named.DisableKey, { errorCode: null }),
    'PutKeyPolicy by a deployment': but(named.PutKeyPolicy, { sourceIPAddress: 'cloudformation.amazonaws.com' }),
    'PutKeyPolicy from nowhere': but(named.PutKeyPolicy, { sourceIPAddress: undefined }),
    'DeleteImportedKeyMaterial': but(named.DisableKey, { eventName: 'DeleteImportedKeyMaterial' }),
  };
});

/** By event, the names of the rules that take it. */
const TAKEN: Record<string, string[]> = {
  'DisableKey': ['DisableKey'],
  'PutKeyPolicy': ['PutKeyPolicy'],
  'RevokeGrant': ['RevokeGrant'],
  'ScheduleKeyDeletion': ['ScheduleKeyDeletion'],
  'DeleteImportedKeyMaterial': ['DeleteImportedKeyMaterial'],
  'PutKeyPolicy by a deployment': ['Deployment'],
  'DisableKey of two': ['DisableKey'],
  'EnableKey': [],
  'CreateGrant': [],
  'RetireGrant': [],
  'CancelKeyDeletion': [],
  'DisableKey, refused': [],
  'DisableKey of another key': [],
  'DisableKey by another service': [],
  'DisableKey of no key': [],
  'DisableKey, an error that is null': [],
  'PutKeyPolicy from nowhere': [],
};

type Pair = [event: string, rule: string];
const pairs = (): Pair[] => Object.keys(events).flatMap((event) => Object.keys(patterns).map((rule): Pair => [event, rule]));

function taken(decisions: boolean[]): Record<string, string[]> {
  const all = pairs();
  const rulesOf = (name: string) => all.filter(([event], index) => event === name && decisions[index]).map(([, rule]) => rule);
  return Object.fromEntries(Object.keys(events).map((name) => [name, rulesOf(name)]));
}

test('AWS\'s own engine takes each event with the rule that is for it, and no other (https://github.com/aws/event-ruler)', () => {
  const input = pairs().map(([event, rule]) => `${JSON.stringify(events[event])}\t${JSON.stringify(patterns[rule])}\n`).join('');
  const output = execFileSync(java, ['-XX:TieredStopAtLevel=1', '-cp', JARS, join(__dirname, 'Match.java')], { input, encoding: 'utf8' });
  const decisions = output.split('\n').filter((line) => line.startsWith('> ')).map((line) => line === '> true');
  expect(decisions).toHaveLength(pairs().length);
  expect(taken(decisions)).toEqual(TAKEN);
});

test('the local AWS decides the same (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html)', async () => {
  const answers = pairs().map(([event, rule]) => testEventPattern(JSON.stringify(events[event]), JSON.stringify(patterns[rule])));
  const decisions = await Promise.all(answers);
  expect(taken(decisions)).toEqual(TAKEN);
});

async function testEventPattern(Event: string, EventPattern: string): Promise<boolean> {
  const { hostname, host, port } = new URL(AWS_ENDPOINT);
  const body = JSON.stringify({ Event, EventPattern });
  const signer = new SignatureV4({ service: 'events', region, credentials: kms.config.credentials, sha256: kms.config.sha256 });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: 'https:',
    hostname,
    port: Number(port),
    path: '/',
    headers: { host, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.TestEventPattern' },
    body,
  });
  const response = await fetch(AWS_ENDPOINT, { method: 'POST', headers, body });
  const answer = await response.json() as { readonly Result?: boolean };
  if (answer.Result === undefined) throw new Error(JSON.stringify(answer));
  return answer.Result;
}
