import { Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { IConstruct } from 'constructs';
import type { Located } from '../private/arns';
import { refusal } from '../private/errors';
import { warn } from '../private/warnings';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cassandra-keyspace-replicationspecification.html */
export const MAX_REGIONS = 20;
const REGION = /^[a-z]{2,}-[a-z]+-[0-9]+$/;

/** Names that have the form of a Region, but where the service replicates nothing. */
const CHINA = /^cn-/;

/** What holds for the Regions of a keyspace, whoever makes it. */
export function requireRegionList(scope: IConstruct | undefined, regions: string[]): void {
  if (Token.isUnresolved(regions)) {
    throw refusal('RegionListInvalid', scope, {
      what: 'Regions in one token',
      got: regions,
      expected: 'one by one, because permissions and tables are made for each of them',
      remedy: 'list the Regions; each one may be a token',
    });
  }
  if (regions.length < 2) {
    throw refusal('RegionListInvalid', scope, {
      what: 'Regions',
      got: regions,
      expected: 'at least two, that of the stack included',
      remedy: 'add a Region, or use Replication.singleRegion()',
    });
  }
  regions.forEach((region, index) => requireRegion(scope, region, regions.slice(0, index)));
}

function requireRegion(scope: IConstruct | undefined, region: string, before: string[]): void {
  if (Token.isUnresolved(region)) return;
  if (!REGION.test(region) || CHINA.test(region)) {
    throw refusal('RegionInvalid', scope, {
      what: 'Region',
      got: region,
      expected: 'a Region of the public partition such as "eu-west-1", because neither GovCloud nor China replicate keyspaces',
      remedy: 'choose another Region, or keep a keyspace of its own there',
    });
  }
  if (!before.includes(region)) return;
  throw refusal('RegionDuplicate', scope, {
    what: 'Region',
    got: region,
    expected: 'every Region once',
    remedy: 'list it only once',
  });
}

/** A keyspace is always replicated to the Region that it is made in. A Region that is a token may be that one. */
export function requireOwnRegion(keyspace: Located, regions: string[]): void {
  const { region: own } = keyspace.env;
  if (Token.isUnresolved(own) || regions.includes(own) || regions.some((region) => Token.isUnresolved(region))) return;
  throw refusal('RegionOfStackMissing', keyspace, {
    what: 'Regions',
    got: regions,
    expected: `the Region of the stack, ${own}, among them`,
    remedy: `add ${JSON.stringify(own)}, or make the keyspace in a stack of one of these Regions`,
  });
}

/** What holds for the Regions that are said of something that exists already; undefined where it has a single one. */
export function requireRegions(at: Located, regions: string[] | undefined): void {
  if (!regions) return;
  requireRegionList(at, regions);
  requireOwnRegion(at, regions);
}

/** The AWS CDK may be older than a Region, so this is no error. */
export function warnOfUnknownRegions(keyspace: IConstruct, regions: string[]): void {
  const known = new Set(RegionInfo.regions.map(({ name }) => name));
  const unknown = regions.filter((region) => !Token.isUnresolved(region) && !known.has(region));
  if (unknown.length === 0) return;
  warn(keyspace, 'regionUnknown', `the AWS CDK knows no Region ${unknown.join(', ')}; if it is no slip of the pen, acknowledge this`);
}
