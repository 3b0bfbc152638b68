import { App, CfnParameter, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CfnTrail, ManagementEventSources, ReadWriteType, Trail, type TrailProps } from 'aws-cdk-lib/aws-cloudtrail';
import { KeyspacesKey, LossOfAccessAlarm } from '../../../src';
import { literalApp, literalStack } from '../../support/app';
import { refusalOf } from '../../support/refusal';

const needed = Match.stringLikeRegexp('cdk-keyspaces:keyCallsNeedTrail');

const asIs = () => undefined;

function alarmWith(props: TrailProps = {}, adjust: (trail: Trail) => void = asIs): Stack {
  const stack = literalStack();
  const trail = new Trail(stack, 'Trail', props);
  new LossOfAccessAlarm(stack, 'Alarm', { key: new KeyspacesKey(stack, 'Key'), trail });
  adjust(trail);
  return stack;
}

const synth = (stack: Stack) => (stack.node.root as App).synth();
const advanced = (...fieldSelectors: CfnTrail.AdvancedFieldSelectorProperty[]) => (trail: Trail) => {
  (trail.node.defaultChild as CfnTrail).advancedEventSelectors = [
    { fieldSelectors: [{ field: 'eventCategory', equalTo: ['Management'] }, ...fieldSelectors] },
  ];
};

test('warns where no trail is given, because calls become events only where one logs them', () => {
  const stack = literalStack();
  new LossOfAccessAlarm(stack, 'Alarm', { key: new KeyspacesKey(stack, 'Key') });
  Annotations.fromStack(stack).hasWarning('/Stack/Alarm', needed);
  Annotations.fromStack(alarmWith()).hasNoWarning('*', needed);
});

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
test.each<[string, TrailProps, (trail: Trail) => void]>([
  ['logs everything', {}, asIs],
  ['logs writes alone', { managementEvents: ReadWriteType.WRITE_ONLY }, asIs],
  ['excludes the RDS Data API', {}, (trail) => trail.logAllLambdaDataEvents({ excludeManagementEventSources: [ManagementEventSources.RDS_DATA_API] })],
  ['selects management events', {}, advanced()],
  ['selects management events that write', {}, advanced({ field: 'readOnly', equalTo: ['false'] })],
  ['selects the events of AWS KMS', {}, advanced({ field: 'eventSource', equalTo: ['kms.amazonaws.com'] })],
  ['selects events of all but the RDS Data API', {}, advanced({ field: 'eventSource', notEquals: ['rdsdata.amazonaws.com'] })],
  ['logs if that is said at deployment', {}, (trail) => { (trail.node.defaultChild as CfnTrail).isLogging = Token.asAny({ 'Fn::If': ['On', true, false] }); }],
])('takes a trail that %s', (_, props, adjust) => {
  expect(() => synth(alarmWith(props, adjust))).not.toThrow();
});

test.each<[string, TrailProps, (trail: Trail) => void]>([
  ['logs no management events', { managementEvents: ReadWriteType.NONE }, (trail) => trail.logAllLambdaDataEvents()],
  ['logs reads alone', { managementEvents: ReadWriteType.READ_ONLY }, asIs],
  ['excludes AWS KMS', {}, (trail) => trail.logAllLambdaDataEvents({ excludeManagementEventSources: [ManagementEventSources.KMS] })],
  ['does not log', {}, (trail) => { (trail.node.defaultChild as CfnTrail).isLogging = false; }],
  ['selects reads', {}, advanced({ field: 'readOnly', equalTo: ['true'] })],
  ['selects events of all but AWS KMS', {}, advanced({ field: 'eventSource', notEquals: ['kms.amazonaws.com'] })],
  ['selects events of the RDS Data API', {}, advanced({ field: 'eventSource', equalTo: ['rdsdata.amazonaws.com'] })],
  ['selects data events', {}, (trail) => {
    (trail.node.defaultChild as CfnTrail).advancedEventSelectors = [{ fieldSelectors: [{ field: 'eventCategory', equalTo: ['Data'] }] }];
  }],
])('fails for a trail that %s', (_, props, adjust) => {
  expect(refusalOf(() => synth(alarmWith(props, adjust))).message).toMatch(/expected management events that write, those of AWS KMS among them.*\[TrailWithoutKeyCalls\]/);
});

function alarmAbroad(isMultiRegionTrail?: boolean, region: string | undefined = 'eu-west-1') {
  const app = literalApp();
  const trail = new Trail(new Stack(app, 'Audit', { env: { account: '111122223333', region } }), 'Trail', { isMultiRegionTrail });
  const stack = literalStack(app);
  return new LossOfAccessAlarm(stack, 'Alarm', { key: new KeyspacesKey(stack, 'Key'), trail });
}

test('fails for a trail of another Region alone', () => {
  const { name, message } = refusalOf(() => alarmAbroad(false));
  expect(name).toBe('TrailInOtherRegion');
  expect(message).toContain('"eu-west-1": expected one that logs us-east-1');
});

test.each([['a trail of all Regions', true, 'eu-west-1'], ['a trail of the Region', false, 'us-east-1'], ['a trail whose Region is not known', false, '']])('takes %s', (_, all, region) => {
  expect(() => alarmAbroad(all, region || new CfnParameter(new Stack(), 'Region').valueAsString)).not.toThrow();
});

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
test.each([
  ['of another account', '999988887777', false, 'TrailInOtherAccount'],
  ['of the organization, in another account', '999988887777', true, undefined],
  ['of the same account', '111122223333', false, undefined],
])('a trail %s', (_, account, isOrganizationTrail, code) => {
  const app = literalApp();
  const trail = new Trail(literalStack(app, 'Audit', { env: { account, region: 'us-east-1' } }), 'Trail', {
    ...isOrganizationTrail && { isOrganizationTrail, orgId: 'o-1234567890' },
  });
  const stack = literalStack(app);
  const make = () => new LossOfAccessAlarm(stack, 'Alarm', { key: new KeyspacesKey(stack, 'Key'), trail });
  if (!code) return expect(make).not.toThrow();
  expect(refusalOf(make).name).toBe(code);
});
