/** A statement of a policy as IAM writes it. */
export interface Statement {
  readonly Effect: string;
  readonly Principal?: Principal;
  readonly NotPrincipal?: Principal;
  readonly Action?: string | string[];
  readonly NotAction?: string | string[];
  readonly Resource?: string | string[];
  readonly NotResource?: string | string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

type Principal = string | Record<string, string | string[]>;

/** The statements of a policy document: percent-encoded as IAM answers it, or plain. */
export function statementsOf(document: string): Statement[] {
  const text = document.trimStart().startsWith('{') ? document : decodeURIComponent(document);
  return [JSON.parse(text).Statement].flat();
}

/** Whether a statement is about actions of a service. */
export function concerns(statement: Statement, service: string): boolean {
  return statement.NotAction !== undefined
    || list(statement.Action).some((action) => action === '*' || action.startsWith(`${service}:`));
}

/** A statement as lines: what, on what, for whom, on which conditions. */
export function describeStatement(statement: Statement): string[] {
  const { Effect, Condition = {} } = statement;
  return [
    ...lines(Effect, list(statement.Action).join(', ')),
    ...lines(`${Effect} everything but`, list(statement.NotAction).join(', ')),
    ...lines('  on', ...list(statement.Resource)),
    ...lines('  on everything but', ...list(statement.NotResource)),
    ...lines('  for', ...principals(statement.Principal)),
    ...lines('  for everybody but', ...principals(statement.NotPrincipal)),
    ...Object.entries(Condition).flatMap(([operator, keys]) => Object.entries(keys)
      .map(([key, value]) => `  if ${key} ${operator} ${[value].flat().join(', ')}`)),
  ];
}

function lines(label: string, ...values: string[]): string[] {
  return values.filter(Boolean).map((value) => `${label} ${value}`);
}

function principals(principal: Principal | undefined): string[] {
  if (principal === '*') return ['everybody'];
  if (principal === undefined || typeof principal === 'string') return list(principal);
  return Object.entries(principal).map(([kind, names]) => `${kind} ${list(names).join(', ')}`);
}

function list(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat();
}
