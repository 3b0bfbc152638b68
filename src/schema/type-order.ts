import type { UserDefinedTypeSchema } from './user-defined-type-schema';

/** Which type of a keyspace a name stands for. */
export function typesByName(types: UserDefinedTypeSchema[]): (keyspace: string | undefined, name: string) => UserDefinedTypeSchema | undefined {
  const byName = new Map(types.map((type) => [JSON.stringify([type.keyspaceName, type.name]), type]));
  return (keyspace, name) => byName.get(JSON.stringify([keyspace, name]));
}

/** Each type after those that it needs, otherwise in the order given. Types that need one another stay where they are. */
export function inOrderOfCreation(types: UserDefinedTypeSchema[]): UserDefinedTypeSchema[] {
  const find = typesByName(types);
  const ordered = new Set<UserDefinedTypeSchema>();
  const visited = new Set<UserDefinedTypeSchema>();
  const visit = (type: UserDefinedTypeSchema) => {
    if (visited.has(type)) return;
    visited.add(type);
    for (const name of type._userDefinedTypes) {
      const inner = find(type.keyspaceName, name);
      if (inner) visit(inner);
    }
    ordered.add(type);
  };
  types.forEach(visit);
  return [...ordered];
}
