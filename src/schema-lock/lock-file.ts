import { errorOffset, lineAndColumn } from './json-position';
import { canonicalJson, compareText, isPlainObject, type Lock, type LockedResource, type LockedStack, type LockedType } from './locked-resource';
import { refusal } from '../private/errors';

/** Raised when what is written cannot be read by older versions of this library any more. */
const FORMAT_VERSION = 1;

const COMMENT = 'The shapes of what is deployed, held by SchemaLock of cdk-keyspaces. Written by cdk synth and cdk deploy; commit it with the app.';

const TYPES: LockedType[] = ['AWS::Cassandra::Keyspace', 'AWS::Cassandra::Table', 'AWS::Cassandra::Type'];

const CONFLICT_MARKER = /^(<{7}|\|{7}|={7}|>{7})( .*)?\r?$/m;

/** One column a line, everything in order, so that a change of the app is the same change here. */
export function serializeLock(lock: Lock): string {
  const stacks = object(sorted(lock), ({ stackName, resources }) => ({ stackName, resources: object(sorted(resources), resourceJson) }));
  return `${JSON.stringify({ '//': COMMENT, 'version': FORMAT_VERSION, stacks }, undefined, 2)}\n`;
}

/** Refuses what is no lock, with where and what to do. `file` is for the message. */
export function parseLock(text: string, file: string): Lock {
  refuseConflict(text, file);
  const json = parseJson(text, file);
  const version = isPlainObject(json) ? json.version : undefined;
  if (typeof version === 'number' && Number.isInteger(version) && version > FORMAT_VERSION) {
    throw refusal('SchemaLockNewer', undefined, {
      what: `the schema lock ${file} has format version`,
      got: version,
      expected: `at most ${FORMAT_VERSION}, which is what this version of cdk-keyspaces knows`,
      remedy: 'use the version of cdk-keyspaces that wrote it, or a newer one',
    });
  }
  if (version !== FORMAT_VERSION) throw broken(file, 'version', version, `${FORMAT_VERSION}`);
  const { stacks } = json as Record<string, unknown>;
  return new Map(entries(file, 'stacks', stacks).map(([path, stack]) => [path, stackOf(file, path, stack)]));
}

function refuseConflict(text: string, file: string): void {
  const conflict = CONFLICT_MARKER.exec(text);
  if (!conflict) return;
  throw refusal('SchemaLockConflict', undefined, {
    what: `line ${lineAndColumn(text, conflict.index).line} of the schema lock ${file} is`,
    got: conflict[0].trim(),
    expected: 'no markers of a merge conflict',
    remedy: 'keep the additions of both sides and delete the markers; or take the file of the side that is deployed, and run "npx cdk synth" to add the rest',
  });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { line, column } = lineAndColumn(text, errorOffset(text));
    throw refusal('SchemaLockBroken', undefined, {
      what: `line ${line}, column ${column} of the schema lock ${file}:`,
      got: text.split('\n')[line - 1].trim().slice(0, 80),
      expected: 'JSON',
      remedy: 'take the file back from version control; do not delete it, it knows what is deployed',
    });
  }
}

function broken(file: string, where: string, got: unknown, expected: string): Error {
  return refusal('SchemaLockBroken', undefined, {
    what: `in the schema lock ${file} "${where}" is`,
    got: got ?? null,
    expected,
    remedy: 'take the file back from version control; do not delete it, it knows what is deployed',
  });
}

function stackOf(file: string, path: string, stack: unknown): LockedStack {
  const where = `stacks.${path}`;
  const { stackName, resources } = Object.fromEntries(entries(file, where, stack));
  if (typeof stackName !== 'string') throw broken(file, `${where}.stackName`, stackName, 'the name of the stack');
  return {
    stackName,
    resources: new Map(entries(file, `${where}.resources`, resources)
      .map(([id, resource]) => [id, resourceOf(file, `${where}.resources.${id}`, resource)])),
  };
}

function resourceOf(file: string, where: string, json: unknown): LockedResource {
  const resource = Object.fromEntries(entries(file, where, json));
  if (!TYPES.includes(resource.type as LockedType)) throw broken(file, `${where}.type`, resource.type, `one of ${TYPES.join(', ')}`);
  for (const part of ['keyspace', 'name', 'deletionPolicy']) {
    if (!['string', 'undefined'].includes(typeof resource[part])) throw broken(file, `${where}.${part}`, resource[part], 'a string');
  }
  for (const part of ['partitionKey', 'clusteringColumns', 'regions']) {
    const list = resource[part] ?? [];
    if (!Array.isArray(list) || list.some((item) => typeof item !== 'string')) throw broken(file, `${where}.${part}`, list, 'a list of strings');
  }
  for (const part of ['columns', 'fields']) {
    for (const [name, type] of entries(file, `${where}.${part}`, resource[part] ?? {})) {
      if (typeof type !== 'string') throw broken(file, `${where}.${part}.${name}`, type, 'a type as text');
    }
  }
  const map = (part: string) => resource[part] === undefined ? undefined : new Map(entries(file, `${where}.${part}`, resource[part]));
  return {
    ...resource as unknown as LockedResource,
    columns: map('columns') as Map<string, string> | undefined,
    fields: map('fields') as Map<string, string> | undefined,
    settings: map('settings'),
  };
}

function entries(file: string, where: string, value: unknown): [string, unknown][] {
  if (!isPlainObject(value)) throw broken(file, where, value, 'an object');
  return Object.entries(value);
}

function resourceJson(resource: LockedResource) {
  const { type, keyspace, name, partitionKey, clusteringColumns, columns, fields, regions, clientSideTimestamps, settings } = resource;
  return {
    type,
    keyspace,
    name,
    partitionKey,
    clusteringColumns,
    columns: columns && object(sorted(columns), (text) => text),
    fields: fields && object(sorted(fields), (text) => text),
    regions,
    clientSideTimestamps: clientSideTimestamps === undefined ? undefined : JSON.parse(canonicalJson(clientSideTimestamps)),
    settings: settings && object(sorted(settings), (value) => JSON.parse(canonicalJson(value))),
    deletionPolicy: resource.deletionPolicy,
    removed: resource.removed || undefined,
    accepted: resource.accepted || undefined,
  };
}

function sorted<T>(map: Map<string, T>): [string, T][] {
  return [...map].sort(([one], [other]) => compareText(one, other));
}

function object<T>(items: [string, T][], render: (item: T) => unknown): Record<string, unknown> {
  return Object.fromEntries(items.map(([key, item]) => [key, render(item)]));
}
