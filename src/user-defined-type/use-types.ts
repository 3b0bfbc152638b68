import { Token } from 'aws-cdk-lib';
import type { CfnTable } from 'aws-cdk-lib/aws-cassandra';
import { Dependable, type IDependable } from 'constructs';
import type { IUserDefinedType } from './iuser-defined-type';
import { type Participant, TypesInUse } from './types-in-use';
import { problemsOf } from './validate-use';
import type { Located } from '../private/arns';
import { refusal } from '../private/errors';
import { createAfter } from '../private/order';
import type { TableSchema } from '../schema/table-schema';

/** Puts a table after the user-defined types of its columns. */
export function useTypesInTable(
  table: Located & { readonly keyspaceName: string; readonly tableName: string }, resource: CfnTable, schema: TableSchema,
): void {
  useTypes({
    construct: table,
    kind: 'table',
    keyspaceName: table.keyspaceName,
    name: table.tableName,
    resource,
    mentions: schema._userDefinedTypes,
    columns: schema._allColumns,
  }, schema._dependencies);
}

/**
 * Puts a table or a type after the user-defined types that it uses: those whose construct it was given, and those that
 * it only names, wherever in the Stage they are made, also later.
 *
 * @param dependencies the constructs behind the types
 */
export function useTypes(participant: Participant, dependencies: IDependable[]): void {
  const { construct, resource } = participant;
  for (const type of dependencies.filter(isUserDefinedType)) requireSameKeyspace(participant, type);
  createAfter(resource, dependencies);
  const types = TypesInUse.of(construct);
  types.add(participant);
  construct.node.addValidation({ validate: () => problemsOf(participant, types) });
  if (participant.mentions.length > 0) resource.node.addDependency(new TypesByName(participant, types));
}

/** Is asked at synthesis, when all types are there. */
class TypesByName {
  constructor(participant: Participant, types: TypesInUse) {
    Dependable.implement(this, {
      get dependencyRoots() {
        return types.usedBy(participant).filter((type) => type.resource !== participant.resource).map(({ resource }) => resource);
      },
    });
  }
}

function isUserDefinedType(dependency: IDependable): dependency is IUserDefinedType {
  // Not by class: there may be two copies of this library in an app.
  return 'cqlType' in dependency && 'keyspaceName' in dependency;
}

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/udts.html */
function requireSameKeyspace({ construct, kind, keyspaceName }: Participant, type: IUserDefinedType): void {
  const places: [string, string, string][] = [
    ['keyspace', keyspaceName, type.keyspaceName],
    ['account', construct.env.account, type.env.account],
    ['Region', construct.env.region, type.env.region],
  ];
  for (const [place, mine, its] of places) {
    if (mine === its || Token.isUnresolved(mine) || Token.isUnresolved(its)) continue;
    throw refusal('UserDefinedTypeInOtherKeyspace', construct, {
      what: `user-defined type ${type.node.path} in the ${place}`,
      got: its,
      expected: `that of the ${kind} which uses it, ${mine}, because a type belongs to one keyspace`,
      remedy: `make the type in the keyspace of the ${kind}, too`,
    });
  }
}
