import * as fc from 'fast-check';
import { CqlSchema, CqlType, TableSchema, UserDefinedTypeSchema } from '../../../src';
import { anySchema, shown } from '../../support/any-schema';

const RUNS = 1_000;

test('what is written and read again is the same, whole and part by part', () => {
  let tables = 0;
  fc.assert(fc.property(anySchema(), (schema) => {
    const again = CqlSchema.fromString(schema.toCql());
    expect(shown(again)).toEqual(shown(schema));
    expect(again.toCql()).toBe(schema.toCql());
    for (const type of schema.types) expect(UserDefinedTypeSchema.fromCql(type.toCql()).toCql()).toBe(type.toCql());
    for (const table of schema.tables) {
      expect(TableSchema.fromCql(table.toCql()).toCql()).toBe(table.toCql());
      for (const { type } of table.columns) expect(CqlType.parse(type.cql).cql).toBe(type.cql);
    }
    tables += schema.tables.length;
  }), { numRuns: RUNS });
  expect(tables).toBeGreaterThan(RUNS);
}, 300_000);

test('a mistake anywhere does not keep the rest from being read', () => {
  fc.assert(fc.property(anySchema(), fc.nat(), (schema, where) => {
    const statements = schema.toCql().split(/(?<=;\n)/);
    const at = where % (statements.length + 1);
    const text = [...statements.slice(0, at), 'CREATE TABEL mistake (id uuid PRIMARY KEY);\n', ...statements.slice(at)].join('');
    expect(() => CqlSchema.fromString(text)).toThrow(/this is to be corrected\n\n.*\[SYNTAX\] "TABEL" cannot stand here/);
  }), { numRuns: RUNS });
}, 300_000);
