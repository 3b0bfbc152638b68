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
    expected: found.length > 1 ? `one of ${found.map(qualified).sort().join(', ')}` : `one of those declared: ${nearest(name, parts.map(qualified))}`,
    remedy: found.length > 1 ? 'say in which keyspace' : 'compare the names; a name without quotes is in lower case',
  });
}

const MANY = 30;

/** All of them, or those that resemble the name most. */
function nearest(name: string, names: string[]): string {
  const likeness = new Map(names.map((each) => [each, likenessOf(name, each)]));
  const all = [...names].sort((one, other) => likeness.get(other)! - likeness.get(one)! || (one < other ? -1 : 1));
  return all.length > MANY ? `${all.slice(0, MANY).join(', ')} and ${all.length - MANY} more` : all.join(', ') || 'none';
}

/** From 0 to 1: how many of the pairs of characters both have (Dice's coefficient), in whatever case. */
function likenessOf(one: string, other: string): number {
  const [these, those] = [pairsOf(one), pairsOf(other)];
  return 2 * [...these].filter((pair) => those.has(pair)).length / (these.size + those.size);
}

function pairsOf(name: string): Set<string> {
  const text = `^${name.toLowerCase().split('.').pop()}$`;
  return new Set([...text].slice(1).map((character, index) => text[index] + character));
}
