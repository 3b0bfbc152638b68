/** Runs what must be refused and returns the refusal; its name is the stable code. */
export function refusalOf(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('expected a refusal, but nothing was refused');
}
