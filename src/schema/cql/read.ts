import { Findings } from './findings';
import { finish } from './finish';
import { Interpreter } from './interpreter';
import { statementsOf } from './parse';
import type { Source } from './source';
import type { CqlWarning } from './warning';
import type { CqlFeature } from '../cql-feature';
import type { SchemaShape } from '../validate-cql-schema';

/** What texts declare, with all that there is to say about them. What is wrong is missing. */
export interface Read extends SchemaShape {
  readonly findings: Findings;
  readonly warnings: CqlWarning[];
}

interface ReadOptions {
  readonly leaveOut?: CqlFeature[];
  /** Whether user-defined types may be declared elsewhere. */
  readonly isPart?: boolean;
}

/** Reads texts one after the other, as one. */
export function readCql(sources: Source[], { leaveOut, isPart = false }: ReadOptions = {}): Read {
  const findings = new Findings(sources, leaveOut);
  const interpreter = new Interpreter(findings);
  for (const source of sources) interpreter.run(source, statementsOf(source, findings));
  return { ...finish(interpreter, findings, isPart), findings, warnings: findings.notes.warnings };
}
