import type { Participant, TypesInUse } from './types-in-use';
import { isDestroyed } from '../private/deletion';
import { refusal } from '../private/errors';
import { warn } from '../private/warnings';
import { KeyspacesQuotas, type KeyspacesQuotasOptions } from '../quotas/keyspaces-quotas';

/**
 * How many user-defined types may be nested in one another, the outermost one counted.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html
 */
const MAX_DEPTH = 8;

/** What can only be seen once all types and tables are there. Quotas that can be raised are warned about. */
export function problemsOf(participant: Participant, types: TypesInUse): string[] {
  warnOfQuotas(participant, types);
  return [
    ...problemsOfUnfrozenTypes(participant, types),
    ...participant.kind === 'type' ? [...problemsOfNesting(participant, types), ...problemsOfRemoval(participant, types)] : [],
  ].map(({ message }) => message);
}

function warnOfQuotas(participant: Participant, types: TypesInUse): void {
  const users = types.usersOf(participant);
  if (participant.kind === 'table') {
    warnAbove(participant, 'userDefinedTypesPerTable', participant.mentions.length, 'user-defined types that the table uses');
    return;
  }
  warnAbove(participant, 'childTypesPerUserDefinedType', participant.mentions.length, 'user-defined types that the type uses');
  warnAbove(participant, 'parentTypesPerUserDefinedType', users.filter(({ kind }) => kind === 'type').length, 'user-defined types that use the type');
  warnAbove(participant, 'tablesPerUserDefinedType', users.filter(({ kind }) => kind === 'table').length, 'tables that use the type');
}

/** At the resource: what is said on a construct at synthesis cannot be acknowledged on the construct itself before. */
function warnAbove({ construct, resource }: Participant, quota: keyof KeyspacesQuotasOptions, count: number, what: string): void {
  const most = KeyspacesQuotas.of(construct)._quota(quota);
  if (count <= most) return;
  warn(resource, `${quota}AboveQuota`, `${count} ${what} are more than the quota of ${most}; have it raised, and say so with`
    + ` KeyspacesQuotas.of(...).declare({ ${quota}: ${count} })`);
}

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/udts.html */
function* problemsOfNesting(type: Participant, types: TypesInUse): Iterable<Error> {
  const levels = new Map<Participant, number>();
  let isCircle = false;
  const depth = (outer: Participant): number => {
    if (levels.has(outer)) return levels.get(outer)!;
    levels.set(outer, 0);
    const inner = types.usedBy(outer);
    isCircle ||= inner.includes(type);
    // What is not made here counts for one.
    levels.set(outer, 1 + Math.max(outer.mentions.length > 0 ? 1 : 0, ...inner.map(depth)));
    return levels.get(outer)!;
  };
  const deepest = depth(type);
  if (isCircle) {
    yield refusal('UserDefinedTypeCycle', type.construct, {
      what: `user-defined type "${type.name}" needs`,
      got: type.mentions,
      expected: 'types that can be made before it, and these need it in turn',
      remedy: 'store one of them as a blob, or in a table of its own',
    });
  } else if (deepest === MAX_DEPTH + 1) {
    yield refusal('UserDefinedTypeNestedTooDeep', type.construct, {
      what: `levels of user-defined types from "${type.name}" on`,
      got: deepest,
      expected: `at most ${MAX_DEPTH}`,
      remedy: 'flatten the type, or store its inner part as a blob',
    });
  }
}

/**
 * A type that is used cannot be dropped, so its stack could not be deleted.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_DeleteType.html
 */
function* problemsOfRemoval(type: Participant, types: TypesInUse): Iterable<Error> {
  const kept = types.usersOf(type).find(({ resource }) => !isDestroyed(resource));
  if (!kept || !isDestroyed(type.resource)) return;
  yield refusal('DestroyedTypeInUse', type.construct, {
    what: 'removal policy',
    got: type.resource.cfnOptions.deletionPolicy ?? 'Delete',
    expected: `that the type is kept, as ${kept.construct.node.path} is, which uses it: a type in use cannot be deleted`,
    remedy: `keep the type, too, or give the ${kept.kind} RemovalPolicy.DESTROY`,
  });
}

/** @see https://issues.apache.org/jira/browse/CASSANDRA-7423: such types are refused by Apache Cassandra */
function* problemsOfUnfrozenTypes(user: Participant, types: TypesInUse): Iterable<Error> {
  for (const { name, type } of user.columns) {
    if (!type._isUnfrozenUserDefinedType) continue;
    const field = types.find(user, type._userDefinedTypes[0])?.columns.find((inner) => inner.type._isMultiCell);
    if (!field) continue;
    yield refusal('UserDefinedTypeNotFrozen', user.construct, {
      what: `"${name}" is of type`,
      got: type.cql,
      expected: `a frozen one, because its field "${field.name}" is ${field.type.cql}`,
      remedy: `make the column frozen<${type.cql}>, or the field frozen<${field.type.cql}>`,
    });
  }
}
