import type { CloudAssembly } from 'aws-cdk-lib/cx-api';

/** What each node needs. */
export type Graph = Map<string, Set<string>>;

/** What the resources of a template need of one another: by reference, in a text, or said outright. */
export function resourceGraph({ Resources: resources = {} }: { Resources?: Record<string, any> }): Graph {
  return new Map(Object.entries(resources).map(([logicalId, resource]) => {
    const named = [...references(resource), ...[resource.DependsOn ?? []].flat()];
    return [logicalId, new Set(named.filter((name) => name in resources))];
  }));
}

function* references(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, argument] of Object.entries(value)) {
    if (key === 'Ref') yield argument;
    if (key === 'Fn::GetAtt') yield [argument].flat()[0].split('.')[0];
    if (key === 'Fn::Sub') yield* [...[argument].flat()[0].matchAll(/\$\{([^!}.]+)/g)].map(([, name]) => name);
    yield* references(argument);
  }
}

/** Which stacks must be deployed before which: as the assembly says it, and because of what they import. */
export function stackGraph({ stacksRecursively: stacks }: CloudAssembly): Graph {
  const exporters = new Map(stacks.flatMap(({ id, template }) =>
    Object.values<any>(template.Outputs ?? {}).map((output) => [JSON.stringify(output.Export?.Name), id])));
  return new Map(stacks.map(({ id, template, dependencies }) => {
    const imported = [...imports(template)].map((name) => exporters.get(JSON.stringify(name)) ?? `who exports ${JSON.stringify(name)}`);
    return [id, new Set([...dependencies.map((dependency) => dependency.id).filter((name) => !name.endsWith('.assets')), ...imported])];
  }));
}

function* imports(value: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, argument] of Object.entries(value)) {
    if (key === 'Fn::ImportValue') yield argument;
    yield* imports(argument);
  }
}

/** The first cycle found, each node needing the next; undefined when there is none. */
export function cycle(graph: Graph): string[] | undefined {
  const done = new Set<string>();
  const visit = (node: string, path: string[]): string[] | undefined => {
    if (path.includes(node)) return path.slice(path.indexOf(node));
    if (done.has(node)) return undefined;
    for (const needed of graph.get(node) ?? []) {
      const found = visit(needed, [...path, node]);
      if (found) return found;
    }
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const found = visit(node, []);
    if (found) return found;
  }
  return undefined;
}
