import { Stack, Token } from 'aws-cdk-lib';
import type { CfnTrail, Trail } from 'aws-cdk-lib/aws-cloudtrail';
import type { Located } from '../../private/arns';
import { refusal } from '../../private/errors';
import { surelyDiffer } from '../../private/surely-differ';
import { warn } from '../../private/warnings';

const KMS = 'kms.amazonaws.com';

/**
 * EventBridge hears of calls only where a trail logs them.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html
 */
export function requireTrail(alarm: Located, trail: Trail | undefined): void {
  if (!trail) {
    warn(alarm, 'keyCallsNeedTrail', 'calls to AWS KMS become events only where a trail logs management events, those of AWS KMS among them, in the account and'
      + ' Region of the key; give that trail (trail), or acknowledge this where one exists, that of an organization for instance');
    return;
  }
  requireInRegion(alarm, trail);
  requireInAccount(alarm, trail);
  // At synthesis, because a trail is told what to log after it was made.
  alarm.node.addValidation({ validate: () => faultsOf(alarm, trail) });
}

function requireInRegion(alarm: Located, trail: Trail): void {
  const { isMultiRegionTrail } = cfnOf(trail);
  if (isMultiRegionTrail || Token.isUnresolved(isMultiRegionTrail)) return;
  if (!surelyDiffer(alarm.env.region, trail.env.region)) return;
  throw refusal('TrailInOtherRegion', alarm, {
    what: 'a trail of one Region,',
    got: trail.env.region,
    expected: `one that logs ${alarm.env.region}, where the key is`,
    remedy: 'give a trail of that Region, or one of all Regions (isMultiRegionTrail)',
  });
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html */
function requireInAccount(alarm: Located, trail: Trail): void {
  const { isOrganizationTrail } = cfnOf(trail);
  if (isOrganizationTrail || !surelyDiffer(alarm.env.account, trail.env.account)) return;
  throw refusal('TrailInOtherAccount', alarm, {
    what: 'a trail of the account',
    got: trail.env.account,
    expected: `one that logs ${alarm.env.account}, where the key is`,
    remedy: 'give a trail of that account, or one of an organization that it belongs to (isOrganizationTrail)',
  });
}

function faultsOf(alarm: Located, trail: Trail): string[] {
  const { isLogging, eventSelectors, advancedEventSelectors } = Stack.of(trail).resolve({
    isLogging: cfnOf(trail).isLogging, eventSelectors: cfnOf(trail).eventSelectors, advancedEventSelectors: cfnOf(trail).advancedEventSelectors,
  }) as Shown;
  // Without any, a trail logs all management events.
  const plain = eventSelectors?.length ? eventSelectors : [{}];
  const isLogged = isLogging !== false && (advancedEventSelectors ? advancedEventSelectors.some(takesKms) : plain.some(takesKeyCalls));
  if (isLogged) return [];
  return [refusal('TrailWithoutKeyCalls', alarm, {
    what: 'a trail that logs',
    got: { isLogging, eventSelectors: advancedEventSelectors ?? eventSelectors },
    expected: 'management events that write, those of AWS KMS among them, because the calls that take a key away become events only then',
    remedy: 'have the trail log them: managementEvents ALL or WRITE_ONLY, without excludeManagementEventSources',
  }).message];
}

interface Shown {
  readonly isLogging?: boolean;
  readonly eventSelectors?: CfnTrail.EventSelectorProperty[];
  readonly advancedEventSelectors?: { readonly fieldSelectors: CfnTrail.AdvancedFieldSelectorProperty[] }[];
}

function takesKeyCalls({ includeManagementEvents = true, readWriteType = 'All', excludeManagementEventSources = [] }: CfnTrail.EventSelectorProperty): boolean {
  return includeManagementEvents !== false && readWriteType !== 'ReadOnly' && !excludeManagementEventSources.includes(KMS);
}

/** Nothing but the category, that it writes, and the source can be selected for management events. */
function takesKms({ fieldSelectors }: { readonly fieldSelectors: CfnTrail.AdvancedFieldSelectorProperty[] }): boolean {
  const of = (field: string) => fieldSelectors.filter((selector) => selector.field === field);
  return of('eventCategory').some(({ equalTo }) => equalTo?.includes('Management'))
    && of('readOnly').every(({ equalTo = [] }) => equalTo.includes('false'))
    && of('eventSource').every(({ equalTo = [KMS], notEquals = [] }) => equalTo.includes(KMS) && !notEquals.includes(KMS));
}

function cfnOf(trail: Trail): CfnTrail {
  return trail.node.defaultChild as CfnTrail;
}
