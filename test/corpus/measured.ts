import { constructsOf } from './constructs';
import type { Source as File } from './folder';
import { scan } from './statements';
import { CqlFeature } from '../../src';
import { type Read, readCql } from '../../src/schema/cql/read';
import { Source } from '../../src/schema/cql/source';

export type Outcome = 'imported' | 'refused' | 'not CQL';

/** What came of a file, or of several that are one schema together. */
export interface Measured {
  readonly statements: number;
  readonly tables: number;
  readonly types: number;
  readonly verdict: Outcome;
  /** Why it is refused, each reason once. */
  readonly reasons: string[];
  /** Why it is still refused when everything is left out that can be. */
  readonly remaining: string[];
}

export interface Looked extends Measured {
  /** What it has that is worth a fixture. */
  readonly constructs: string[];
  /** With places, to be read and not kept. */
  readonly messages: string[];
}

/** What no kind of statement can excuse. */
const SYNTAX = 'SYNTAX';

export function measure(files: File[], leaveOut: CqlFeature[] = []): Looked {
  const sources = files.map(({ file, text }) => new Source(file, text));
  const asItIs = readCql(sources, { leaveOut });
  const scanned = files.map(({ text }) => scan(text));
  return {
    statements: scanned.reduce((sum, { statements }) => sum + statements.length, 0),
    tables: asItIs.tables.length,
    types: asItIs.types.length,
    verdict: outcome(asItIs),
    reasons: kinds(asItIs),
    remaining: kinds(readCql(sources, { leaveOut: Object.values(CqlFeature) })),
    constructs: [...new Set(scanned.flatMap(constructsOf))],
    messages: asItIs.findings.problems.map(({ kind, place: { source, at }, message }) => {
      const { line, column } = source.position(at);
      return `${source.name}:${line}:${column}: [${kind}] ${message}`;
    }),
  };
}

function kinds({ findings }: Read): string[] {
  return [...new Set(findings.problems.map(({ kind }) => kind))].sort();
}

function outcome(read: Read): Outcome {
  const reasons = kinds(read);
  if (reasons.length === 0) return 'imported';
  return reasons.includes(SYNTAX) ? 'not CQL' : 'refused';
}
