import { compareTable } from './compare-table';
import { type Comparison, placeOf, replacement, waysOut } from './comparison';
import { canonicalJson, fullName, type LockedResource } from './locked-resource';
import { refusal } from '../private/errors';

/** Every edit of a resource that CloudFormation would answer with a failure or a replacement. */
export function compare(comparison: Comparison): Error[] {
  const { locked, observed: { resource } } = comparison;
  if (identity(locked) !== identity(resource)) return [renamed(comparison)];
  switch (resource.type) {
    case 'AWS::Cassandra::Keyspace': return compareKeyspace(comparison);
    case 'AWS::Cassandra::Table': return compareTable(comparison);
    case 'AWS::Cassandra::Type': return compareFields(comparison);
  }
}

function identity({ type, keyspace, name }: LockedResource): string {
  return canonicalJson([type, keyspace, name]);
}

function renamed(comparison: Comparison): Error {
  const { locked, observed } = comparison;
  const old = observed.isDeletedOnReplacement ? 'delete the old one with its data' : 'leave the old one behind';
  return refusal('SchemaLockNameChanged', observed.construct, {
    what: `${placeOf(observed)} makes the`,
    got: fullName(observed.resource),
    expected: `the ${fullName(locked)} as in ${comparison.file}, because CloudFormation would make a new, empty one and ${old}`,
    remedy: waysOut(comparison, 'give it its old name back'),
  });
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cassandra-type.html */
function compareFields(comparison: Comparison): Error[] {
  const { locked, observed, file } = comparison;
  const fields = ({ fields: map = new Map() }: LockedResource) => Object.fromEntries(map);
  if (canonicalJson(fields(locked)) === canonicalJson(fields(observed.resource))) return [];
  return [refusal('SchemaLockFieldsChanged', observed.construct, {
    what: `the ${fullName(observed.resource)} (${placeOf(observed)}) has the fields`,
    got: fields(observed.resource),
    expected: `${canonicalJson(fields(locked))} as in ${file}, because a type has no update: ${replacement(comparison)}`,
    remedy: waysOut(comparison, 'take the fields back, and put the version into the name of a new type'),
  })];
}

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/multiRegion-replication_how-it-works.html */
function compareKeyspace(comparison: Comparison): Error[] {
  const { locked, observed, file } = comparison;
  const { regions = [], clientSideTimestamps } = observed.resource;
  const errors: Error[] = [];
  if (locked.regions?.some((region) => !regions.includes(region))) {
    errors.push(refusal('SchemaLockRegionRemoved', observed.construct, {
      what: `the ${fullName(observed.resource)} (${placeOf(observed)}) is replicated to`,
      got: regions,
      // What CloudFormation answers is UNCONFIRMED: no removal of a Region is documented.
      expected: `all of ${locked.regions.join(', ')} as in ${file}, because Regions can be added to a keyspace, but no way to remove one is documented`,
      remedy: waysOut(comparison, 'list all of them'),
    }));
  }
  if (locked.clientSideTimestamps === true && clientSideTimestamps !== true) {
    errors.push(refusal('SchemaLockTimestampsChanged', observed.construct, {
      what: `the ${fullName(observed.resource)} (${placeOf(observed)}) has client-side timestamps`,
      got: clientSideTimestamps ?? false,
      expected: `true as in ${file}, because they cannot be turned off`,
      remedy: waysOut(comparison, 'turn them on'),
    }));
  }
  return errors;
}
