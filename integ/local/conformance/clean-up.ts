import { randomBytes } from 'node:crypto';

/** Characters that no other test of this run has in its names. */
export const unique = (prefix = 't') => `${prefix}_${randomBytes(4).toString('hex')}`;

const undo: (() => Promise<unknown>)[] = [];

/** What `cleanUp` is to do, the last first. */
export const later = (work: () => Promise<unknown>) => void undo.push(work);

/** For `afterAll`. Everything is tried; what was deleted by a test already is no failure. */
export async function cleanUp(): Promise<void> {
  const failed: unknown[] = [];
  for (const work of undo.splice(0).reverse()) {
    await work().catch((error) => /NoSuchEntity|ResourceNotFound|NotFound/.test(error.name) || failed.push(error));
  }
  if (failed.length > 0) throw new AggregateError(failed, 'the tests leave something behind');
}
