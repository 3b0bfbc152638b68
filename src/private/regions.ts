import { Token } from 'aws-cdk-lib';
import type { Located } from './arns';
import { refusal } from './errors';

const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

/**
 * The Regions that permissions have to cover: the resource's own and, in a multi-Region keyspace, all others.
 *
 * @param replicationRegions the Regions of the keyspace; undefined for a single Region, or when they are not known
 */
export function regionsToCover(resource: Located, replicationRegions: string[] = []): string[] {
  requireRegions(resource, replicationRegions);
  const own = resource.env.region;
  // A Region that is known at deployment only is one of those named; written beside them it would be there twice.
  const isAmongThem = Token.isUnresolved(own) && replicationRegions.length > 1;
  return [...new Set(isAmongThem ? replicationRegions : [own, ...replicationRegions])];
}

/** A `*` would cover every Region there is, and a misspelt one none. */
function requireRegions(resource: Located, regions: string[]): void {
  const isListKnown = !Token.isUnresolved(regions);
  const unknown = regions.filter((region) => !isListKnown || !(Token.isUnresolved(region) || REGION.test(region)));
  if (unknown.length === 0) return;
  throw refusal('GrantRegionInvalid', resource, {
    what: 'replication Regions to grant in',
    got: isListKnown ? unknown : 'a list that is not known before deployment',
    expected: 'names of Regions, for example "eu-west-1", each of which may be a token',
    remedy: 'list the Regions of the keyspace one by one, with Fn.select() where they come from a list',
  });
}
