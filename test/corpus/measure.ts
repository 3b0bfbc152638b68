/**
 * How much of a folder of .cql files can be imported: `npm run cql -- DIR [--leave-out] [--why] [--record]`.
 *
 * `--leave-out` leaves out on purpose whatever can be left out; `--why` prints every reason with its place.
 *
 * A `manifest.json` in the folder says where its files are from, and which of them make up the schema of an application
 * together. With `--record` what came of them is written to verdicts.json, and none of their text.
 */
import { parseArgs } from 'util';
import { readFolder } from './folder';
import { type Looked, measure } from './measured';
import { report } from './report';
import { record } from './verdicts';
import { CqlFeature } from '../../src';

interface Arguments {
  readonly folder: string;
  readonly leaveOut: boolean;
  readonly why: boolean;
  readonly record: boolean;
}

function main({ folder: path, ...options }: Arguments): void {
  const folder = readFolder(path);
  const leaveOut = options.leaveOut ? Object.values(CqlFeature) : [];
  const files = new Map(folder.sources.map((source) => [source.file, measure([source], leaveOut)]));
  const applications = new Map(folder.applications.map(({ name, sources }) => [name, measure(sources, leaveOut)]));
  for (const measured of [files, applications]) show(measured, options);
  if (options.record) record(folder, files, applications);
}

function show(measured: Map<string, Looked>, { why }: Pick<Arguments, 'why'>): void {
  if (measured.size === 0) return;
  console.log(report(measured));
  if (why) console.log([...measured.values()].flatMap(({ messages }) => messages).join('\n'));
}

function readArguments(): Arguments {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'leave-out': { type: 'boolean', default: false },
      'why': { type: 'boolean', default: false },
      'record': { type: 'boolean', default: false },
    },
  });
  if (positionals.length !== 1) throw new Error('expected one folder: npm run cql -- DIR [--leave-out] [--why] [--record]');
  if (values.record && values['leave-out']) throw new Error('what is recorded is what comes of the files as they are: leave out --leave-out');
  return { folder: positionals[0], leaveOut: values['leave-out']!, why: values.why!, record: values.record! };
}

main(readArguments());
