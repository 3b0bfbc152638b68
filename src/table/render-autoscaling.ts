import { type Duration, Token } from 'aws-cdk-lib';
import type { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import type { AutoscalingOptions } from './autoscaling-options';
import { requireUnits } from './units';
import { refusal } from '../private/errors';
import { requireWholeNumber } from '../private/validate';

const DEFAULT_TARGET = 70;

/**
 * Auto scaling as CloudFormation takes it, whose target is a whole number although the API takes any.
 *
 * @param side what is scaled, named as the user knows it, e.g. `read`
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cassandra-table-autoscalingsetting.html
 */
export function renderAutoscaling(side: string, options: AutoscalingOptions): CfnTable.AutoScalingSettingProperty {
  requireUnits(`minimum ${side} capacity units`, options.minUnits);
  requireUnits(`maximum ${side} capacity units`, options.maxUnits);
  requireBounds(side, options);
  const targetValue = options.targetUtilizationPercent ?? DEFAULT_TARGET;
  requireWholeNumber('TargetUtilizationInvalid', undefined, targetValue, {
    what: `target utilization of ${side} capacity in percent`,
    min: 20,
    max: 90,
    remedy: 'give a whole percentage, not a fraction; 70 is a good start',
  });
  return {
    autoScalingDisabled: false,
    minimumUnits: options.minUnits,
    maximumUnits: options.maxUnits,
    scalingPolicy: {
      targetTrackingScalingPolicyConfiguration: {
        targetValue,
        disableScaleIn: options.disableScaleIn,
        scaleInCooldown: cooldownSeconds(`${side} scale-in`, options.scaleInCooldown),
        scaleOutCooldown: cooldownSeconds(`${side} scale-out`, options.scaleOutCooldown),
      },
    },
  };
}

function requireBounds(side: string, { minUnits, maxUnits }: AutoscalingOptions): void {
  if (Token.isUnresolved(minUnits) || Token.isUnresolved(maxUnits) || minUnits <= maxUnits) return;
  throw refusal('AutoscalingBoundsInverted', undefined, {
    what: `minimum ${side} capacity units`,
    got: minUnits,
    expected: `at most the maximum, ${maxUnits}`,
    remedy: 'lower minUnits or raise maxUnits',
  });
}

function cooldownSeconds(what: string, cooldown?: Duration): number | undefined {
  if (!cooldown || cooldown.isUnresolved()) return cooldown?.toSeconds();
  const seconds = cooldown.toSeconds({ integral: false });
  requireWholeNumber('CooldownInvalid', undefined, seconds, {
    what: `${what} cooldown in seconds`,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    remedy: 'give whole seconds, or leave it out for no cooldown',
  });
  return seconds;
}
