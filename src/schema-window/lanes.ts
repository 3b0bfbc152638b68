import type { CfnResource } from 'aws-cdk-lib';

/** A part of a template that operates on the schema. */
export interface Operation {
  readonly resource: CfnResource;
  /** How many operations on the schema it can have under way at once: one, but for a nested stack. */
  readonly weight: number;
}

/**
 * As many lanes as the window is wide. Operations are lined up on them in turn, each on as many lanes as it weighs,
 * and each waits for the one before it on its lane. Two operations that are under way at once share no lane, so there
 * are never more of them than lanes.
 */
export class Lanes {
  private readonly last: CfnResource[][];
  private next = 0;

  constructor(private readonly width: number) {
    this.last = Array.from({ length: width }, () => []);
  }

  /** Lines up an operation and returns what it has to wait for. */
  public lineUp({ resource, weight }: Operation): Set<CfnResource> {
    const waitsFor = new Set<CfnResource>();
    for (let taken = 0; taken < weight; taken++) {
      this.last[this.next].forEach((before) => waitsFor.add(before));
      this.last[this.next] = this.lastAfter(this.last[this.next], resource);
      this.next = (this.next + 1) % this.width;
    }
    return waitsFor;
  }

  /**
   * A resource whose condition does not hold is not there to be waited for, and neither is what it waits for. So
   * whoever comes next waits for those before it, too, back to one that is there whenever this one is.
   */
  private lastAfter(before: CfnResource[], resource: CfnResource): CfnResource[] {
    const { condition } = resource.cfnOptions;
    if (!condition) return [resource];
    return [...before.filter((other) => other.cfnOptions.condition !== condition), resource];
  }
}
