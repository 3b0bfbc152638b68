import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { refusal } from '../private/errors';

/**
 * An id made of names alone, so that it stays when statements are moved: two names never give the same id, also when they
 * differ only in case or, quoted, have characters that ids cannot have.
 */
export function constructId(scope: Construct, ...names: (string | undefined)[]): string {
  const id = names.filter((name) => name !== undefined).map((name) => encoded(scope, name)).join('.');
  // A construct takes what every object has, such as "constructor", for a child of its own.
  return id in {} ? `${id}%` : id;
}

function encoded(scope: Construct, name: string): string {
  if (!Token.isUnresolved(name)) return encodeURIComponent(name).replace(/\./g, '%2E');
  throw refusal('SchemaNameUnresolved', scope, {
    what: 'a name in the schema',
    got: name,
    expected: 'a literal, because construct ids are made of the names',
    remedy: 'make this one by itself, with new Keyspace(), UserDefinedType() or Table()',
  });
}
