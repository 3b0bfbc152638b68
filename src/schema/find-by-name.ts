import { refusal } from '../private/errors';

interface InKeyspace {
  readonly keyspaceName?: string;
}

/** One of the parts of a schema, by a name that may carry its keyspace's. */
export function find<T extends InKeyspace>(kind: string, parts: T[], name: string, nameOf: (part: T) => string): T {
  const qualified = (part: T) => part.keyspaceName === undefined ? nameOf(part) : `${part.keyspaceName}.${nameOf(part)}`;
  const exact = parts.filter((part) => qualified(part) === name);
  const found = exact.length > 0 ? exact : parts.filter((part) => nameOf(part) === name);
  if (found.length === 1) return found[0];
  throw refusal('NotInSchema', undefined, {
    what: kind,
    got: name,
    expected: found.length > 1 ? `one of ${shown(found.map(qualified))}` : `one of those declared: ${shown(parts.map(qualified))}`,
    remedy: found.length > 1 ? 'say in which keyspace' : 'compare the names; a name without quotes is in lower case',
  });
}

const MANY = 30;

function shown(names: string[]): string {
  const some = names.slice(0, MANY).sort().join(', ');
  return names.length > MANY ? `${some} and ${names.length - MANY} more` : some || 'none';
}
