import { type CfnResource, type ITaggable, Tags as AllTags, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { refusal, type Refusal } from './errors';

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/TaggingRestrictions.html */
const MAX_TAGS = 50;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;
const CHARACTERS = /^[\p{L}\p{N}\p{Z}+\-=._:/]*$/u;
const RESERVED = /^aws:/i;

/** By their keys. */
export interface Tags {
  readonly [key: string]: string;
}

/** As the user would, so that what the user says of this construct later counts, and what is said of a scope above does not. */
export function addTags(construct: Construct, tags: Tags): void {
  for (const [key, value] of Object.entries(tags)) AllTags.of(construct).add(key, value);
}

/**
 * Amazon Keyspaces takes fewer tags than most services: no empty values and no "@". At synthesis, because tags often
 * come from a scope above, and until then.
 */
export function validateTags(construct: Construct, resource: CfnResource & ITaggable): void {
  construct.node.addValidation({
    validate: () => faultsOf(resource.tags.tagValues(), {
      remedy: `change the tag, or keep it away by Tags.of(...).add(..., { excludeResourceTypes: ['${resource.cfnResourceType}'] })`,
    }).map((fault) => refusal('TagInvalid', construct, fault).message),
  });
}

/** Tags that are given with what they are for. */
export function requireTags(tags: Tags): void {
  for (const fault of faultsOf(tags, { remedy: 'change the tag' })) throw refusal('TagInvalid', undefined, fault);
}

function faultsOf(tags: Tags, { remedy }: Pick<Refusal, 'remedy'>): Refusal[] {
  const entries = Object.entries(tags);
  const tooMany = entries.length > MAX_TAGS
    ? [{ what: 'number of tags', got: entries.length, expected: `at most ${MAX_TAGS}`, remedy }]
    : [];
  return [...tooMany, ...entries.flatMap(([key, value]) => [
    ...faultsOfPart('tag key', key, MAX_KEY_LENGTH, remedy),
    ...faultsOfPart(`value of the tag "${key}"`, value, MAX_VALUE_LENGTH, remedy),
  ])];
}

function faultsOfPart(what: string, got: string, maxLength: number, remedy: string): Refusal[] {
  if (Token.isUnresolved(got)) return [];
  if (RESERVED.test(got)) return [{ what, got, expected: 'no text that begins with "aws:", which AWS keeps for itself', remedy }];
  if (CHARACTERS.test(got) && got.length > 0 && [...got].length <= maxLength) return [];
  return [{ what, got, expected: `1 to ${maxLength} letters, digits, spaces or characters of + - = . _ : /`, remedy }];
}
