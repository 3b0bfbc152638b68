import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { RECORDS, type Recorded, ROOT } from './recorded';
import * as errors from '../../src/private/errors';
import * as warnings from '../../src/private/warnings';
import { Findings } from '../../src/schema/cql/findings';

const recorded: Recorded[] = [];

function record(kind: Recorded['kind'], code: string, message: string): void {
  const { testPath, currentTestName } = expect.getState();
  if (testPath && currentTestName) recorded.push({ kind, code, message, file: relative(ROOT, testPath), test: currentTestName });
}

// Each test file has its own modules, so that what is put in their place here lasts as long as the file.
const { refusal } = errors;
Object.assign(errors, {
  refusal: (...args: Parameters<typeof refusal>) => {
    const error = refusal(...args);
    record('refusal', args[0], error.message);
    return error;
  },
});
const { warn } = warnings;
Object.assign(warnings, {
  warn: (...args: Parameters<typeof warn>) => {
    record('warning', args[1], args[2]);
    warn(...args);
  },
});
const { problem } = Findings.prototype;
Findings.prototype.problem = function (place, kind, message) {
  record('problem', kind, message);
  problem.call(this, place, kind, message);
};

afterAll(() => {
  if (recorded.length === 0 || !process.env.RECORD_REFUSALS) return;
  mkdirSync(RECORDS, { recursive: true });
  const name = recorded[0].file.replaceAll('/', '-');
  writeFileSync(join(RECORDS, `${basename(name, '.ts')}.json`), JSON.stringify(recorded));
});
