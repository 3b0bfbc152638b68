/** A statement of a policy as IAM writes it. */
export interface Statement {
  readonly Effect: string;
  readonly Principal?: string | Record<string, string | string[]>;
  readonly Action?: string | string[];
  readonly Resource?: string | string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/** The statements of a policy document: JSON, percent-encoded as IAM answers it, or not. */
export function statementsOf(document: string): Statement[] {
  const text = document.trimStart().startsWith('{') ? document : decodeURIComponent(document);
  return [JSON.parse(text).Statement].flat();
}

/** Whether a statement has any action of a service. */
export function concerns(statement: Statement, service: string): boolean {
  return list(statement.Action).some((action) => action === '*' || action.startsWith(`${service}:`));
}

/** A statement as lines: what, on what, for whom, on which conditions. */
export function describeStatement(statement: Statement): string[] {
  return [
    `${statement.Effect} ${list(statement.Action).join(', ')}`,
    ...list(statement.Resource).map((resource) => `  on ${resource}`),
    ...statement.Principal === undefined ? [] : [`  for ${principals(statement.Principal).join(', ')}`],
    ...Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) => Object.entries(keys)
      .map(([key, value]) => `  if ${key} ${operator} ${[value].flat().join(', ')}`)),
  ];
}

function principals(principal: NonNullable<Statement['Principal']>): string[] {
  return typeof principal === 'string' ? [principal] : Object.entries(principal).map(([kind, names]) => `${kind} ${list(names).join(', ')}`);
}

function list(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat();
}
