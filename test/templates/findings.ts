/** What a check has to say about a template. */
export interface Finding {
  readonly rule: string;
  readonly level: 'error' | 'warning';
  readonly template: string;
  readonly logicalId?: string;
  readonly message: string;
}

/** A warning that stands, and why. Errors never do. */
export interface Accepted {
  readonly rule: string;
  /** The logical ids that it stands for. */
  readonly logicalId: RegExp;
  readonly reason: string;
}

export function isAccepted(finding: Finding, { rule, logicalId }: Accepted): boolean {
  return finding.level === 'warning' && finding.rule === rule && logicalId.test(finding.logicalId ?? '');
}
