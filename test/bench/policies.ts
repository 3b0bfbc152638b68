/**
 * `npm run bench`: how large policies become, with and without the feature flag that merges their statements.
 */
import type * as iam from 'aws-cdk-lib/aws-iam';
import { EndpointPolicy, PrivateKeyspacesAccess } from '../../src';
import { Scale, type Size } from '../policy/scale';

type Measure = (scale: Scale) => Size;

const granted = (tables: number, grant: (scale: Scale, role: iam.Role) => void): [number, Measure] => [tables, (scale) => {
  const role = scale.role();
  grant(scale, role);
  return scale.sizeOfRole(role);
}];
const byTable = (scale: Scale, role: iam.Role) => scale.tables.forEach((table) => table.grants.readWriteData(role));
const byKeyspace = (scale: Scale, role: iam.Role) => scale.keyspaces.forEach((keyspace) => keyspace.grants.readWriteData(role));
const bound = (scale: Scale, role: iam.Role) => PrivateKeyspacesAccess.require(role, { accesses: [scale.access()], tables: scale.tables });
const endpoint = (tables: number, policy: (scale: Scale) => EndpointPolicy): [number, Measure] =>
  [tables, (scale) => scale.sizeOfEndpoint(scale.access(policy(scale)))];

const MEASURES: Record<string, [tables: number, measure: Measure]> = {
  '1 role, 2,000 tables in 20 keyspaces, by keyspace': granted(2_000, byKeyspace),
  '1 role, 2,000 tables in 20 keyspaces, by table': granted(2_000, byTable),
  '1 role, 1,000 tables, by table': granted(1_000, byTable),
  '200 roles, 10 tables each': [100, (scale) => {
    for (let index = 0; index < 200; index++) {
      const role = scale.role(`Role${index}`);
      scale.tables.slice(index % 90, (index % 90) + 10).forEach((table) => table.grants.readWriteData(role));
    }
    return scale.sizeOfRoles();
  }],
  '1 role bound to an endpoint, 500 tables': granted(500, bound),
  '1 endpoint policy, 20 keyspaces': endpoint(500, ({ keyspaces }) => EndpointPolicy.restricted({ keyspaces })),
  '1 endpoint policy, 150 tables': endpoint(150, ({ tables }) => EndpointPolicy.restricted({ tables })),
  '1 endpoint policy, 500 tables': endpoint(500, ({ tables }) => EndpointPolicy.restricted({ tables })),
  '1 endpoint policy, 500 tables of 20 keyspaces that are named too': endpoint(500, ({ keyspaces, tables }) => EndpointPolicy.restricted({ keyspaces, tables })),
};

function measured(tables: number, measure: Measure, minimize: boolean): string {
  try {
    const { policies, statements, characters, longest } = measure(new Scale(tables, minimize));
    return [policies, statements, characters, longest].map((number) => String(number).padStart(10)).join('  ');
  } catch (error) {
    return `  refused: ${/\[(\w+)\]/.exec(String(error).replace(/\[Stack[^\]]*\]/g, ''))?.[1]}`;
  }
}

console.log('  policies  statements  characters     longest   (without white space; the second line with minimizePolicies)');
for (const [name, [tables, measure]] of Object.entries(MEASURES)) {
  for (const minimize of [false, true]) console.log(`${measured(tables, measure, minimize)}   ${minimize ? '' : name}`);
}
