import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { CONSTRUCTS, constructsOf } from './constructs';
import { measure } from './measured';
import { REASONS } from './reasons';
import { NO_CQL } from './reviewed';
import { scan } from './statements';
import { type FileVerdict, readVerdicts } from './verdicts';
import { CqlFeature } from '../../src';
import { readCql } from '../../src/schema/cql/read';
import { Source } from '../../src/schema/cql/source';

const FIXTURES = join(__dirname, 'fixtures');
const fixtures = readdirSync(FIXTURES).filter((file) => file.endsWith('.cql')).map((file) => file.replace(/\.cql$/, ''));
const textOf = (fixture: string) => readFileSync(join(FIXTURES, `${fixture}.cql`), 'utf8');

const verdicts = readVerdicts();
const files = Object.entries(verdicts.files).flatMap(([repository, each]) => each.map((file): [string, FileVerdict] => [repository, file]));
const all = [...files.map(([, file]) => file), ...verdicts.applications];
const APACHE_CASSANDRA = 'apache/cassandra';

/** In the words of the first line of a fixture. */
function outcomeOf(fixture: string): string {
  const { keyspaces, types, tables, findings, warnings } = readCql([new Source(fixture, textOf(fixture))]);
  const count = (things: unknown[], name: string) => things.length > 0 ? [`${things.length} ${name}${things.length > 1 ? 's' : ''}`] : [];
  const makes = [...count(keyspaces, 'keyspace'), ...count(types, 'type'), ...count(tables, 'table')].join(', ');
  const refuses = findings.problems.map(({ kind, place: { source, at } }) => {
    const { line, column } = source.position(at);
    return `${kind} ${line}:${column}`;
  });
  const warns = [...new Set(warnings.map(({ id }) => id))].join(', ');
  return [refuses.length > 0 ? `refuses ${refuses.join(', ')}` : `makes ${makes || 'nothing'}`, ...warns ? [`warns ${warns}`] : []].join('; ');
}

describe('a fixture', () => {
  test.each(fixtures)('%s gives what its first line says', (fixture) => {
    const [, expected] = /^\uFEFF?-- expect: (.*?)\r?\n/.exec(textOf(fixture))!;
    expect(outcomeOf(fixture)).toBe(expected);
  });

  test.each(Object.keys(CONSTRUCTS))('of %s has it', (construct) => {
    expect(constructsOf(scan(textOf(construct)))).toContain(construct);
  });

  test('is there for every construct that was met', () => {
    expect(Object.keys(verdicts.constructs).filter((construct) => !fixtures.includes(construct))).toEqual([]);
    expect(Object.keys(verdicts.constructs).length).toBeGreaterThan(90);
  });
});

describe('what is left out on purpose', () => {
  test.each(Object.values(CqlFeature))('lets everything pass that is refused as %s alone', (feature) => {
    const refused = fixtures.map((fixture) => ({ file: fixture, sha256: '', text: textOf(fixture) }))
      .filter((file) => measure([file]).reasons.join() === feature);
    expect(refused).not.toEqual([]);
    expect(refused.filter((file) => measure([file], [feature]).verdict !== 'imported').map(({ file }) => file)).toEqual([]);
  });
});

describe('what was measured', () => {
  test('is Apache Cassandra and the schemas of at least 15 others', () => {
    const others = Object.keys(verdicts.files).filter((repository) => repository !== APACHE_CASSANDRA);
    expect(verdicts.files[APACHE_CASSANDRA].length).toBeGreaterThan(200);
    expect(others.length).toBeGreaterThanOrEqual(15);
    expect(verdicts.applications.length).toBeGreaterThanOrEqual(8);
  });

  test('can be found again', () => {
    const unclear = files.filter(([repository, { path, commit, sha256 }]) =>
      !/^[\w.-]+\/[\w.-]+$/.test(repository) || !/\.cql(\.tmpl)?$/.test(path) || !/^[0-9a-f]{40}$/.test(commit) || !/^[0-9a-f]{64}$/.test(sha256));
    expect(unclear).toEqual([]);
    expect(new Set(files.map(([repository, { path, commit }]) => `${repository} ${path} ${commit}`)).size).toBe(files.length);
  });

  test('is imported, or refused for a reason', () => {
    const contradictory = all.filter(({ verdict, reasons }) => (verdict === 'imported') !== (reasons.length === 0)
      || (verdict === 'not CQL') !== reasons.includes('SYNTAX'));
    expect(contradictory).toEqual([]);
  });

  test('is refused for reasons alone that the service has, and each of them was met', () => {
    const met = new Set(all.flatMap(({ reasons, remaining }) => [...reasons, ...remaining]));
    expect([...met].sort()).toEqual(Object.keys(REASONS).sort());
  });

  test('is nowhere refused for what is left out on purpose', () => {
    const features = Object.values(CqlFeature) as string[];
    expect(all.filter(({ remaining }) => remaining.some((reason) => features.includes(reason)))).toEqual([]);
    expect(all.filter(({ reasons, remaining }) => remaining.some((reason) => !reasons.includes(reason)))).toEqual([]);
  });

  test('is no CQL where somebody has looked and seen what it is', () => {
    const noCql = files.filter(([, { verdict }]) => verdict === 'not CQL').map(([repository, { path }]) => `${repository}: ${path}`);
    expect([...new Set(noCql)].sort()).toEqual(Object.keys(NO_CQL).sort());
  });

  test('is imported, all applications, once everything is left out that the service lacks', () => {
    const remaining = verdicts.applications.filter((each) => each.remaining.length > 0).map((each) => [each.name, each.remaining]);
    // Its first migrations change tables that are made by another of its repositories.
    expect(remaining).toEqual([['sunbird, all migrations', ['NotDeclared']]]);
  });
});

test('nothing of the files themselves is kept', () => {
  const keys = new Set(all.flatMap((verdict) => Object.keys(verdict)));
  expect([...keys].sort()).toEqual([
    'commit', 'files', 'name', 'path', 'reasons', 'remaining', 'repository', 'sha256', 'statements', 'tables', 'types', 'verdict',
  ]);
  expect(existsSync(join(__dirname, 'files'))).toBe(false);
});
