import { readFileSync } from 'node:fs';
import { refusal } from '../../private/errors';

/** How much of a long line is shown on each side of what is wrong. */
const SHOWN = 70;

/** A text and where it comes from. */
export class Source {
  private readonly lines: number[];

  constructor(public readonly name: string, public readonly text: string) {
    this.lines = [0];
    for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) this.lines.push(index + 1);
  }

  /** From 1 on, as editors count. */
  public position(at: number): { readonly line: number; readonly column: number } {
    let [low, high] = [0, this.lines.length];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.lines[middle] <= at) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: at - this.lines[low] + 1 };
  }

  /** The line, and a marker below what is wrong. */
  public excerpt(at: number): string {
    const { line, column } = this.position(at);
    const whole = this.text.slice(this.lines[line - 1], (this.lines[line] ?? this.text.length + 1) - 1).replace(/\r$/, '');
    const start = Math.max(0, column - 1 - SHOWN);
    const end = Math.min(whole.length, column - 1 + SHOWN);
    const text = `${start > 0 ? '...' : ''}${whole.slice(start, end).replace(/\t/g, ' ')}${end < whole.length ? '...' : ''}`;
    const margin = `${String(line).padStart(5)} | `;
    return `${margin}${text}\n${' '.repeat(margin.length + column - 1 - start + (start > 0 ? 3 : 0))}^`;
  }
}

/** A place in a text. */
export interface Place {
  readonly source: Source;
  readonly at: number;
}

/** As editors and terminals read it. */
export function placeName({ source, at }: Place): string {
  const { line, column } = source.position(at);
  return `${source.name}:${line}:${column}`;
}

/** A file, which has to be UTF-8. */
export function readSource(path: string): Source {
  try {
    return new Source(path, new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path)));
  } catch (error) {
    throw refusal('CqlFileUnreadable', undefined, {
      what: 'file of CQL',
      got: path,
      expected: 'a file in UTF-8 that can be read',
      remedy: `correct the path, which begins in ${process.cwd()}, or the file: ${(error as Error).message}`,
    });
  }
}
