import { Errors, Stack } from 'aws-cdk-lib';
import { refusal } from '../../src/private/errors';

const TEXT = { what: 'colour', got: 'red', expected: 'blue', remedy: 'paint it' };

test('a refusal is a validation error of the AWS CDK with the code as its name', () => {
  const stack = new Stack(undefined, 'Stack');
  const error = refusal('ColourRefused', stack, TEXT);
  expect(Errors.isValidationError(error)).toBe(true);
  expect(error.name).toBe('ColourRefused');
  expect(error.message).toBe('colour "red": expected blue; paint it [ColourRefused]');
  expect((error as { constructPath?: string }).constructPath).toBe('Stack');
});

test('a refusal needs no construct', () => {
  const error = refusal('ColourRefused', undefined, TEXT);
  expect(error.name).toBe('ColourRefused');
  expect(error.message).toBe('colour "red": expected blue; paint it [ColourRefused]');
});

test('a refusal shows what JSON cannot', () => {
  expect(refusal('ColourRefused', undefined, { ...TEXT, got: NaN }).message).toContain('colour NaN: expected');
});
