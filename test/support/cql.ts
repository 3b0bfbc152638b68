import { CqlSchema, type CqlSchemaOptions } from '../../src';
import { Source } from '../../src/schema/cql/source';

/** What is wrong with a text, as `line:column kind`. */
export function problemsOf(text: string, options?: CqlSchemaOptions): string[] {
  return CqlSchema._read([new Source('CQL', text)], options).findings.problems.map(({ kind, place: { source, at } }) => {
    const { line, column } = source.position(at);
    return `${line}:${column} ${kind}`;
  });
}
