import type { Measured } from './measured';

const HEADINGS = ['file', 'statements', 'tables', 'types', 'verdict'];

/** A line a file, and what it comes to. */
export function report(measured: Map<string, Measured>): string {
  const rows = [...measured].map(([file, each]) => [file, ...[each.statements, each.tables, each.types].map(String), verdictOf(each)]);
  const widths = HEADINGS.map((heading, column) => Math.max(...[heading, ...rows.map((row) => row[column])].map(({ length }) => length)));
  const line = (cells: string[]) => cells.map((cell, column) => /^\d+$/.test(cell) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])).join('  ').trimEnd();
  return [line(HEADINGS), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line), '', ...summary([...measured.values()])].join('\n');
}

function verdictOf({ verdict, reasons }: Measured): string {
  return reasons.length > 0 ? `${verdict}: ${reasons.join(', ')}` : verdict;
}

function summary(measured: Measured[]): string[] {
  const sum = (of: (each: Measured) => number) => measured.reduce((total, each) => total + of(each), 0);
  const reasons = new Map<string, number>();
  for (const reason of measured.flatMap((each) => each.reasons)) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return [
    `${measured.length} files, ${sum((each) => each.statements)} statements`,
    ...['imported', 'refused', 'not CQL'].map((verdict) => `${verdict}: ${measured.filter((each) => each.verdict === verdict).length} files`),
    `imported are ${sum((each) => each.tables)} tables and ${sum((each) => each.types)} types`,
    ...[...reasons].sort(([, one], [, other]) => other - one).map(([reason, count]) => `  ${reason}: ${count} files`),
  ];
}
