import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Context } from './context';

/** Counts what really ran, and leaves the sum in a file. */
export class Results {
  private passed = 0;
  private failed = 0;

  constructor(private readonly context: Context, private readonly command: string) {
    this.write();
  }

  /** One check: shown, counted and written, so that the counts survive whatever comes after. */
  add(name: string, passed: boolean): boolean {
    this.context.say(`${passed ? 'passed' : 'FAILED'}: ${name}`);
    this.addCounts(passed ? 1 : 0, passed ? 0 : 1);
    return passed;
  }

  addCounts(passed: number, failed: number): void {
    this.passed += passed;
    this.failed += failed;
    this.write();
  }

  /** The exit code. */
  finish(): number {
    this.context.say(`${this.command}: ${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0 ? 0 : 1;
  }

  private write(): void {
    const folder = join(this.context.paths.CACHE, 'results');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${this.command}.json`), JSON.stringify({ passed: this.passed, failed: this.failed }));
  }
}
