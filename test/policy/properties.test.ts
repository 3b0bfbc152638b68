import * as fc from 'fast-check';
import { anyRole, generated, type Generated, GeneratedApp, grant, type GrantOf, type Restriction, tableName, type TableName } from './generated';

const RUNS = 1_000;
const MINUTES = 60_000;

/** Over the internet, through the endpoint, and through the other one. */
const WAYS = [undefined, 0, 1];
const READING = ['readData', 'readWriteData'];

const isSame = (one: TableName, other: TableName) => one.keyspace === other.keyspace && one.table === other.table;
const covers = ({ on, whole }: GrantOf, table: TableName) => whole ? on.keyspace === table.keyspace : isSame(on, table);

/** What was meant, said without policies. */
function mayRead({ grants }: Generated, role: number, table: TableName): boolean {
  return grants.some((each) => each.role === role && READING.includes(each.verb) && covers(each, table));
}

function letsThrough({ kind, tables, keyspaces, admittedOnly, actions }: Restriction, isAdmitted: boolean, table: TableName): boolean {
  if (kind !== 'restricted') return true;
  const isNamed = (!tables && !keyspaces) || tables?.some((each) => isSame(each, table)) || keyspaces?.includes(table.keyspace);
  return Boolean(isNamed) && (isAdmitted || !admittedOnly) && (!actions || actions.includes('cassandra:Select'));
}

function isRequired({ requirements }: Generated, role: number, table: TableName, access: number | undefined): boolean {
  const ofRole = requirements.filter((each) => each.role === role);
  const isBound = ofRole.some(({ tables }) => tables.some((each) => isSame(each, table)));
  return !isBound || (access !== undefined && ofRole.some(({ accesses }) => accesses.includes(access)));
}

/** Some of what is named in the case, and one that may be named nowhere in it. */
function tablesOf({ grants, restriction, requirements }: Generated, others: TableName[], from: number, count: number): TableName[] {
  const named = [...others, ...grants.map(({ on }) => on), ...restriction.tables ?? [], ...requirements.flatMap(({ tables }) => tables)];
  const unique = named.filter((each, index) => named.findIndex((before) => isSame(before, each)) === index);
  const start = from % unique.length;
  return [...unique.slice(start), ...unique.slice(0, start)].slice(0, count);
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
test('a role reads a table if, and only if, it was granted that, the endpoint lets it through, and it came the way it has to', () =>
  fc.assert(fc.asyncProperty(generated, anyRole, tableName, fc.nat(100), async (made, who, other, from) => {
    const app = new GeneratedApp(made);
    for (const table of tablesOf(made, [other], from, 3)) {
      const granted = mayRead(made, who, table);
      const isThrough = letsThrough(made.restriction, made.connected.includes(who), table);
      const expected = WAYS.map((access) => granted && isRequired(made, who, table, access) && (access !== 0 || isThrough));
      const decided = await Promise.all(WAYS.map((access) => app.isAllowed(who, 'cassandra:Select', table, access)));
      expect({ who, table, decided }).toEqual({ who, table, decided: expected });
    }
  }), { numRuns: RUNS }), 10 * MINUTES);

test('a grant more takes nothing away', () =>
  fc.assert(fc.asyncProperty(generated, grant, fc.nat(100), async (some, more, from) => {
    const [before, after, bystander] = [0, 1, 2];
    const grants = some.grants.filter((each) => each.role !== after);
    // Of the second role all is as of the first, but for one grant more.
    const made: Generated = {
      ...some,
      grants: [...grants, ...grants.filter((each) => each.role === before).map((each) => ({ ...each, role: after })), { ...more, role: after }],
      connected: some.connected.includes(before) ? [before, after, bystander] : [bystander],
      requirements: some.requirements.filter((each) => each.role !== after)
        .flatMap((each) => each.role === before ? [each, { ...each, role: after }] : [each]),
    };
    const app = new GeneratedApp(made);
    for (const table of tablesOf(some, [more.on], from, 2)) {
      for (const action of ['cassandra:Select', 'cassandra:Modify', 'cassandra:Alter']) {
        const [was, is] = await Promise.all([before, after].map((who) => app.isAllowed(who, action, table, 0)));
        expect({ table, action, lost: was && !is }).toEqual({ table, action, lost: false });
      }
    }
  }), { numRuns: RUNS }), 10 * MINUTES);
