import type { Duration } from 'aws-cdk-lib';

/**
 * Between which bounds, and how, a table's capacity follows its traffic. The service sets the units; Amazon
 * CloudWatch alarms of the service's own decide when.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/autoscaling.html
 */
export interface AutoscalingOptions {
  /** The fewest capacity units. At least 1. */
  readonly minUnits: number;

  /**
   * The most capacity units: at least `minUnits`, at most the quota of a table, which is 40,000 unless it was raised
   * and is not checked here.
   */
  readonly maxUnits: number;

  /**
   * Which part of the provisioned capacity shall be consumed: a whole percentage from 20 to 90. A lower one leaves more
   * room for sudden traffic and costs more.
   *
   * @default 70
   */
  readonly targetUtilizationPercent?: number;

  /**
   * Whether capacity is never taken back once it was added.
   *
   * @default false
   */
  readonly disableScaleIn?: boolean;

  /**
   * How long to wait after capacity was taken back before more is taken: whole seconds.
   *
   * @default Duration.seconds(0)
   */
  readonly scaleInCooldown?: Duration;

  /**
   * How long to wait after capacity was added before more is added: whole seconds.
   *
   * @default Duration.seconds(0)
   */
  readonly scaleOutCooldown?: Duration;
}
