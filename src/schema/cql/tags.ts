import type { Findings } from './findings';
import type { Place } from './source';
import type { Value } from './syntax';
import { requireTags, type Tags } from '../../private/tags';
import { problemOf } from '../schema-problem';

/**
 * Tags after a statement has given or added some. One of the same key has the new value.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/Tagging.Operations.existing.table.html
 */
export function withTags(tags: Tags, value: Value, place: Place, findings: Findings): Tags {
  const added = { ...tags, ...readTags(value, place, findings) };
  for (const { error } of problemOf(() => requireTags(added))) findings.error(place, error);
  return added;
}

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/Tagging.Operations.existing.table.drop.html */
export function withoutTags(tags: Tags, value: Value, place: Place, findings: Findings): Tags {
  const dropped = readTags(value, place, findings);
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !Object.hasOwn(dropped, key)));
}

function readTags(value: Value, place: Place, findings: Findings): Tags {
  const isMap = typeof value === 'object' && !Array.isArray(value) && Object.values(value).every((each) => typeof each === 'string');
  if (isMap) return value as Tags;
  findings.problem(place, 'SYNTAX', 'tags are a map of texts, such as {\'team\': \'shop\'}');
  return {};
}
