import type { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import { requireTags } from '../private/tags';

/** What a stream of changes carries beside the changes. */
export interface ChangeDataCaptureOptions {
  /**
   * Tags of the stream. A stream does not have the tags of its table, and `Tags.of(...)` does not reach it. At most 50;
   * no empty values; letters, digits, spaces and `+ - = . _ : /`.
   *
   * @default - no tags
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/TaggingRestrictions.html
   */
  readonly tags?: { [key: string]: string };
}

/**
 * What of every change of a row goes into the table's stream. The stream keeps it for 24 hours, encrypted with the
 * table's key. In a multi-Region table every Region has a stream of its own.
 *
 * The view cannot be changed while the stream is enabled: deploy once with `ChangeDataCapture.disabled()`, then with
 * the other view, which begins a new stream with a new ARN. The old one can still be read for 24 hours.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/cdc.html
 */
export class ChangeDataCapture {
  /** The row as it was before and as it is after the change. */
  public static newAndOldImages(options?: ChangeDataCaptureOptions): ChangeDataCapture {
    return ChangeDataCapture.enabled('NEW_AND_OLD_IMAGES', options);
  }

  /** The row as it is after the change. */
  public static newImage(options?: ChangeDataCaptureOptions): ChangeDataCapture {
    return ChangeDataCapture.enabled('NEW_IMAGE', options);
  }

  /** The row as it was before the change. */
  public static oldImage(options?: ChangeDataCaptureOptions): ChangeDataCapture {
    return ChangeDataCapture.enabled('OLD_IMAGE', options);
  }

  /** The primary key of the changed row alone. */
  public static keysOnly(options?: ChangeDataCaptureOptions): ChangeDataCapture {
    return ChangeDataCapture.enabled('KEYS_ONLY', options);
  }

  /**
   * Says outright that there is no stream. For a table that had one: no page tells whether CloudFormation disables the
   * stream when it is merely gone from the template.
   */
  public static disabled(): ChangeDataCapture {
    return new ChangeDataCapture({ status: 'DISABLED' });
  }

  private static enabled(viewType: string, { tags = {} }: ChangeDataCaptureOptions = {}): ChangeDataCapture {
    requireTags(tags);
    const rendered = Object.entries(tags).map(([key, value]) => ({ key, value }));
    return new ChangeDataCapture({ status: 'ENABLED', viewType, tags: rendered.length > 0 ? rendered : undefined });
  }

  private constructor(private readonly specification: CfnTable.CdcSpecificationProperty) {}

  /** Whether there is a stream.
   * @internal
   */
  public get _isEnabled(): boolean {
    return this.specification.status === 'ENABLED';
  }

  /** @internal */
  public _render(): CfnTable.CdcSpecificationProperty {
    return this.specification;
  }
}
