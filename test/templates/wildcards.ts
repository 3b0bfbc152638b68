interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Principal?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

/** What a template allows to anybody, and what it allows on anything: one line each, with the conditions. */
export function wildcards({ Resources: resources = {} }: { Resources?: Record<string, any> }): string[] {
  return Object.values(resources).flatMap(({ Type: type, Properties: properties }) => [...statements(properties)].flatMap((statement) => {
    const { Sid: sid, Action: actions, Principal: principal, Resource: resource, Condition: condition = {} } = statement;
    const keys = Object.values(condition).flatMap((operands) => Object.keys(operands));
    const what = `${sid ?? [actions].flat().join(', ')}${keys.length > 0 ? ` given ${keys.join(', ')}` : ''}`;
    return [
      ...isWildcard(principal) ? [`${type} to anybody: ${what}`] : [],
      // In the policy of a key, "*" is that key.
      ...isWildcard(resource) && type !== 'AWS::KMS::Key' ? [`${type} on anything: ${what}`] : [],
    ];
  }));
}

function* statements(value: unknown): Generator<Statement> {
  if (typeof value !== 'object' || value === null) return;
  if ('Effect' in value && value.Effect === 'Allow') yield value as Statement;
  for (const nested of Object.values(value)) yield* statements(nested);
}

function isWildcard(value: unknown): boolean {
  const values = typeof value === 'object' && value !== null ? Object.values(value).flat() : [value];
  return values.includes('*');
}
