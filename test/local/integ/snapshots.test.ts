import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differences, machineTraces, takeOver } from '../../../integ/local/integ/snapshots';

const HASH = '06041cd8c9caac55a41a6bd118c7be17f3550f73fbea7610a425101a38f77da3';
const OTHER_HASH = '20c253221a2d8f2531576961e71a749db98a48216757f1c61317ea3c45cc3cd3';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snapshots-'));
  write('renewed', { salt: '1795306503039', hash: OTHER_HASH, destination: '5bfa7bb4' });
  write('committed', { salt: '1795306358229', hash: HASH, destination: 'ce364706' });
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(place: string, { salt, hash, destination }: { salt: string; hash: string; destination: string }): void {
  const snapshot = join(folder, place, 'integ.x.ts.snapshot');
  mkdirSync(snapshot, { recursive: true });
  writeFileSync(join(snapshot, 'Assert.template.json'), JSON.stringify({ Resources: { Call: { salt } } }, undefined, 1));
  writeFileSync(join(snapshot, 'Assert.assets.json'), JSON.stringify({ [hash]: { [`current_account-${destination}`]: `${hash}.json` } }));
  writeFileSync(join(snapshot, 'manifest.json'), JSON.stringify({ stackTemplateAssetObjectUrl: `s3://bucket/${hash}.json` }));
}

function committed(file: string): string {
  return readFileSync(join(folder, 'committed', 'integ.x.ts.snapshot', file), 'utf8');
}

const take = () => takeOver('x', join(folder, 'renewed'), join(folder, 'committed'));

test('a snapshot with nothing new but the salt stays as it is', () => {
  expect(take()).toBe(false);
  expect(committed('Assert.template.json')).toContain('1795306358229');
});

test('a changed assertion is a difference, a new salt is none', () => {
  const [renewed, old] = ['renewed', 'committed'].map((place) => join(folder, place, 'integ.x.ts.snapshot'));
  expect(differences(renewed, old)).toEqual([]);
  writeFileSync(join(renewed, 'Assert.template.json'), JSON.stringify({ Resources: { Call: { salt: '1795306503039', expected: {} } } }, undefined, 1));
  expect(differences(renewed, old)).toEqual(['Assert.template.json']);
});

test('a snapshot with a changed resource is taken over', () => {
  writeFileSync(join(folder, 'renewed', 'integ.x.ts.snapshot', 'Stack.template.json'), '{"Resources":{"Table":{}}}');
  expect(take()).toBe(true);
  expect(committed('Stack.template.json')).toBe('{"Resources":{"Table":{}}}');
});

test('a template with the hash of another asset is taken over', () => {
  for (const [place, hash] of [['renewed', OTHER_HASH], ['committed', HASH]]) {
    writeFileSync(join(folder, place, 'integ.x.ts.snapshot', 'Stack.template.json'), JSON.stringify({ S3Key: `${hash}.zip` }));
  }
  expect(take()).toBe(true);
  expect(committed('Stack.template.json')).toContain(OTHER_HASH);
});

test('a new snapshot is taken over without its assets', () => {
  rmSync(join(folder, 'committed'), { recursive: true });
  const asset = join(folder, 'renewed', 'integ.x.ts.snapshot', `asset.${HASH}`);
  mkdirSync(asset);
  cpSync(__filename, join(asset, 'index.js'));
  expect(take()).toBe(true);
  expect(readdirSync(join(folder, 'committed', 'integ.x.ts.snapshot')).sort()).toEqual(['Assert.assets.json', 'Assert.template.json', 'manifest.json']);
});

describe('traces of the machine', () => {
  const traces = (file: string, content: unknown) => {
    const snapshot = join(folder, 'committed', 'integ.x.ts.snapshot');
    writeFileSync(join(snapshot, file), JSON.stringify(content));
    return machineTraces(snapshot, '/checkout/of/somebody');
  };

  test('the path of a construct is none', () => {
    expect(traces('Stack.metadata.json', { '/PrivateOrders/Orders': [{ type: 'aws:cdk:logicalId', data: 'Orders' }] })).toEqual([]);
  });

  test.each([
    ['the checkout', 'at new Table (/checkout/of/somebody/src/table/table.ts:5:11)'],
    ['a home', '/home/somebody/src/table.ts'],
    ['a home on macOS', '/Users/somebody/src/table.ts'],
    ['a home on Windows', 'C:\\Users\\somebody\\table.ts'],
    ['a file URL', 'file:///src/table.ts'],
  ])('a path in %s is one', (_, data) => {
    expect(traces('Stack.metadata.json', { '/PrivateOrders/Orders': [{ data }] })).toEqual([expect.stringContaining('has the path')]);
  });

  test('an asset is one', () => {
    expect(traces('asset.abc.json', {})).toEqual([expect.stringContaining('is an asset')]);
  });

  test('a missing snapshot is not clean', () => {
    expect(machineTraces(join(folder, 'nowhere'), '/checkout')).toEqual([expect.stringContaining('does not exist')]);
  });
});
